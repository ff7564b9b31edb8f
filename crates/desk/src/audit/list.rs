//! Read the log, newest first.

use crate::access::Scope;
use crate::moment::Zone;
use crate::{Desk, Error, Result};
use domain::Permission;
use domain::audit::{AuditAction, AuditFilter, AuditPage, AuditRow, PAGE_ROWS, changes};
use serde_json::Value;
use store::audit::AuditRecord;

impl Desk {
    /// One page of the log. Errors: `Forbidden` without `audit:read`.
    pub async fn audit_list(&self, scope: &Scope, filter: &AuditFilter) -> Result<AuditPage> {
        scope.may(Permission::AuditRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let before = filter.before.unwrap_or(i64::MAX);
        let mut records = tx.audit_rows(filter.action, filter.actor, before).await?;
        let members = tx.member_records().await?;
        let more = i64::try_from(records.len()).unwrap_or(i64::MAX) > PAGE_ROWS;
        if more {
            records.pop();
        }
        let zone = scope.org().zone();
        Ok(AuditPage {
            next: records.last().filter(|_| more).map(|last| last.seq),
            rows: records.into_iter().map(|record| row(record, &zone)).collect::<Result<_>>()?,
            members: members
                .into_iter()
                .map(|member| domain::member::MemberTag { id: member.id, name: member.name })
                .collect(),
        })
    }
}

pub(super) fn row(record: AuditRecord, zone: &Zone) -> Result<AuditRow> {
    let broken = |error: &dyn std::fmt::Display| Error::Broken(error.to_string());
    let fields = |text: Option<&str>| -> Result<Option<Value>> {
        text.map(serde_json::from_str).transpose().map_err(|error| broken(&error))
    };
    let (before, after) = (fields(record.before.as_deref())?, fields(record.after.as_deref())?);
    Ok(AuditRow {
        seq: record.seq,
        at: zone.moment(record.at),
        actor: record.actor_name,
        actor_id: record.actor_id,
        action: AuditAction::parse(&record.action).map_err(|error| broken(&error))?,
        target: record.target,
        changes: changes(before.as_ref(), after.as_ref()),
        ip: record.ip,
    })
}
