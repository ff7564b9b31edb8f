//! Passkeys: the keys of an account, and the questions that wait for an answer. A question is taken by deleting it, so it is
//! answered once, and a key's counter moves by compare and set (security.md A6).

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Global;
use domain::text::Name;
use domain::{PasskeyId, SessionId, Timestamp, UserId};
use sqlx::FromRow;

sql! {
    shared PASSKEYS_OF_USER (user: UserId) =
        "SELECT id, user_id, name, key, counter, created_at, used_at FROM passkey WHERE user_id = $1 ORDER BY created_at, id";
    shared PASSKEY_OF_CREDENTIAL (credential_hash: String, user: UserId) =
        "SELECT id, user_id, name, key, counter, created_at, used_at FROM passkey WHERE credential_hash = $1 AND user_id = $2";
    /// The same key again, of whomever, changes nothing.
    shared PASSKEY_ADD (id: PasskeyId, user: UserId, credential_hash: String, name: Name, key: String, counter: i64, at: Timestamp) =
        "INSERT INTO passkey (id, user_id, credential_hash, name, key, counter, created_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL) ON CONFLICT (credential_hash) DO NOTHING";
    /// Compare and set: of a key and its copy that count alike, one is taken.
    shared PASSKEY_USED (id: PasskeyId, counter: i64, key: String, at: Timestamp) =
        "UPDATE passkey SET counter = $2, key = $3, used_at = $4
         WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))";
    shared PASSKEY_REMOVE (user: UserId, id: PasskeyId) = "DELETE FROM passkey WHERE user_id = $1 AND id = $2";
    /// One at a time in a browser: another beginning replaces it.
    shared PASSKEY_SETUP_BEGIN (session: SessionId, name: Name, question: String, expires_at: Timestamp) =
        "INSERT INTO passkey_setup (session_id, name, question, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (session_id) DO UPDATE SET name = $2, question = $3, expires_at = $4";
    shared PASSKEY_SETUP_PEEK (session: SessionId, now: Timestamp) =
        "SELECT name, question FROM passkey_setup WHERE session_id = $1 AND expires_at > $2";
    shared PASSKEY_SETUP_TAKE (session: SessionId, now: Timestamp) =
        "DELETE FROM passkey_setup WHERE session_id = $1 AND expires_at > $2 RETURNING name, question";
    shared PASSKEY_QUESTION_ADD (token_hash: String, question: String, expires_at: Timestamp) =
        "INSERT INTO passkey_question (token_hash, question, expires_at) VALUES ($1, $2, $3)";
    shared PASSKEY_QUESTION_TAKE (token_hash: String, now: Timestamp) =
        "DELETE FROM passkey_question WHERE token_hash = $1 AND expires_at > $2 RETURNING question";
    shared PASSKEY_SETUPS_SWEEP (now: Timestamp) = "DELETE FROM passkey_setup WHERE expires_at <= $1";
    shared PASSKEY_QUESTIONS_SWEEP (now: Timestamp) = "DELETE FROM passkey_question WHERE expires_at <= $1";
}

/// A key of an account.
#[derive(Debug, FromRow)]
#[expect(missing_docs, reason = "columns of passkey")]
pub struct PasskeyRecord {
    pub id: PasskeyId,
    pub user_id: UserId,
    pub name: Name,
    pub key: String,
    pub counter: i64,
    pub created_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// A key that an account gets.
pub struct PasskeyNew {
    /// Its row.
    pub id: PasskeyId,
    /// Whose.
    pub user: UserId,
    /// SHA-256 of what it calls itself, in hex.
    pub credential_hash: String,
    /// What its person calls it.
    pub name: Name,
    /// Its public half, sealed.
    pub key: String,
    /// How often it says it was used.
    pub counter: i64,
}

/// One that is being added.
#[derive(Debug, FromRow)]
#[expect(missing_docs, reason = "columns of passkey_setup")]
pub struct PasskeySetupRecord {
    pub name: Name,
    pub question: String,
}

impl Global {
    /// The keys of an account, in the order in which they were added.
    pub async fn passkeys_of_user(&mut self, user: UserId) -> Result<Vec<PasskeyRecord>> {
        self.all(PASSKEYS_OF_USER { user }).await
    }

    /// The key that calls itself so, if it is that person's.
    pub async fn passkey_of_credential(
        &mut self,
        credential_hash: String,
        user: UserId,
    ) -> Result<Option<PasskeyRecord>> {
        self.maybe(PASSKEY_OF_CREDENTIAL { credential_hash, user }).await
    }

    /// Gives an account a key. `false`: some account has it already.
    pub async fn passkey_add(&mut self, new: PasskeyNew, at: Timestamp) -> Result<bool> {
        let PasskeyNew { id, user, credential_hash, name, key, counter } = new;
        Ok(self.run(PASSKEY_ADD { id, user, credential_hash, name, key, counter, at }).await? == 1)
    }

    /// Writes a use down. `false`: the key is gone, or has counted as far already.
    pub async fn passkey_used(&mut self, id: PasskeyId, counter: i64, key: String, at: Timestamp) -> Result<bool> {
        Ok(self.run(PASSKEY_USED { id, counter, key, at }).await? == 1)
    }

    /// Takes a key from an account. `false`: it has none of that id.
    pub async fn passkey_remove(&mut self, user: UserId, id: PasskeyId) -> Result<bool> {
        Ok(self.run(PASSKEY_REMOVE { user, id }).await? == 1)
    }

    /// Begins to add a key in a browser, with a sealed question.
    pub async fn passkey_setup_begin(
        &mut self,
        session: SessionId,
        name: Name,
        question: String,
        expires_at: Timestamp,
    ) -> Result<u64> {
        self.run(PASSKEY_SETUP_BEGIN { session, name, question, expires_at }).await
    }

    /// What is being added in a browser; changes nothing.
    pub async fn passkey_setup_peek(
        &mut self,
        session: SessionId,
        now: Timestamp,
    ) -> Result<Option<PasskeySetupRecord>> {
        self.maybe(PASSKEY_SETUP_PEEK { session, now }).await
    }

    /// The same, once.
    pub async fn passkey_setup_take(
        &mut self,
        session: SessionId,
        now: Timestamp,
    ) -> Result<Option<PasskeySetupRecord>> {
        self.maybe(PASSKEY_SETUP_TAKE { session, now }).await
    }

    /// Asks a browser that signs in, with a sealed question.
    pub async fn passkey_question_add(&mut self, hash: String, question: String, expires_at: Timestamp) -> Result<u64> {
        self.run(PASSKEY_QUESTION_ADD { token_hash: hash, question, expires_at }).await
    }

    /// What a browser was asked, once.
    pub async fn passkey_question_take(&mut self, hash: String, now: Timestamp) -> Result<Option<String>> {
        let row: Option<(String,)> = self.maybe(PASSKEY_QUESTION_TAKE { token_hash: hash, now }).await?;
        Ok(row.map(|row| row.0))
    }

    /// Forgets questions that nobody answered in time.
    pub async fn passkey_questions_sweep(&mut self, now: Timestamp) -> Result<u64> {
        Ok(self.run(PASSKEY_SETUPS_SWEEP { now }).await? + self.run(PASSKEY_QUESTIONS_SWEEP { now }).await?)
    }
}
