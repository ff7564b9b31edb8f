//! Idempotency: a request that came twice is answered twice and done once (D35). Only what was done is kept here, in the
//! transaction that did it; a refused attempt may be repeated.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::{TicketId, Timestamp};
use sqlx::FromRow;

sql! {
    tenant IDEMPOTENCY_FIND (scope: String, key: String) =
        "SELECT request_hash, ticket_id, message_number FROM idempotency WHERE org_id = $1 AND scope = $2 AND key = $3";
    tenant IDEMPOTENCY_ADD (scope: String, key: String, request_hash: String, ticket: TicketId, message_number: i64, at: Timestamp) =
        "INSERT INTO idempotency (org_id, scope, key, request_hash, ticket_id, message_number, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
}

/// What a request with this key did when it first came.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of idempotency")]
pub struct IdempotencyRecord {
    pub request_hash: String,
    pub ticket_id: TicketId,
    pub message_number: i64,
}

impl Tx {
    /// What was done under this key. `scope` says whose key it is and for what: two people may choose the same.
    pub async fn idempotency_find(&mut self, scope: &str, key: &str) -> Result<Option<IdempotencyRecord>> {
        self.maybe(IDEMPOTENCY_FIND { scope: scope.to_owned(), key: key.to_owned() }).await
    }

    /// Keeps what was done under a key that [`Tx::idempotency_find`] did not know. The organization's lock lies between.
    pub async fn idempotency_add(
        &mut self,
        scope: &str,
        key: &str,
        done: IdempotencyRecord,
        at: Timestamp,
    ) -> Result<()> {
        let IdempotencyRecord { request_hash, ticket_id: ticket, message_number } = done;
        let (scope, key) = (scope.to_owned(), key.to_owned());
        self.later(IDEMPOTENCY_ADD { scope, key, request_hash, ticket, message_number, at }).await
    }
}
