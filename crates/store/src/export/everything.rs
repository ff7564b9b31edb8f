//! All that one organization has, as it was at one moment: read in one snapshot, row by row, whatever its size.

use super::tables::{Cell, ExportTable};
use crate::db::Snapshot;
use crate::error::{Result, StoreError};
use crate::statement::{TenantStatement, sql};
use domain::{AttachmentId, LogoId, OrgId, Timestamp, UserId};
use futures::TryStreamExt as _;
use serde_json::{Map, Value};
use sqlx::{FromRow, Row as _, query_as_with, query_with};
use tokio::sync::mpsc;

/// Bytes of lines handed on at once.
const BATCH: usize = 64 * 1024;
/// Files named at once.
const FILES: i64 = 200;

sql! {
    tenant EXPORT_ORG () = "SELECT slug, name, logo FROM org WHERE id = $1";
    tenant EXPORT_FILES_COUNT () = "SELECT CAST(COUNT(*) AS BIGINT) AS count FROM attachment WHERE org_id = $1";
    tenant EXPORT_FILES (after: AttachmentId, rows: i64) =
        "SELECT id, name, size, sha256 FROM attachment WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
}

/// Whole lines of JSON.
#[derive(Debug, Default)]
pub struct Lines {
    /// The lines, each with its end.
    pub bytes: Vec<u8>,
    /// How many.
    pub rows: i64,
}

/// Whose export it is.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of org")]
pub struct ExportedOrg {
    pub slug: String,
    pub name: String,
    pub logo: Option<LogoId>,
}

/// A file that belongs to the organization.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of attachment")]
pub struct ExportedFile {
    pub id: AttachmentId,
    pub name: String,
    pub size: i64,
    pub sha256: String,
}

/// A snapshot bound to one organization.
pub struct Everything {
    snapshot: Snapshot,
    org: OrgId,
}

/// Runs a statement of one organization on whichever engine, and reads all its rows.
macro_rules! all {
    ($this:ident, $sql:expr, $statement:expr) => {
        match &mut $this.snapshot {
            Snapshot::Sqlite(tx) => {
                query_as_with($sql, TenantStatement::sqlite($statement, $this.org)?).fetch_all(&mut **tx).await?
            }
            Snapshot::Postgres(tx) => {
                query_as_with($sql, TenantStatement::postgres($statement, $this.org)?).fetch_all(&mut **tx).await?
            }
        }
    };
}

/// Streams rows of a table as lines. What has been read is handed on before more is: memory stays what a batch takes.
macro_rules! stream {
    ($tx:expr, $sql:expr, $arguments:expr, $columns:expr, $out:expr) => {{
        let (mut lines, mut rows) = (Lines::default(), 0);
        let mut stream = query_with($sql, $arguments).fetch(&mut **$tx);
        while let Some(row) = stream.try_next().await? {
            let mut object = Map::new();
            for (at, (name, cell)) in $columns.iter().enumerate() {
                let value = match cell {
                    Cell::Id => row.try_get::<Option<UserId>, _>(at)?.map(|id| Value::from(id.to_string())),
                    Cell::Text => row.try_get::<Option<String>, _>(at)?.map(Value::from),
                    Cell::Number => row.try_get::<Option<i64>, _>(at)?.map(Value::from),
                    Cell::Flag => row.try_get::<Option<bool>, _>(at)?.map(Value::from),
                    Cell::Time => row.try_get::<Option<Timestamp>, _>(at)?.map(|time| Value::from(exact(time))),
                    Cell::Json => row.try_get::<Option<sqlx::types::Json<Value>>, _>(at)?.map(|json| json.0),
                };
                object.insert((*name).to_owned(), value.unwrap_or(Value::Null));
            }
            serde_json::to_writer(&mut lines.bytes, &object).map_err(StoreError::broken)?;
            lines.bytes.push(b'\n');
            (lines.rows, rows) = (lines.rows + 1, rows + 1);
            if lines.bytes.len() >= BATCH {
                hand_on($out, std::mem::take(&mut lines)).await?;
            }
        }
        if lines.rows > 0 {
            hand_on($out, lines).await?;
        }
        Ok(rows)
    }};
}

impl Everything {
    pub(crate) fn new(snapshot: Snapshot, org: OrgId) -> Self {
        Self { snapshot, org }
    }

    /// Whose it is; `None` when the organization is gone.
    pub async fn org(&mut self) -> Result<Option<ExportedOrg>> {
        let mut rows: Vec<ExportedOrg> = all!(self, EXPORT_ORG::SQL, EXPORT_ORG {});
        Ok(rows.pop())
    }

    /// How many rows of a table are the organization's.
    pub async fn count(&mut self, table: &ExportTable) -> Result<i64> {
        let rows: Vec<(i64,)> = all!(self, table.count, EXPORT_ORG {});
        Ok(rows.first().map_or(0, |row| row.0))
    }

    /// How many files are the organization's.
    pub async fn count_files(&mut self) -> Result<i64> {
        let rows: Vec<(i64,)> = all!(self, EXPORT_FILES_COUNT::SQL, EXPORT_FILES_COUNT {});
        Ok(rows.first().map_or(0, |row| row.0))
    }

    /// Hands on every row of a table as a line of JSON, and answers how many it was. Errors when nobody takes them any more.
    pub async fn rows(&mut self, table: &ExportTable, out: &mpsc::Sender<Lines>) -> Result<i64> {
        match &mut self.snapshot {
            Snapshot::Sqlite(tx) => {
                stream!(tx, table.rows, TenantStatement::sqlite(EXPORT_ORG {}, self.org)?, table.columns, out)
            }
            Snapshot::Postgres(tx) => {
                stream!(tx, table.rows, TenantStatement::postgres(EXPORT_ORG {}, self.org)?, table.columns, out)
            }
        }
    }

    /// The next files after one, in the order of their ids; none at the end.
    pub async fn files(&mut self, after: AttachmentId) -> Result<Vec<ExportedFile>> {
        Ok(all!(self, EXPORT_FILES::SQL, EXPORT_FILES { after, rows: FILES }))
    }
}

async fn hand_on(out: &mpsc::Sender<Lines>, lines: Lines) -> Result<()> {
    out.send(lines).await.map_err(|_| StoreError::broken("nobody takes the rows of the export"))
}

/// To the microsecond, as it is stored.
fn exact(time: Timestamp) -> String {
    let seconds = time.rfc3339();
    format!("{}.{:06}Z", seconds.trim_end_matches('Z'), time.0.rem_euclid(1_000_000))
}

#[cfg(test)]
mod tests {
    use super::exact;
    use domain::Timestamp;

    #[test]
    fn a_time_keeps_its_microseconds() {
        assert_eq!(exact(Timestamp(1_795_348_800_000_007)), "2026-11-22T12:00:00.000007Z");
        assert_eq!(exact(Timestamp(-1)), "1969-12-31T23:59:59.999999Z");
    }
}
