//! Exports (D31): which were asked for, how far they are, and until when their files are kept. What goes into one stands in
//! `export/tables.rs`.

pub mod everything;
pub mod tables;

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::export::ExportState;
use domain::{ExportId, Timestamp, UserId};
use sqlx::FromRow;

sql! {
    tenant EXPORT_ADD (id: ExportId, by: Option<UserId>, by_name: String, at: Timestamp) =
        "INSERT INTO export (org_id, id, state, asked_by, asked_by_name, asked_at, done, total)
         VALUES ($1, $2, 'working', $3, $4, $5, 0, 0)";
    tenant EXPORT_LIST () =
        "SELECT id, state, asked_by_name, asked_at, done, total, size, sha256, expires_at FROM export
         WHERE org_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 20";
    tenant EXPORT_ONE (id: ExportId) =
        "SELECT id, state, asked_by_name, asked_at, done, total, size, sha256, expires_at FROM export
         WHERE org_id = $1 AND id = $2";
    tenant EXPORT_WORKING () = "SELECT 1 AS yes FROM export WHERE org_id = $1 AND state = 'working' LIMIT 1";
    tenant EXPORTS_SINCE (since: Timestamp) =
        "SELECT CAST(COUNT(*) AS BIGINT) AS asked, MIN(asked_at) AS first FROM export WHERE org_id = $1 AND asked_at > $2";
    tenant EXPORT_PROGRESS (id: ExportId, done: i64, total: i64) =
        "UPDATE export SET done = $3, total = $4 WHERE org_id = $1 AND id = $2 AND state = 'working'";
    tenant EXPORT_READY (id: ExportId, done: i64, size: i64, sha256: String, expires_at: Timestamp) =
        "UPDATE export SET state = 'ready', done = $3, total = $3, size = $4, sha256 = $5, expires_at = $6
         WHERE org_id = $1 AND id = $2 AND state = 'working'";
    tenant EXPORT_FAILED (id: ExportId) =
        "UPDATE export SET state = 'failed' WHERE org_id = $1 AND id = $2 AND state = 'working'";
    tenant EXPORT_EXPIRED (id: ExportId, now: Timestamp) =
        "UPDATE export SET state = 'expired' WHERE org_id = $1 AND id = $2 AND state = 'ready' AND expires_at <= $3";
}

/// An export as it is kept.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of export")]
pub struct ExportRecord {
    pub id: ExportId,
    pub state: ExportState,
    pub asked_by_name: String,
    pub asked_at: Timestamp,
    pub done: i64,
    pub total: i64,
    pub size: Option<i64>,
    pub sha256: Option<String>,
    pub expires_at: Option<Timestamp>,
}

/// A finished file.
#[derive(Clone, Debug)]
pub struct ExportFile {
    /// Rows and files in it.
    pub done: i64,
    /// Bytes.
    pub size: i64,
    /// In hex.
    pub sha256: String,
    /// When it goes.
    pub expires_at: Timestamp,
}

/// How many were asked for in some span of time.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct ExportsAsked {
    /// How many.
    pub asked: i64,
    /// The oldest of them.
    pub first: Option<Timestamp>,
}

impl Tx {
    /// Notes that somebody asked for one.
    pub async fn export_add(&mut self, id: ExportId, by: Option<UserId>, by_name: &str, at: Timestamp) -> Result<()> {
        self.run(EXPORT_ADD { id, by, by_name: by_name.to_owned(), at }).await?;
        Ok(())
    }

    /// The newest twenty.
    pub async fn export_list(&mut self) -> Result<Vec<ExportRecord>> {
        self.all(EXPORT_LIST {}).await
    }

    /// One of them.
    pub async fn export_one(&mut self, id: ExportId) -> Result<Option<ExportRecord>> {
        self.maybe(EXPORT_ONE { id }).await
    }

    /// Whether one is being made.
    pub async fn export_is_working(&mut self) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(EXPORT_WORKING {}).await?;
        Ok(row.is_some())
    }

    /// What was asked for since then.
    pub async fn exports_since(&mut self, since: Timestamp) -> Result<ExportsAsked> {
        self.one(EXPORTS_SINCE { since }).await
    }

    /// Says how far it has come.
    pub async fn export_progress(&mut self, id: ExportId, done: i64, total: i64) -> Result<()> {
        self.run(EXPORT_PROGRESS { id, done, total }).await?;
        Ok(())
    }

    /// Its file is there; `false` when nobody waits for it any more.
    pub async fn export_ready(&mut self, id: ExportId, file: &ExportFile) -> Result<bool> {
        let ExportFile { done, size, sha256, expires_at } = file.clone();
        Ok(self.run(EXPORT_READY { id, done, size, sha256, expires_at }).await? == 1)
    }

    /// It could not be made; `false` when that is known already.
    pub async fn export_failed(&mut self, id: ExportId) -> Result<bool> {
        Ok(self.run(EXPORT_FAILED { id }).await? == 1)
    }

    /// Its time is over; `false` when it is not, or its file is gone already.
    pub async fn export_expired(&mut self, id: ExportId, now: Timestamp) -> Result<bool> {
        Ok(self.run(EXPORT_EXPIRED { id, now }).await? == 1)
    }
}
