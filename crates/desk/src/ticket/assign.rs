//! Give a ticket to a member, or take it from everybody.

use super::TicketChange;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::UserId;
use domain::ticket::{TicketCode, TicketRow, Version};

impl Desk {
    /// Assigns the ticket `code` to `to` (`None` = nobody). Errors: `Forbidden` without `ticket:assign`, `NotFound` when the
    /// caller cannot see the ticket, `Invalid(Field::Assignee)` when `to` is no member, only looks on or could not see it (D9), `Stale` when
    /// `seen` is not the latest version.
    pub async fn ticket_assign(
        &self,
        scope: &Scope,
        code: &TicketCode,
        to: Option<UserId>,
        seen: Version,
    ) -> Result<TicketRow> {
        self.ticket_change(scope, code, TicketChange { assignee: Some(to), ..TicketChange::default() }, seen).await
    }
}
