//! Ask for an export.

use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::export::{A_DAY, ExportRow};
use domain::job::Job;
use domain::{ExportId, Permission};

/// Seconds.
const DAY: i64 = 86_400;

impl Desk {
    /// Asks for a copy of everything; it is made by a job. Errors: `Forbidden` without `org:export`, `Conflict` while one is being
    /// made, `SlowDown` after [`A_DAY`] of them in a day.
    pub async fn export_create(&self, scope: &Scope) -> Result<ExportRow> {
        scope.may(Permission::OrgExport)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        if tx.export_is_working().await? {
            return Err(Error::Conflict("An export is being made already. It is ready in a moment.".to_owned()));
        }
        let lately = tx.exports_since(at.plus_seconds(-DAY)).await?;
        if let (true, Some(first)) = (lately.asked >= A_DAY, lately.first) {
            let wait = first.plus_seconds(DAY).seconds_since(at).max(1);
            return Err(Error::SlowDown(wait.unsigned_abs()));
        }
        let id = ExportId(self.ports.ids.uuid(at));
        let by = scope.actor().user();
        tx.export_add(id, by, scope.actor().name(), at).await?;
        tx.job_add(self.job_id(at), &Job::OrgExport { export: id }, at).await?;
        let seq = tx.record(&Event::ExportChanged, None, by, scope.actor().name(), at).await?;
        self.audit(&mut tx, scope, Entry::new(AuditAction::ExportAsked, &scope.org().name), at).await?;
        let record = tx.export_one(id).await?.ok_or(Error::NotFound)?;
        tx.commit().await?;
        self.job_ready_long();
        self.changed(scope.org(), seq, &Event::ExportChanged, None, by);
        Ok(super::list::row(record, &scope.org().zone()))
    }
}
