//! A ticket as its customer sees it.

use crate::access::LinkScope;
use crate::moment::Zone;
use crate::{Desk, Error, Result};
use domain::attachment::AttachmentRow;
use domain::contact::ContactCard;
use domain::message::MessageView;
use domain::site::SiteTag;
use domain::ticket::CustomerTicket;
use std::collections::HashMap;
use store::Tx;
use store::message::MessageRecord;
use store::ticket::TicketRecord;

impl Desk {
    /// The public side of the link's ticket, newest message first. Changes nothing: mail scanners follow links.
    pub async fn customer_show(&self, scope: &LinkScope) -> Result<CustomerTicket> {
        let mut tx = self.store.read(&scope.sight()).await?;
        let ticket = tx.ticket_by_id(scope.ticket()).await?.ok_or(Error::NotFound)?;
        let messages = messages(&mut tx, &ticket, &scope.org().zone()).await?;
        Ok(CustomerTicket {
            org_name: scope.org().name.clone(),
            org_slug: scope.org().slug.clone(),
            site: SiteTag { slug: ticket.site_slug, name: ticket.site_name },
            code: ticket.code,
            subject: ticket.subject,
            status: ticket.status_name,
            category: ticket.category,
            messages,
            requester: ContactCard { name: ticket.contact_name, email: ticket.contact_email },
        })
    }
}

/// Public messages, newest first. Numbered among themselves: a gap would tell that somebody wrote a note.
async fn messages(tx: &mut Tx, ticket: &TicketRecord, zone: &Zone) -> Result<Vec<MessageView>> {
    let mut files: HashMap<_, Vec<AttachmentRow>> = HashMap::new();
    for file in tx.attachments_of_ticket(ticket.id).await? {
        files.entry(file.message_id).or_default().push(AttachmentRow { id: file.id, name: file.name, size: file.size });
    }
    let records = tx.messages_public(ticket.id).await?;
    let view = |(number, record): (i64, MessageRecord)| MessageView {
        number,
        id: record.id,
        kind: record.kind,
        from_customer: record.author_contact_id.is_some(),
        is_requester: record.author_contact_id == Some(ticket.contact_id),
        author: record.author_name,
        html: record.html,
        at: zone.moment(record.created_at),
        attachments: files.remove(&record.id).unwrap_or_default(),
        // Which address wrote, and how far our mail came, is for the people who work here.
        mail: None,
        delivery: None,
    };
    let mut views: Vec<MessageView> = (1..).zip(records).map(view).collect();
    views.reverse();
    Ok(views)
}
