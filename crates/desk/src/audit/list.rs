//! Read the log, newest first.

use super::search::Search;
use crate::access::Scope;
use crate::moment::Zone;
use crate::{Desk, Error, Result};
use domain::Permission;
use domain::audit::{AuditAction, AuditFilter, AuditPage, AuditRow, PAGE_ROWS, changes};
use serde_json::Value;
use store::audit::AuditRecord;

/// Rows in which one page looks for a text, about; the next page goes on.
const MOST: i64 = 20_000;

impl Desk {
    /// One page of the log; of a text, as much as one question may look through. Errors: `Forbidden` without `audit:read`.
    pub async fn audit_list(&self, scope: &Scope, filter: &AuditFilter) -> Result<AuditPage> {
        scope.may(Permission::AuditRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let zone = scope.org().zone();
        let mut search = Search::begin(&mut tx, filter, &zone).await?;
        let (page, mut rows) = (usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX), Vec::new());
        // One row more than a page says whether there is a next one.
        while rows.len() <= page && search.looked < MOST {
            let Some(found) = search.step(&mut tx, PAGE_ROWS + 1).await? else { break };
            rows.extend(found);
        }
        let more = rows.len() > page;
        rows.truncate(page);
        let members = tx.member_records().await?;
        Ok(AuditPage {
            next: if more { rows.last().map(|last| last.seq) } else { search.before() },
            rows,
            timezone: scope.org().timezone.clone(),
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
