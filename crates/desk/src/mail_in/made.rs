//! The one way to make a ticket or a message of a mail, whether the mail says where it belongs or an agent does. Everything happens in
//! the caller's transaction; the files lie on the disk before it begins.

use super::placed::Placed;
use super::reading::Reading;
use super::said::Said;
use crate::access::Actor;
use crate::ticket::message::{CheckedMessage, Written};
use crate::ticket::new::{CheckedTicket, Inserted};
use crate::ticket::prose::Prose;
use crate::{Desk, Result};
use domain::message::{MailFacts, MessageKind};
use domain::text::Subject;
use domain::ticket::Channel;
use domain::{OrgId, Timestamp};
use store::Tx;
use store::attachment::AttachmentNew;
use store::ticket::TicketRecord;

/// What a mail says, without its files.
pub(super) struct Words {
    subject: Subject,
    prose: Prose,
    facts: MailFacts,
}

impl Desk {
    /// What a mail says, and its files, kept. Whoever then fails to commit calls [`Desk::attachment_forget`].
    pub(super) async fn mail_words(&self, org: OrgId, said: Said) -> Result<(Words, Vec<AttachmentNew>)> {
        let Said { subject, prose, files, facts } = said;
        let files = self.attachment_keep_all(org, files).await?;
        Ok((Words { subject, prose, facts }, files))
    }

    /// A ticket of its own, on the mail's site and nowhere else (S0-16), by whoever wrote the mail.
    pub(super) async fn mail_ticket(
        &self,
        tx: &mut Tx,
        (reading, placed): (&Reading<'_>, &Placed),
        (words, files): (Words, &[AttachmentNew]),
        acknowledged: bool,
        at: Timestamp,
    ) -> Result<Inserted> {
        let Words { subject, prose, facts } = words;
        let name = reading.name();
        let actor = Actor::Customer { id: None, name: name.clone() };
        let ticket = CheckedTicket {
            site: placed.site,
            email: reading.incoming.from.address.clone(),
            name,
            subject,
            body: prose,
            channel: Channel::Mail,
            opened_by: &actor,
            acknowledged,
        };
        let inserted = self.ticket_insert(tx, reading.scope.org(), ticket, at).await?;
        if let Some(mailbox) = &placed.mailbox {
            tx.ticket_routed(inserted.ticket, mailbox).await?;
        }
        for file in files {
            tx.attachment_add(inserted.ticket, inserted.message, file, at).await?;
        }
        reading.keep(tx, inserted.ticket, inserted.message, facts).await?;
        Ok(inserted)
    }

    /// A public message of a ticket.
    pub(super) async fn mail_message(
        &self,
        tx: &mut Tx,
        (reading, author): (&Reading<'_>, &Actor),
        ticket: &mut TicketRecord,
        (words, files): (Words, &[AttachmentNew]),
        at: Timestamp,
    ) -> Result<Written> {
        let Words { prose, facts, .. } = words;
        let (kind, automatic) = (MessageKind::Public, facts.is_automatic);
        let message = CheckedMessage { kind, author, body: prose, files, cc: &[], automatic };
        let written = self.message_insert(tx, ticket, message, at).await?;
        reading.keep(tx, ticket.id, written.id, facts).await?;
        Ok(written)
    }
}
