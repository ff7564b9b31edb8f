//! Say where a ticket stands.

use super::TicketChange;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::StatusId;
use domain::ticket::{TicketCode, TicketRow, Version};

impl Desk {
    /// Gives the ticket `code` the status `to`. Errors: `Forbidden` without `ticket:write`, `NotFound`, `Stale`,
    /// `Invalid(Field::Status)` when the organization has no such status.
    pub async fn ticket_set_status(
        &self,
        scope: &Scope,
        code: &TicketCode,
        to: StatusId,
        seen: Version,
    ) -> Result<TicketRow> {
        self.ticket_change(scope, code, TicketChange { status: Some(to), ..TicketChange::default() }, seen).await
    }
}
