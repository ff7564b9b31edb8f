//! The audit log: appended to, read, never changed. There is no statement that updates or deletes a row of it; it goes
//! with its organization.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::audit::AuditAction;
use domain::{Timestamp, UserId};
use sqlx::FromRow;

/// A page of the log, newest first, under one more condition.
macro_rules! audit_rows {
    ($and:literal) => {
        concat!(
            "SELECT seq, at, actor_id, actor_name, action, target, before, after, ip, hash FROM audit
             WHERE org_id = $1 AND seq >= $2 AND seq < $3 AND at >= $4 AND at < $5",
            $and,
            " ORDER BY seq DESC LIMIT $6"
        )
    };
}

sql! {
    tenant AUDIT_HEAD () = "SELECT audit_seq AS seq, audit_head AS hash FROM org_counter WHERE org_id = $1";
    tenant AUDIT_HEAD_SET (seq: i64, hash: String) =
        "UPDATE org_counter SET audit_seq = $2, audit_head = $3 WHERE org_id = $1";
    tenant AUDIT_ADD (seq: i64, at: Timestamp, actor: Option<UserId>, actor_name: String, action: AuditAction,
        target: String, before: Option<String>, after: Option<String>, ip: Option<String>, hash: String) =
        "INSERT INTO audit (org_id, seq, at, actor_id, actor_name, action, target, before, after, ip, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    tenant AUDIT_ROWS (first: i64, before: i64, from: Timestamp, until: Timestamp, rows: i64) = audit_rows!("");
    tenant AUDIT_ROWS_OF_ACTION (first: i64, before: i64, from: Timestamp, until: Timestamp, rows: i64, action: AuditAction) =
        audit_rows!(" AND action = $7");
    tenant AUDIT_ROWS_OF_ACTOR (first: i64, before: i64, from: Timestamp, until: Timestamp, rows: i64, actor: UserId) =
        audit_rows!(" AND actor_id = $7");
    tenant AUDIT_ROWS_OF_BOTH (first: i64, before: i64, from: Timestamp, until: Timestamp, rows: i64, action: AuditAction,
        actor: UserId) = audit_rows!(" AND action = $7 AND actor_id = $8");
    /// Out of an index alone. Rows are numbered in the order of their commits, which is nearly, not quite, that of their times.
    tenant AUDIT_SPAN (from: Timestamp, until: Timestamp) =
        "SELECT MIN(seq) AS lowest, MAX(seq) AS highest FROM audit WHERE org_id = $1 AND at >= $2 AND at < $3";
    /// The chain in its own order, as it was written: an action that this program does not know any more is still covered.
    tenant AUDIT_CHAIN (after: i64, rows: i64) =
        "SELECT seq, at, actor_id, actor_name, action, target, before, after, ip, hash FROM audit
         WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
}

/// The end of an organization's chain: 0 and nothing where it has not begun.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of org_counter")]
pub struct AuditHead {
    pub seq: i64,
    pub hash: String,
}

/// A part of the log, by number and by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditRange {
    /// The first number in it.
    pub first: i64,
    /// The first number after it.
    pub before: i64,
    /// The first point in time in it.
    pub from: Timestamp,
    /// The first point in time after it.
    pub until: Timestamp,
}

impl AuditRange {
    /// All of it: from 1970 to 9998, as far as both engines can tell time.
    pub const ALL: Self =
        Self { first: 0, before: i64::MAX, from: Timestamp(0), until: Timestamp(253_370_764_800_000_000) };
}

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of audit")]
pub struct AuditRecord {
    pub seq: i64,
    pub at: Timestamp,
    pub actor_id: Option<UserId>,
    pub actor_name: String,
    pub action: String,
    pub target: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub ip: Option<String>,
    pub hash: String,
}

impl Tx {
    /// The end of the chain.
    pub async fn audit_head(&mut self) -> Result<AuditHead> {
        self.one(AUDIT_HEAD {}).await
    }

    /// Appends a row whose hash covers the one before, and moves the end of the chain to it.
    pub async fn audit_add(&mut self, action: AuditAction, row: AuditRecord) -> Result<()> {
        let AuditRecord { seq, at, actor_id, actor_name, target, before, after, ip, hash, .. } = row;
        let add =
            AUDIT_ADD { seq, at, actor: actor_id, actor_name, action, target, before, after, ip, hash: hash.clone() };
        self.run(add).await?;
        self.run(AUDIT_HEAD_SET { seq, hash }).await?;
        Ok(())
    }

    /// The newest `rows` rows of a range.
    pub async fn audit_rows(
        &mut self,
        action: Option<AuditAction>,
        actor: Option<UserId>,
        AuditRange { first, before, from, until }: AuditRange,
        rows: i64,
    ) -> Result<Vec<AuditRecord>> {
        match (action, actor) {
            (None, None) => self.all(AUDIT_ROWS { first, before, from, until, rows }).await,
            (Some(action), None) => self.all(AUDIT_ROWS_OF_ACTION { first, before, from, until, rows, action }).await,
            (None, Some(actor)) => self.all(AUDIT_ROWS_OF_ACTOR { first, before, from, until, rows, actor }).await,
            (Some(action), Some(actor)) => {
                self.all(AUDIT_ROWS_OF_BOTH { first, before, from, until, rows, action, actor }).await
            }
        }
    }

    /// The numbers of the first and the last row from one point in time until, not including, another.
    pub async fn audit_span(&mut self, from: Timestamp, until: Timestamp) -> Result<Option<(i64, i64)>> {
        let (lowest, highest): (Option<i64>, Option<i64>) = self.one(AUDIT_SPAN { from, until }).await?;
        Ok(lowest.zip(highest))
    }

    /// The next `rows` rows of the chain after `after`, oldest first.
    pub async fn audit_chain(&mut self, after: i64, rows: i64) -> Result<Vec<AuditRecord>> {
        self.all(AUDIT_CHAIN { after, rows }).await
    }
}
