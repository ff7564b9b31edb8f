//! Attachments: which file belongs to which message. The bytes lie behind the `Files` port, keyed by organization and id.

use crate::error::Result;
use crate::sight::{Eyes, visible};
use crate::statement::sql;
use crate::tx::Tx;
use domain::message::MessageKind;
use domain::{AttachmentId, MessageId, TicketId, Timestamp, UserId};
use sqlx::FromRow;

sql! {
    tenant ATTACHMENT_ADD (
        id: AttachmentId, ticket: TicketId, message: MessageId, name: String, content_type: String, size: i64, sha256: String, at: Timestamp,
        content_id: Option<String>,
    ) =
        "INSERT INTO attachment (org_id, id, ticket_id, message_id, name, content_type, size, sha256, created_at, content_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    tenant ATTACHMENTS_OF_TICKET (ticket: TicketId) =
        "SELECT id, message_id, name, size FROM attachment WHERE org_id = $1 AND ticket_id = $2 ORDER BY created_at, name, id";
    /// Behind the same wall as its ticket (B20).
    tenant ATTACHMENT_HEAD (user: Option<UserId>, unrouted: bool, all: bool, id: AttachmentId) =
        concat!("SELECT a.id, a.ticket_id, a.name, a.size, a.sha256, m.kind
         FROM attachment a JOIN message m ON m.org_id = a.org_id AND m.id = a.message_id
         JOIN ticket t ON t.org_id = a.org_id AND t.id = a.ticket_id
         WHERE a.org_id = $1 AND a.id = $5 AND ", visible!());
}

/// A file whose bytes are safe on the disk, to be written down beside its message.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "columns of attachment")]
pub struct AttachmentNew {
    pub id: AttachmentId,
    pub name: String,
    pub content_type: String,
    pub size: i64,
    pub sha256: String,
    /// How a picture inside a mail names it (RFC 2392).
    pub content_id: Option<String>,
}

/// A file as a timeline lists it.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of attachment")]
pub struct AttachmentLine {
    pub id: AttachmentId,
    pub message_id: MessageId,
    pub name: String,
    pub size: i64,
}

/// A file and who may have it.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of attachment and message")]
pub struct AttachmentHead {
    pub id: AttachmentId,
    pub ticket_id: TicketId,
    pub name: String,
    pub size: i64,
    pub sha256: String,
    pub kind: MessageKind,
}

impl Tx {
    /// Writes a file down beside its message.
    pub async fn attachment_add(
        &mut self,
        ticket: TicketId,
        message: MessageId,
        file: &AttachmentNew,
        at: Timestamp,
    ) -> Result<()> {
        let AttachmentNew { id, name, content_type, size, sha256, content_id } = file.clone();
        self.run(ATTACHMENT_ADD { id, ticket, message, name, content_type, size, sha256, at, content_id }).await?;
        Ok(())
    }

    /// All files of a ticket, notes' included.
    pub async fn attachments_of_ticket(&mut self, ticket: TicketId) -> Result<Vec<AttachmentLine>> {
        self.all(ATTACHMENTS_OF_TICKET { ticket }).await
    }

    /// One file of a ticket that the caller sees, with who may read its message.
    pub async fn attachment_head(&mut self, id: AttachmentId) -> Result<Option<AttachmentHead>> {
        let Eyes { user, unrouted, all } = self.eyes();
        self.maybe(ATTACHMENT_HEAD { user, unrouted, all, id }).await
    }
}
