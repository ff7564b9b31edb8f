//! Show a ticket: its head, its timeline, and what may become of it.

use super::{row_for, visible};
use crate::access::Scope;
use crate::moment::Zone;
use crate::{Desk, Result};
use domain::attachment::AttachmentRow;
use domain::event::EventLine;
use domain::message::{HeldMail, MessageView};
use domain::ticket::{TicketCode, TicketPage, TimelineItem};
use domain::{ContactId, Permission};
use store::attachment::AttachmentLine;
use store::event::EventRecord;
use store::mail_in::MailInRecord;
use store::message::MessageRecord;

impl Desk {
    /// Everything a ticket's page shows. Errors: `Forbidden` without `ticket:read`, `NotFound`.
    pub async fn ticket_show(&self, scope: &Scope, code: &TicketCode) -> Result<TicketPage> {
        scope.may(Permission::TicketRead)?;
        self.ticket_page(scope, code).await
    }

    /// The same as the answer to whoever wrote to the ticket, whatever else they may: a message that is sent is not refused.
    pub(crate) async fn ticket_page(&self, scope: &Scope, code: &TicketCode) -> Result<TicketPage> {
        let mut tx = self.store.read(scope.sight()).await?;
        let ticket = visible(&mut tx, code).await?;
        let messages = tx.messages_of_ticket(ticket.id).await?;
        let files = tx.attachments_of_ticket(ticket.id).await?;
        let events = tx.events_of_ticket(ticket.id).await?;
        let zone = scope.org().zone();
        let mut views = message_views(messages, files, ticket.contact_id, &zone);
        self.mail_shown(&mut tx, ticket.id, &mut views).await?;
        let customer = tx.ticket_customer(ticket.id).await?;
        let bounced = customer.and_then(|customer| customer.bounced_at.zip(customer.bounced_said));
        Ok(TicketPage {
            timeline: timeline(views, events, &zone),
            held: held(tx.mail_in_held(ticket.id).await?, &zone),
            leaves_from: self.mail_sender(&mut tx, ticket.id).await?.from.to_string(),
            bounced: bounced.map(|(at, said)| (zone.moment(at), said)),
            seen: ticket.seen,
            statuses: tx.status_list().await?,
            priorities: tx.priority_list().await?,
            members: tx.member_tags_seeing(ticket.team_id).await?,
            teams: tx.team_tags().await?,
            seq: tx.seq(),
            ticket: row_for(ticket, scope),
        })
    }
}

/// Messages as timelines show them, each with its files. Everything a customer's page may not show has to be gone before.
fn message_views(
    messages: Vec<MessageRecord>,
    files: Vec<AttachmentLine>,
    requester: ContactId,
    zone: &Zone,
) -> Vec<MessageView> {
    let view = |message: MessageRecord| MessageView {
        number: message.number,
        id: message.id,
        kind: message.kind,
        from_customer: message.author_user_id.is_none(),
        is_requester: message.author_contact_id == Some(requester),
        author: message.author_name,
        html: message.html,
        at: zone.moment(message.created_at),
        attachments: files
            .iter()
            .filter(|file| file.message_id == message.id)
            .map(|file| AttachmentRow { id: file.id, name: file.name.clone(), size: file.size })
            .collect(),
        mail: None,
        delivery: None,
    };
    messages.into_iter().map(view).collect()
}

fn held(mails: Vec<MailInRecord>, zone: &Zone) -> Vec<HeldMail> {
    let one = |mail: MailInRecord| HeldMail {
        id: mail.id,
        from: mail.from_email,
        name: mail.from_name,
        subject: mail.subject,
        snippet: mail.snippet,
        said: mail.said,
        proof: mail.proof.0,
        at: zone.moment(mail.created_at),
    };
    mails.into_iter().map(one).collect()
}

/// Both kinds in the order of time; a message stands before what its sending changed.
fn timeline(messages: Vec<MessageView>, events: Vec<EventRecord>, zone: &Zone) -> Vec<TimelineItem> {
    let mut items: Vec<TimelineItem> = messages.into_iter().map(TimelineItem::Message).collect();
    let lines = events.into_iter().filter(|event| event.data.is_line()).map(|event| {
        let text = event.data.sentence(&event.actor_name);
        TimelineItem::Event(EventLine { seq: event.seq, text, at: zone.moment(event.at) })
    });
    items.extend(lines);
    items.sort_by_key(|item| match item {
        TimelineItem::Message(message) => (message.at.at, 0, message.number),
        TimelineItem::Event(line) => (line.at.at, 1, line.seq),
    });
    items
}
