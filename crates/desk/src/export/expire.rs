//! The end of an export: its file goes after a week, and one that could not be made says so.

use super::key;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::export::ExportState;
use domain::{ExportId, OrgId};
use store::job::ClaimedJob;

impl Desk {
    /// Removes the file of an export whose time is over. Done again it finds nothing to do.
    pub(crate) async fn export_expire(&self, claimed: &ClaimedJob, id: ExportId) -> Result<()> {
        let org = claimed.org.ok_or_else(|| Error::Broken("an export without an organization".to_owned()))?;
        let scope = self.enter_system(org).await?;
        let mut tx = self.store.write(scope.sight()).await?;
        // The row first: from now on nobody is handed a file that goes.
        if tx.export_expired(id, self.now()).await? {
            let seq = tx.record(&Event::ExportChanged, None, None, scope.actor().name(), self.now()).await?;
            tx.commit().await?;
            self.changed(scope.org(), seq, &Event::ExportChanged, None, None);
        } else if tx.export_one(id).await?.is_none_or(|record| record.state != ExportState::Expired) {
            return Ok(());
        }
        self.ports.files.delete(&key(org, id)).await.map_err(Error::Broken)
    }

    /// Says that an export will never be ready, and leaves nothing of it.
    pub(crate) async fn export_failed(&self, org: OrgId, id: ExportId) -> Result<()> {
        let scope = match self.enter_system(org).await {
            Err(Error::NotFound) => return Ok(()),
            entered => entered?,
        };
        let mut tx = self.store.write(scope.sight()).await?;
        if tx.export_failed(id).await? {
            let seq = tx.record(&Event::ExportChanged, None, None, scope.actor().name(), self.now()).await?;
            tx.commit().await?;
            self.changed(scope.org(), seq, &Event::ExportChanged, None, None);
        }
        self.ports.files.delete(&key(org, id)).await.map_err(Error::Broken)
    }
}
