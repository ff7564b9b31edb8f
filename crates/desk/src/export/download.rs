//! Hand the file of an export out, piece by piece.

use super::key;
use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::export::ExportState;
use domain::{ExportId, Permission};

/// Bytes read at once.
const PIECE: usize = 256 * 1024;

/// A file that may be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportDownload {
    /// What to call it.
    pub name: String,
    /// Bytes.
    pub size: u64,
    key: String,
}

impl Desk {
    /// The file of an export, to be read with [`Desk::export_piece`]; that it was handed out is in the audit log. Errors:
    /// `Forbidden` without `org:export`, `NotFound` for one that is not ready or whose time is over.
    pub async fn export_download(&self, scope: &Scope, id: ExportId) -> Result<ExportDownload> {
        scope.may(Permission::OrgExport)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let record = tx.export_one(id).await?.ok_or(Error::NotFound)?;
        let in_time = record.state == ExportState::Ready && record.expires_at.is_some_and(|until| until > at);
        let size = record.size.and_then(|size| u64::try_from(size).ok());
        let (true, Some(size)) = (in_time, size) else { return Err(Error::NotFound) };
        self.audit(&mut tx, scope, Entry::new(AuditAction::ExportDownloaded, &scope.org().name), at).await?;
        tx.commit().await?;
        let day = record.asked_at.rfc3339();
        let name = format!("{}-{}.zip", scope.org().slug, day.get(..10).unwrap_or_default());
        Ok(ExportDownload { name, size, key: key(scope.org().id, id) })
    }

    /// The next bytes from byte `from` on; empty at the end. Errors: `Broken` when the file is gone.
    pub async fn export_piece(&self, file: &ExportDownload, from: u64) -> Result<Vec<u8>> {
        let piece = self.ports.files.piece(&file.key, from, PIECE).await.map_err(Error::Broken)?;
        piece.ok_or_else(|| Error::Broken(format!("the file of export {} is missing", file.key)))
    }
}
