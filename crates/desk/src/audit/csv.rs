//! The log as a table for other programs (RFC 4180).

use super::search::Search;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::Permission;
use domain::audit::{AuditFilter, AuditRow};

/// Rows read at once.
const AT_ONCE: i64 = 1_000;

impl Desk {
    /// The whole log under the filter as CSV with a head, newest first. Errors: `Forbidden` without `audit:read`.
    pub async fn audit_csv(&self, scope: &Scope, filter: &AuditFilter) -> Result<String> {
        scope.may(Permission::AuditRead)?;
        let zone = scope.org().zone();
        let mut tx = self.store.read(scope.sight()).await?;
        let mut csv = "number,time,who,action,target,changes,address,result\r\n".to_owned();
        let mut search = Search::begin(&mut tx, filter, &zone).await?;
        while let Some(rows) = search.step(&mut tx, AT_ONCE).await? {
            for row in &rows {
                line(&mut csv, row);
            }
        }
        Ok(csv)
    }
}

fn line(csv: &mut String, row: &AuditRow) {
    let change = |change: &domain::audit::AuditChange| {
        let side = |value: &Option<String>| value.clone().unwrap_or_default();
        format!("{}: {} -> {}", change.field, side(&change.before), side(&change.after))
    };
    let changes = row.changes.iter().map(change).collect::<Vec<_>>().join("; ");
    let (seq, at) = (row.seq.to_string(), row.at.at.rfc3339());
    let ip = row.ip.as_deref().unwrap_or_default();
    // A row is written with the change it tells of: what was refused has none.
    let cells = [seq.as_str(), &at, &row.actor, row.action.as_str(), &row.target, &changes, ip, "done"];
    csv.push_str(&cells.map(cell).join(","));
    csv.push_str("\r\n");
}

/// Quoted, and never a formula: a spreadsheet runs what begins with one of these.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_text_and_stays_text() {
        assert_eq!(cell("plain, \"quoted\""), "\"plain, \"\"quoted\"\"\"");
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
    }
}
