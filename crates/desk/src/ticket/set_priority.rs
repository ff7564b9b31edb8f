//! Say how urgent a ticket is.

use super::TicketChange;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::PriorityId;
use domain::ticket::{TicketCode, TicketRow, Version};

impl Desk {
    /// Gives the ticket `code` the priority `to` (B24: members may override). Errors: `Forbidden` without `ticket:write`,
    /// `NotFound`, `Stale`, `Invalid(Field::Priority)` when the organization has no such priority.
    pub async fn ticket_set_priority(
        &self,
        scope: &Scope,
        code: &TicketCode,
        to: PriorityId,
        seen: Version,
    ) -> Result<TicketRow> {
        self.ticket_change(scope, code, TicketChange { priority: Some(to), ..TicketChange::default() }, seen).await
    }
}
