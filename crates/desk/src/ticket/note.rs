//! Leave a note for colleagues; the customer never sees it.

use super::MessageNew;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::message::MessageKind;
use domain::ticket::{TicketCode, TicketPage};

impl Desk {
    /// Adds an internal note. What the customer wrote meanwhile is no reason to refuse it. Errors: `Forbidden` without
    /// `ticket:write`, `NotFound`, `Invalid` for text, files or status, `IdempotencyMismatch`.
    pub async fn ticket_note(&self, scope: &Scope, code: &TicketCode, new: MessageNew) -> Result<TicketPage> {
        self.ticket_write(scope, code, MessageKind::Note, new).await
    }
}
