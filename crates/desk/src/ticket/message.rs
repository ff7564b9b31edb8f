//! A new message on a ticket, whoever writes it, and what it does to the ticket.

use super::Told;
use super::prose::Prose;
use crate::access::Actor;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::job::Job;
use domain::message::MessageKind;
use domain::status::Category;
use domain::{MailAddress, MessageId, Timestamp};
use store::Tx;
use store::attachment::AttachmentNew;
use store::mail_out::{MailOutKind, MailOutNew};
use store::message::MessageNew;
use store::ticket::TicketRecord;

/// A message whose every field has been checked and whose files are on the disk.
pub(crate) struct CheckedMessage<'a> {
    pub(crate) kind: MessageKind,
    /// A customer is an [`Actor::Customer`] with the contact's id.
    pub(crate) author: &'a Actor,
    pub(crate) body: Prose,
    pub(crate) files: &'a [AttachmentNew],
    /// Who else gets it by mail, besides the customer.
    pub(crate) cc: &'a [MailAddress],
    /// Whether a machine wrote it: then nobody waits for an answer, and what was over stays over.
    pub(crate) automatic: bool,
}

/// What a new message came to.
pub(crate) struct Written {
    pub(crate) id: MessageId,
    pub(crate) told: Told,
}

impl Desk {
    /// Keeps a message on `ticket`, in the caller's transaction: the row and `ticket` both move on.
    ///
    /// A member's public message ends the customer's waiting and is mailed; a note changes nothing that a customer could
    /// see and leaves the order of the list alone. A customer's message starts the waiting and opens a ticket that was
    /// pending, resolved or closed again (D7 would make a new ticket of an answer to a closed one; here a customer who
    /// writes is heard where they wrote).
    pub(crate) async fn message_insert(
        &self,
        tx: &mut Tx,
        ticket: &mut TicketRecord,
        new: CheckedMessage<'_>,
        at: Timestamp,
    ) -> Result<Written> {
        let CheckedMessage { kind, author, body: Prose { body, html, snippet }, files, cc, automatic } = new;
        let id = MessageId(self.ports.ids.uuid(at));
        let caught_up = ticket.seen >= ticket.last_message;
        ticket.last_message += 1;
        if kind == MessageKind::Public {
            ticket.snippet = snippet;
            ticket.active_at = at;
            ticket.waiting_since = match author {
                Actor::Customer { .. } if automatic => ticket.waiting_since,
                Actor::Customer { .. } => ticket.waiting_since.or(Some(at)),
                Actor::Member { .. } | Actor::System => None,
            };
        }
        let message = MessageNew {
            number: ticket.last_message,
            id,
            kind,
            author_user: author.user(),
            author_contact: match author {
                Actor::Customer { id, .. } => *id,
                Actor::Member { .. } | Actor::System => None,
            },
            author_name: author.name().to_owned(),
            body: body.into(),
            html,
        };
        tx.message_add(ticket.id, message, at).await?;
        tx.ticket_message(ticket).await?;
        for file in files {
            tx.attachment_add(ticket.id, id, file, at).await?;
        }
        // One's own message is read; what somebody else wrote before it may still not be.
        if let Some(user) = author.user().filter(|_| caught_up) {
            tx.ticket_seen(user, ticket.id, ticket.last_message).await?;
            ticket.seen = ticket.last_message;
        }
        let event = if kind == MessageKind::Public { Event::TicketReplied } else { Event::TicketNoted };
        let mut told = vec![(tx.record(&event, Some(ticket.id), author.user(), author.name(), at).await?, event)];
        match author {
            Actor::Customer { .. } if !automatic => {
                if !matches!(ticket.category, Category::Open | Category::Custom) {
                    told.extend(self.ticket_step(tx, ticket, Category::Open, Event::TicketReopened, author, at).await?);
                }
                self.agent_mailed(tx, ticket, id, at).await?;
            }
            Actor::Member { .. } | Actor::System if kind == MessageKind::Public => {
                let job = Job::MailTicketReplied { ticket: ticket.id, message: id };
                let all: Vec<String> = cc.iter().map(ToString::to_string).collect();
                let reply = (MailOutKind::Reply, ticket.contact_email.as_str(), all.clone());
                self.mail_asked(tx, reply, Some(id), job.clone(), at).await?;
                for copy in cc.iter().filter(|copy| !copy.to_string().eq_ignore_ascii_case(&ticket.contact_email)) {
                    let copy = (MailOutKind::Copy, copy.key(), all.clone());
                    self.mail_asked(tx, copy, Some(id), job.clone(), at).await?;
                }
            }
            _ => {}
        }
        Ok(Written { id, told })
    }

    /// Asks for a mail about a ticket, and writes it down in the same transaction, so that a screen can tell how far it is.
    async fn mail_asked(
        &self,
        tx: &mut Tx,
        (kind, to, cc): (MailOutKind, &str, Vec<String>),
        message: Option<MessageId>,
        job: Job,
        at: Timestamp,
    ) -> Result<()> {
        let (Job::MailTicketReplied { ticket, .. } | Job::MailTicketAgent { ticket, .. }) = job else {
            return Err(Error::Broken(format!("not a mail about a ticket: {}", job.kind())));
        };
        let id = self.job_id(at);
        let to_key = MailAddress::parse(to).map_or_else(|_| to.to_owned(), |to| to.key().to_owned());
        tx.mail_out_add(MailOutNew { id, ticket, message, kind, to_key, cc }, at).await?;
        Ok(tx.job_add(id, &job, at).await?)
    }

    /// Where agents may answer by mail, whoever has the ticket gets what the customer wrote.
    async fn agent_mailed(&self, tx: &mut Tx, ticket: &TicketRecord, message: MessageId, at: Timestamp) -> Result<()> {
        let Some(user) = ticket.assignee_id else { return Ok(()) };
        if !tx.mail_settings().await?.agents {
            return Ok(());
        }
        let Some(member) = tx.member_by_mail(user).await? else { return Ok(()) };
        let job = Job::MailTicketAgent { ticket: ticket.id, message, user };
        self.mail_asked(tx, (MailOutKind::Agent, &member.email, Vec::new()), Some(message), job, at).await
    }

    /// Puts a ticket into the first status of a category, because of what a customer did. Answers what to tell.
    pub(crate) async fn ticket_step(
        &self,
        tx: &mut Tx,
        ticket: &mut TicketRecord,
        to: Category,
        event: Event,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Told> {
        let none = || Error::Broken(format!("the organization has no status of category {to}"));
        super::change::enter(ticket, tx.status_first_of(to).await?.ok_or_else(none)?);
        // Read and written under the organization's lock: the version cannot have moved on in between.
        if !tx.ticket_set(ticket).await? {
            return Err(Error::Stale);
        }
        Ok(vec![(tx.record(&event, Some(ticket.id), actor.user(), actor.name(), at).await?, event)])
    }
}
