//! Say in other words what a ticket is about.

use super::TicketChange;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::ticket::{TicketCode, TicketRow, Version};

impl Desk {
    /// Gives the ticket `code` the subject `to`. Its customer sees it on their page and over later mails. Errors: `Forbidden`
    /// without `ticket:write`, `NotFound`, `Stale`, `Invalid(Field::Subject)`.
    pub async fn ticket_set_subject(
        &self,
        scope: &Scope,
        code: &TicketCode,
        to: &str,
        seen: Version,
    ) -> Result<TicketRow> {
        let change = TicketChange { subject: Some(to.to_owned()), ..TicketChange::default() };
        self.ticket_change(scope, code, change, seen).await
    }
}
