//! Messages: what people wrote on a ticket, numbered from 1 in each.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::message::MessageKind;
use domain::{ContactId, MessageId, TicketId, Timestamp, UserId};
use sqlx::FromRow;

sql! {
    tenant MESSAGE_ADD (ticket: TicketId, number: i64, id: MessageId, kind: MessageKind, author_user: Option<UserId>,
        author_contact: Option<ContactId>, author_name: String, body: String, html: String, at: Timestamp) =
        "INSERT INTO message (org_id, ticket_id, number, id, kind, author_user_id, author_contact_id, author_name, body, html, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    tenant MESSAGES_OF_TICKET (ticket: TicketId) =
        "SELECT number, id, kind, author_user_id, author_contact_id, author_name, html, created_at FROM message
         WHERE org_id = $1 AND ticket_id = $2 ORDER BY number";
    /// What a customer may read: never a note.
    tenant MESSAGES_PUBLIC (ticket: TicketId) =
        "SELECT number, id, kind, author_user_id, author_contact_id, author_name, html, created_at FROM message
         WHERE org_id = $1 AND ticket_id = $2 AND kind = 'public' ORDER BY number";
    tenant MESSAGE_LAST_OF_CUSTOMER (ticket: TicketId) =
        "SELECT number FROM message WHERE org_id = $1 AND ticket_id = $2 AND kind = 'public' AND author_user_id IS NULL
         ORDER BY number DESC LIMIT 1";
}

/// A message to be kept. `html` is the sanitised form of `body`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "columns of message")]
pub struct MessageNew {
    pub number: i64,
    pub id: MessageId,
    pub kind: MessageKind,
    pub author_user: Option<UserId>,
    pub author_contact: Option<ContactId>,
    pub author_name: String,
    pub body: String,
    pub html: String,
}

/// A message as a timeline needs it.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of message")]
pub struct MessageRecord {
    pub number: i64,
    pub id: MessageId,
    pub kind: MessageKind,
    pub author_user_id: Option<UserId>,
    pub author_contact_id: Option<ContactId>,
    pub author_name: String,
    pub html: String,
    pub created_at: Timestamp,
}

impl Tx {
    /// Keeps a message. The ticket's own `last_message` is raised by [`Tx::ticket_message`].
    pub async fn message_add(&mut self, ticket: TicketId, message: MessageNew, at: Timestamp) -> Result<()> {
        let MessageNew { number, id, kind, author_user, author_contact, author_name, body, html } = message;
        self.later(MESSAGE_ADD { ticket, number, id, kind, author_user, author_contact, author_name, body, html, at })
            .await
    }

    /// All messages of a ticket, notes included, oldest first.
    pub async fn messages_of_ticket(&mut self, ticket: TicketId) -> Result<Vec<MessageRecord>> {
        self.all(MESSAGES_OF_TICKET { ticket }).await
    }

    /// The messages a customer may read, oldest first.
    pub async fn messages_public(&mut self, ticket: TicketId) -> Result<Vec<MessageRecord>> {
        self.all(MESSAGES_PUBLIC { ticket }).await
    }

    /// Number of the newest message the customer wrote; 0 when none.
    pub async fn message_last_of_customer(&mut self, ticket: TicketId) -> Result<i64> {
        let row: Option<(i64,)> = self.maybe(MESSAGE_LAST_OF_CUSTOMER { ticket }).await?;
        Ok(row.map_or(0, |row| row.0))
    }
}
