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
use store::mail_in::{MailInRead, MailInRecord, MailInSet, MessageMailNew};

/// A mail with everything that is known of it.
pub(crate) struct Reading<'a> {
    /// Who does it: the desk itself, or the agent who decided.
    pub(crate) scope: &'a Scope,
    pub(super) record: &'a MailInRecord,
    pub(super) incoming: Heard,
    pub(super) read: MailInRead,
}

/// Where a mail goes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goes {
    /// To no ticket that is there.
    Nowhere,
    /// It becomes part of the ticket.
    Into(TicketId),
    /// It waits at the ticket, or is about one of its mails.
    Beside(TicketId),
}

impl Reading<'_> {
    /// Under the organization's lock: whether nobody else was faster. Keeps what was read, or that the mail came twice, to its mailbox
    /// or to the ticket it belongs to: the caller commits in either case.
    pub(super) async fn begins(&self, tx: &mut Tx, goes: Goes) -> Result<bool> {
        let (id, dedup) = (self.record.id, &self.read.dedup);
        if tx.mail_in(id).await?.is_none_or(|mail| mail.state != MailInState::Waiting) {
            return Ok(false);
        }
        tx.mail_in_read(id, self.read.clone()).await?;
        let twin = tx.mail_in_twin(self.record, dedup).await?
            || match goes {
                Goes::Nowhere => false,
                // What waits may have lost on its way what proves the second one.
                Goes::Into(ticket) => tx.mail_in_twin_at(id, dedup, ticket, false).await?,
                Goes::Beside(ticket) => tx.mail_in_twin_at(id, dedup, ticket, true).await?,
            };
        if twin {
            tx.mail_in_set(id, self.twice()).await?;
        }
        Ok(!twin)
    }

    /// What becomes of a mail that came before. One that came to a reply address stays at its ticket.
    pub(super) fn twice(&self) -> MailInSet {
        let set = ended(MailInState::Ignored, "twice", "The same mail came before.");
        MailInSet { ticket: self.record.ticket_id, ..set }
    }

    /// Keeps beside the message what the mail has besides its words.
    pub(super) async fn keep(&self, tx: &mut Tx, ticket: TicketId, message: MessageId, facts: MailFacts) -> Result<()> {
        let from_email = self.incoming.from.address.to_string();
        // What was read as an id is one: short, of visible ASCII characters, without brackets.
        let header_id = self.incoming.message_id.clone();
        let mail =
            MessageMailNew { message, mail: self.record.id, from_email, proof: self.read.proof, facts, header_id };
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
