//! Which exports there are.

use crate::access::Scope;
use crate::moment::Zone;
use crate::{Desk, Result};
use domain::Permission;
use domain::export::{ExportPage, ExportRow};
use store::export::ExportRecord;

impl Desk {
    /// The newest twenty. Errors: `Forbidden` without `org:export`.
    pub async fn export_list(&self, scope: &Scope) -> Result<ExportPage> {
        scope.may(Permission::OrgExport)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let zone = scope.org().zone();
        Ok(ExportPage { rows: tx.export_list().await?.into_iter().map(|record| row(record, &zone)).collect() })
    }
}

pub(super) fn row(record: ExportRecord, zone: &Zone) -> ExportRow {
    ExportRow {
        id: record.id,
        state: record.state,
        by: record.asked_by_name,
        asked: zone.moment(record.asked_at),
        done: record.done,
        total: record.total,
        size: record.size,
        sha256: record.sha256,
        expires: record.expires_at.map(|at| zone.moment(at)),
    }
}
