//! What a mail about a ticket needs to know of it.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::{MessageId, TicketId, TicketLinkId, Timestamp, UserId};
use sqlx::FromRow;

sql! {
    /// The customer's newest link; a ticket has one for each contact that was ever its requester.
    tenant TICKET_MAIL (ticket: TicketId) =
        "SELECT t.code, t.subject, t.created_at, c.email AS contact_email,
                s.name AS site_name, l.id AS link_id, l.expires_at
         FROM ticket t
         JOIN contact c ON c.org_id = t.org_id AND c.id = t.contact_id
         JOIN site s ON s.org_id = t.org_id AND s.id = t.site_id
         JOIN ticket_link l ON l.org_id = t.org_id AND l.ticket_id = t.id AND l.contact_id = t.contact_id
         WHERE t.org_id = $1 AND t.id = $2 ORDER BY l.created_at DESC, l.id DESC LIMIT 1";
    tenant MESSAGE_MAIL (ticket: TicketId, message: MessageId) =
        "SELECT body, html, author_name, author_user_id FROM message WHERE org_id = $1 AND ticket_id = $2 AND id = $3 AND kind = 'public'";
}

/// A ticket as a mail to its customer needs it.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of ticket, contact, site and ticket_link")]
pub struct TicketMailRow {
    pub code: String,
    pub subject: String,
    pub created_at: Timestamp,
    pub contact_email: String,
    pub site_name: String,
    pub link_id: TicketLinkId,
    pub expires_at: Timestamp,
}

/// A public message as its mail needs it. The HTML was sanitised before it was kept.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of message")]
pub struct MessageMailRow {
    pub body: String,
    pub html: String,
    pub author_name: String,
    pub author_user_id: Option<UserId>,
}

impl Tx {
    /// The ticket for its mail; `None` when it is gone, or nobody has a link to it.
    pub async fn ticket_mail(&mut self, ticket: TicketId) -> Result<Option<TicketMailRow>> {
        self.maybe(TICKET_MAIL { ticket }).await
    }

    /// The message for its mail; `None` when it is gone or not public: a note never leaves the house.
    pub async fn message_mail(&mut self, ticket: TicketId, message: MessageId) -> Result<Option<MessageMailRow>> {
        self.maybe(MESSAGE_MAIL { ticket, message }).await
    }
}
