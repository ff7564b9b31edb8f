//! A mail that was read, on its way to where it belongs.

use super::ended;
use super::heard::Heard;
use crate::Result;
use crate::access::Scope;
use domain::mail::MailInState;
use domain::message::MailFacts;
use domain::text::Name;
use domain::{MessageId, TicketId};
use store::Tx;
use store::mail_in::{MailInRead, MailInRecord, MessageMailNew};

/// A mail with everything that is known of it.
pub(crate) struct Reading<'a> {
    /// Who does it: the desk itself, or the agent who decided.
    pub(crate) scope: &'a Scope,
    pub(super) record: &'a MailInRecord,
    pub(super) incoming: Heard,
    pub(super) read: MailInRead,
}

impl Reading<'_> {
    /// Under the organization's lock: whether nobody else was faster. Keeps what was read, or that the mail came twice: the caller
    /// commits in either case.
    pub(super) async fn begins(&self, tx: &mut Tx) -> Result<bool> {
        let waits = tx.mail_in(self.record.id).await?.is_some_and(|mail| mail.state == MailInState::Waiting);
        if !waits || tx.mail_in_twin(self.record.id, &self.read.dedup, self.record.mailbox_id).await? {
            if waits {
                let set = ended(MailInState::Ignored, "twice", "The same mail came before.");
                tx.mail_in_set(self.record.id, set).await?;
            }
            return Ok(false);
        }
        tx.mail_in_read(self.record.id, self.read.clone()).await?;
        Ok(true)
    }

    /// Keeps beside the message what the mail has besides its words.
    pub(super) async fn keep(&self, tx: &mut Tx, ticket: TicketId, message: MessageId, facts: MailFacts) -> Result<()> {
        let from_email = self.incoming.from.address.to_string();
        let mail = MessageMailNew { message, mail: self.record.id, from_email, proof: self.read.proof, facts };
        Ok(tx.message_mail_add(ticket, mail).await?)
    }

    /// What the sender calls themselves, where that can be a name.
    pub(super) fn name(&self) -> String {
        Name::parse(&self.incoming.from.name).map(String::from).unwrap_or_default()
    }

    /// As the message names them.
    pub(super) fn author(&self) -> String {
        let name = self.name();
        if name.is_empty() { self.incoming.from.address.to_string() } else { name }
    }
}
