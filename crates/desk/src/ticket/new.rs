//! A new ticket, whoever opens it: agent, stranger, program, or the desk itself for the welcome ticket.

use super::prose::Prose;
use crate::access::{Actor, OrgCard};
use crate::token::hash;
use crate::{Desk, Result};
use domain::event::Event;
use domain::job::Job;
use domain::message::MessageKind;
use domain::text::Subject;
use domain::ticket::{Channel, TicketCode};
use domain::{ContactId, MailAddress, MessageId, SiteId, TicketId, TicketLinkId, Timestamp};
use store::Tx;
use store::directory::ticket_link::TicketLinkRecord;
use store::mail_out::{MailOutKind, MailOutNew};
use store::message::MessageNew;
use store::ticket::open::TicketNew;

/// Seconds a customer's link lives after the last mail that carried it.
pub(crate) const LINK_LIFE: i64 = 365 * 86_400;

/// A ticket whose every field has been checked.
pub(crate) struct CheckedTicket<'a> {
    pub(crate) site: SiteId,
    /// The customer's.
    pub(crate) email: MailAddress,
    /// What the customer calls themselves; empty where they did not say.
    pub(crate) name: String,
    pub(crate) subject: Subject,
    pub(crate) body: Prose,
    pub(crate) channel: Channel,
    /// A member wrote it down, or the customer wrote it.
    pub(crate) opened_by: &'a Actor,
    /// Whether the customer gets a mail that it arrived: not where a machine wrote, or nobody knows who did.
    pub(crate) acknowledged: bool,
}

/// What a new ticket came to.
pub(crate) struct Inserted {
    pub(crate) ticket: TicketId,
    pub(crate) message: MessageId,
    pub(crate) code: TicketCode,
    /// The customer's way back to it.
    pub(crate) url: String,
    /// Number of its [`Event::TicketOpened`].
    pub(crate) seq: i64,
}

impl Desk {
    /// Keeps a new ticket with its first message, its customer's link, its words to be found by, its event and the mail that
    /// acknowledges it, all in the caller's transaction. The caller commits, then tells live screens and the runner of jobs.
    pub(crate) async fn ticket_insert(
        &self,
        tx: &mut Tx,
        org: &OrgCard,
        new: CheckedTicket<'_>,
        at: Timestamp,
    ) -> Result<Inserted> {
        let CheckedTicket { site, email, name, subject, body, channel, opened_by, acknowledged } = new;
        let ids = &self.ports.ids;
        let (ticket, message, link) = (TicketId(ids.uuid(at)), MessageId(ids.uuid(at)), TicketLinkId(ids.uuid(at)));
        let contact = tx.contact_known(ContactId(ids.uuid(at)), &email, &name, at).await?;
        let number = tx.ticket_number_next(&org.prefix).await?;
        let code = TicketCode::render(&org.prefix, number, org.padding);
        let author_name = match opened_by {
            Actor::Member { name, .. } => name.clone(),
            _ if !name.is_empty() => name,
            _ if !contact.name.is_empty() => contact.name.clone(),
            _ => contact.email.clone(),
        };
        // Somebody waits for an answer only where the customer wrote.
        let waiting_since = opened_by.user().is_none().then_some(at);
        let Prose { body, html, snippet } = body;
        let new = TicketNew {
            id: ticket,
            site,
            code: code.clone(),
            subject: subject.clone(),
            snippet,
            contact: contact.id,
            channel,
            waiting_since,
        };
        tx.ticket_open(new, at).await?;
        // From here on nobody waits for an answer: all of it goes to the database in one way.
        let unpadded = unpadded(&code);
        tx.search_doc_add(ticket, &found_by(&code, &unpadded, subject.as_str(), &contact.name, &contact.email)).await?;
        let contact = contact.id;
        let first = MessageNew {
            number: 1,
            id: message,
            kind: MessageKind::Public,
            author_user: opened_by.user(),
            author_contact: opened_by.user().is_none().then_some(contact),
            author_name: author_name.clone(),
            body: body.into(),
            html,
        };
        tx.message_add(ticket, first, at).await?;
        let record = TicketLinkRecord { id: link, contact_id: contact, expires_at: at.plus_seconds(LINK_LIFE) };
        tx.ticket_link_add(ticket, record, hash(&self.token("ticket", link.0)), at).await?;
        if let Some(user) = opened_by.user() {
            tx.ticket_seen(user, ticket, 1).await?;
        }
        let seq = tx.record(&Event::TicketOpened, Some(ticket), opened_by.user(), &author_name, at).await?;
        if acknowledged {
            let (id, kind) = (self.job_id(at), MailOutKind::Acknowledgement);
            let mail = MailOutNew { id, ticket, message: None, kind, to_key: email.key().to_owned(), cc: Vec::new() };
            tx.mail_out_add(mail, at).await?;
            tx.job_add(id, &Job::MailTicketOpened { ticket }, at).await?;
        }
        Ok(Inserted { ticket, message, code, url: self.ticket_url(link), seq })
    }
}

/// The code without its zeros, which a ticket is found by too (B15).
pub(super) fn unpadded(code: &TicketCode) -> TicketCode {
    TicketCode::render(code.prefix(), code.number(), 0)
}

/// What a ticket is found by.
pub(super) fn found_by<'a>(
    code: &'a TicketCode,
    unpadded: &'a TicketCode,
    subject: &'a str,
    name: &'a str,
    email: &'a str,
) -> [&'a str; 5] {
    [code.as_str(), unpadded.as_str(), subject, name, email]
}
