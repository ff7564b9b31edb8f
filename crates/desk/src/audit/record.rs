//! Write a row, in the transaction of the change itself.

use crate::access::{Scope, UserScope};
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::{Timestamp, UserId};
use serde_json::Value;
use store::Tx;
use store::audit::AuditRecord;

/// What was done, to what, and which safe fields it changed. A secret never goes in.
pub(crate) struct Entry {
    action: AuditAction,
    target: String,
    before: Option<Value>,
    after: Option<Value>,
}

impl Entry {
    pub(crate) fn new(action: AuditAction, target: impl Into<String>) -> Self {
        Self { action, target: target.into(), before: None, after: None }
    }

    pub(crate) fn before(mut self, fields: Value) -> Self {
        self.before = Some(fields);
        self
    }

    pub(crate) fn after(mut self, fields: Value) -> Self {
        self.after = Some(fields);
        self
    }
}

/// Who did it, and from where.
#[derive(Clone)]
pub(crate) struct By {
    id: Option<UserId>,
    name: String,
    ip: Option<String>,
}

impl By {
    pub(crate) fn id(&self) -> Option<UserId> {
        self.id
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Somebody without a session yet: who accepts or declines an invitation by its link alone.
    pub(crate) fn newcomer(id: Option<UserId>, name: impl Into<String>, ip: Option<String>) -> Self {
        Self { id, name: name.into(), ip }
    }
}

impl From<&Scope> for By {
    fn from(scope: &Scope) -> Self {
        let actor = scope.actor();
        Self { id: actor.user(), name: actor.name().to_owned(), ip: scope.ip().map(str::to_owned) }
    }
}

impl From<&UserScope> for By {
    fn from(user: &UserScope) -> Self {
        Self { id: Some(user.id()), name: user.user().name.clone(), ip: user.ip().map(str::to_owned) }
    }
}

impl Desk {
    /// Appends to the organization's chain. The counter row is locked by every writing transaction, so no two rows can claim
    /// the same predecessor.
    pub(crate) async fn audit(&self, tx: &mut Tx, by: impl Into<By>, entry: Entry, at: Timestamp) -> Result<()> {
        let by = by.into();
        let head = tx.audit_head().await?;
        let text = |value: Option<Value>| value.map(|value| value.to_string());
        let mut row = AuditRecord {
            seq: head.seq + 1,
            at,
            actor_id: by.id,
            actor_name: by.name,
            action: entry.action.as_str().to_owned(),
            target: entry.target,
            before: text(entry.before),
            after: text(entry.after),
            ip: by.ip,
            hash: String::new(),
        };
        row.hash = chained(&head.hash, &row)?;
        Ok(tx.audit_add(entry.action, row).await?)
    }
}

/// SHA-256 over the hash before and everything the row says, as one JSON array: no two rows read the same.
pub(super) fn chained(head: &str, row: &AuditRecord) -> Result<String> {
    let AuditRecord { seq, at, actor_id, actor_name, action, target, before, after, ip, hash: _ } = row;
    let all = (head, seq, at.0, actor_id, actor_name, action, target, before, after, ip);
    Ok(hash(&serde_json::to_string(&all).map_err(|error| Error::Broken(error.to_string()))?))
}
