//! The audit log: appended to, read, never changed. There is no statement that updates or deletes a row of it; it goes
//! with its organization.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::audit::{AuditAction, PAGE_ROWS};
use domain::{Timestamp, UserId};
use sqlx::FromRow;

sql! {
    tenant AUDIT_HEAD () = "SELECT audit_seq AS seq, audit_head AS hash FROM org_counter WHERE org_id = $1";
    tenant AUDIT_HEAD_SET (seq: i64, hash: String) =
        "UPDATE org_counter SET audit_seq = $2, audit_head = $3 WHERE org_id = $1";
    tenant AUDIT_ADD (seq: i64, at: Timestamp, actor: Option<UserId>, actor_name: String, action: AuditAction,
        target: String, before: Option<String>, after: Option<String>, ip: Option<String>, hash: String) =
        "INSERT INTO audit (org_id, seq, at, actor_id, actor_name, action, target, before, after, ip, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    tenant AUDIT_ROWS (before: i64, rows: i64) =
        "SELECT seq, at, actor_id, actor_name, action, target, before, after, ip, hash FROM audit
         WHERE org_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
    tenant AUDIT_ROWS_OF_ACTION (before: i64, rows: i64, action: AuditAction) =
        "SELECT seq, at, actor_id, actor_name, action, target, before, after, ip, hash FROM audit
         WHERE org_id = $1 AND action = $4 AND seq < $2 ORDER BY seq DESC LIMIT $3";
    tenant AUDIT_ROWS_OF_ACTOR (before: i64, rows: i64, actor: UserId) =
        "SELECT seq, at, actor_id, actor_name, action, target, before, after, ip, hash FROM audit
         WHERE org_id = $1 AND actor_id = $4 AND seq < $2 ORDER BY seq DESC LIMIT $3";
    tenant AUDIT_ROWS_OF_BOTH (before: i64, rows: i64, action: AuditAction, actor: UserId) =
        "SELECT seq, at, actor_id, actor_name, action, target, before, after, ip, hash FROM audit
         WHERE org_id = $1 AND action = $4 AND actor_id = $5 AND seq < $2 ORDER BY seq DESC LIMIT $3";
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

    /// One page and one row more, newest first, before the row `before`.
    pub async fn audit_rows(
        &mut self,
        action: Option<AuditAction>,
        actor: Option<UserId>,
        before: i64,
    ) -> Result<Vec<AuditRecord>> {
        let rows = PAGE_ROWS + 1;
        match (action, actor) {
            (None, None) => self.all(AUDIT_ROWS { before, rows }).await,
            (Some(action), None) => self.all(AUDIT_ROWS_OF_ACTION { before, rows, action }).await,
            (None, Some(actor)) => self.all(AUDIT_ROWS_OF_ACTOR { before, rows, actor }).await,
            (Some(action), Some(actor)) => self.all(AUDIT_ROWS_OF_BOTH { before, rows, action, actor }).await,
        }
    }

    /// The next `rows` rows of the chain after `after`, oldest first.
    pub async fn audit_chain(&mut self, after: i64, rows: i64) -> Result<Vec<AuditRecord>> {
        self.all(AUDIT_CHAIN { after, rows }).await
    }
}
