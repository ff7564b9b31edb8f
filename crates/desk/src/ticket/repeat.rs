//! A request that may come twice: a double tap, a retry after a lost answer (D35). Done once, answered each time.

use crate::{Error, Result};
use domain::{Field, TicketId, Timestamp};
use serde::Serialize;
use std::fmt::Display;
use store::Tx;
use store::idempotency::IdempotencyRecord;

/// Characters a key may have.
const KEY_MAX: usize = 255;

/// An idempotency key with what it stands for.
pub(crate) struct Repeat {
    /// Whose key, and for what: two people may choose the same.
    scope: String,
    key: String,
    hash: String,
}

impl Repeat {
    /// `None` without a key. `request` is everything that makes the request what it is. Errors: `Invalid` for a key that is
    /// empty, longer than 255 characters or not printable.
    pub(crate) fn of(scope: impl Display, key: Option<&str>, request: &impl Serialize) -> Result<Option<Self>> {
        let Some(key) = key else { return Ok(None) };
        if key.is_empty() || key.len() > KEY_MAX || !key.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
            return Err(Error::invalid(Field::IdempotencyKey, "Use 1 to 255 printable ASCII characters."));
        }
        let request = serde_json::to_string(request).map_err(|error| Error::Broken(error.to_string()))?;
        Ok(Some(Self { scope: scope.to_string(), key: key.to_owned(), hash: crate::token::hash(&request) }))
    }

    /// What the same request did before. Errors: `IdempotencyMismatch` when the key came with a different one.
    pub(crate) async fn before(repeat: Option<&Self>, tx: &mut Tx) -> Result<Option<IdempotencyRecord>> {
        let Some(repeat) = repeat else { return Ok(None) };
        match tx.idempotency_find(&repeat.scope, &repeat.key).await? {
            Some(done) if done.request_hash != repeat.hash => Err(Error::IdempotencyMismatch),
            done => Ok(done),
        }
    }

    /// Keeps what was done, in the transaction that did it: a refused attempt leaves no trace and may be tried again.
    pub(crate) async fn keep(
        repeat: Option<Self>,
        tx: &mut Tx,
        ticket: TicketId,
        message: i64,
        at: Timestamp,
    ) -> Result<()> {
        if let Some(Self { scope, key, hash }) = repeat {
            let done = IdempotencyRecord { request_hash: hash, ticket_id: ticket, message_number: message };
            tx.idempotency_add(&scope, &key, done, at).await?;
        }
        Ok(())
    }
}
