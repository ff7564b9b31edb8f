//! Send a ticket to a team, or to none.

use super::TicketChange;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::TeamId;
use domain::ticket::{TicketCode, TicketRow, Version};

impl Desk {
    /// Moves the ticket `code` to the team `to` (`None` = unrouted), and with that in and out of sight at once (D9, B20); whoever
    /// has it keeps it. The answer is the last the caller sees of it, where it leaves their own sight. Errors: `Forbidden` without
    /// `ticket:assign`, `NotFound`, `Stale`, `Invalid(Field::Team)` when the organization has no such team.
    pub async fn ticket_set_team(
        &self,
        scope: &Scope,
        code: &TicketCode,
        to: Option<TeamId>,
        seen: Version,
    ) -> Result<TicketRow> {
        self.ticket_change(scope, code, TicketChange { team: Some(to), ..TicketChange::default() }, seen).await
    }
}
