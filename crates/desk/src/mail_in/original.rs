//! A mail as it came, to be taken along: what was left out of its ticket is in it.

use crate::access::Scope;
use crate::attachment::{Download, safe_name};
use crate::{Desk, Error, Result};
use domain::{MailInId, Permission};
use store::mail_in::MailInRecord;

impl Desk {
    /// The whole mail. Errors: as for [`Desk::mail_seen`].
    pub async fn mail_original(&self, scope: &Scope, mail: MailInId) -> Result<Download> {
        let record = self.mail_seen(scope, mail).await?;
        let bytes = self.mail_raw_of(scope.org().id, mail).await?;
        let subject = if record.subject.trim().is_empty() { "mail" } else { record.subject.trim() };
        Ok(Download { name: safe_name(&format!("{subject}.eml")), bytes })
    }

    /// A mail whose bytes the caller may see: that of a ticket, whoever sees the ticket; that of none, whoever looks after mailboxes.
    /// Errors: `Forbidden` for who may neither read tickets nor look after mailboxes, `NotFound` for every other mail.
    pub(super) async fn mail_seen(&self, scope: &Scope, mail: MailInId) -> Result<MailInRecord> {
        let looks_after = scope.may(Permission::MailboxEdit).is_ok();
        if !looks_after {
            scope.may(Permission::TicketRead)?;
        }
        let mut tx = self.store.read(scope.sight()).await?;
        let record = tx.mail_in(mail).await?.ok_or(Error::NotFound)?;
        let is_seen = match record.ticket_id {
            // The wall holds for whoever looks after mailboxes too (B20).
            Some(ticket) => tx.ticket_by_id(ticket).await?.is_some(),
            None => looks_after,
        };
        if is_seen { Ok(record) } else { Err(Error::NotFound) }
    }
}
