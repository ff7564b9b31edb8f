//! Fetch one file: an agent of the organization any of it, a customer those of their ticket's public messages.

use super::key;
use crate::access::{LinkScope, Scope};
use crate::{Desk, Error, Result};
use domain::message::MessageKind;
use domain::{AttachmentId, OrgId, Permission};
use store::attachment::AttachmentHead;

/// A file to hand out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    /// Its safe name.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Desk {
    /// A file of a ticket the caller sees. Errors: `Forbidden` without `ticket:read`, `NotFound`.
    pub async fn attachment_get(&self, scope: &Scope, id: AttachmentId) -> Result<Download> {
        scope.may(Permission::TicketRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let head = tx.attachment_head(id).await?.ok_or(Error::NotFound)?;
        drop(tx);
        self.attachment_bytes(scope.org().id, head).await
    }

    /// A file of a public message of the link's ticket. Errors: `NotFound` for every other file, notes' included.
    pub async fn attachment_get_by_link(&self, scope: &LinkScope, id: AttachmentId) -> Result<Download> {
        let mut tx = self.store.read(&scope.sight()).await?;
        let head = tx.attachment_head(id).await?.ok_or(Error::NotFound)?;
        drop(tx);
        if head.ticket_id != scope.ticket() || head.kind != MessageKind::Public {
            return Err(Error::NotFound);
        }
        self.attachment_bytes(scope.org().id, head).await
    }

    async fn attachment_bytes(&self, org: OrgId, head: AttachmentHead) -> Result<Download> {
        let file = key(org, head.id);
        let bytes = self.ports.files.get(&file).await.map_err(Error::Broken)?;
        // A row whose file is gone is a defect of the disk or of a restore: the log has to say so.
        let bytes = bytes.ok_or_else(|| Error::Broken(format!("the file of attachment {file} is missing")))?;
        Ok(Download { name: head.name, bytes })
    }
}
