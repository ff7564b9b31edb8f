//! Two-factor: a sealed secret per account, ten codes for the day the phone is gone, and the moment between a password and a
//! code. Every code is taken by compare and set, so it is taken once, however many ask at the same time (security.md A6).

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Global;
use domain::{Timestamp, UserId};
use sqlx::FromRow;

sql! {
    /// One that is being set up is begun anew; one that is on stays.
    shared TOTP_START (user: UserId, secret: String, at: Timestamp) =
        "INSERT INTO user_totp (user_id, secret, created_at, confirmed_at, last_step) VALUES ($1, $2, $3, NULL, 0)
         ON CONFLICT (user_id) DO UPDATE SET secret = $2, created_at = $3, last_step = 0 WHERE user_totp.confirmed_at IS NULL";
    shared TOTP_OF_USER (user: UserId) =
        "SELECT secret, created_at, confirmed_at, last_step FROM user_totp WHERE user_id = $1";
    shared TOTP_IS_ON (user: UserId) =
        "SELECT 1 AS yes FROM user_totp WHERE user_id = $1 AND confirmed_at IS NOT NULL";
    shared TOTP_CONFIRM (user: UserId, secret: String, step: i64, at: Timestamp) =
        "UPDATE user_totp SET confirmed_at = $4, last_step = $3 WHERE user_id = $1 AND secret = $2 AND confirmed_at IS NULL";
    /// Compare and set: of any number of uses of one code at once, one moves the step on.
    shared TOTP_TAKE (user: UserId, step: i64) =
        "UPDATE user_totp SET last_step = $2 WHERE user_id = $1 AND last_step < $2 AND confirmed_at IS NOT NULL";
    shared TOTP_CANCEL (user: UserId) = "DELETE FROM user_totp WHERE user_id = $1 AND confirmed_at IS NULL";
    shared TOTP_STOP (user: UserId) = "DELETE FROM user_totp WHERE user_id = $1 AND confirmed_at IS NOT NULL";
    shared TOTPS_SWEEP (before: Timestamp) = "DELETE FROM user_totp WHERE confirmed_at IS NULL AND created_at < $1";
    shared RECOVERY_CODES_END (user: UserId) = "DELETE FROM recovery_code WHERE user_id = $1";
    shared RECOVERY_CODE_ADD (user: UserId, code_hash: String) =
        "INSERT INTO recovery_code (user_id, code_hash, used_at) VALUES ($1, $2, NULL)";
    /// Compare and set, as above.
    shared RECOVERY_CODE_TAKE (user: UserId, code_hash: String, at: Timestamp) =
        "UPDATE recovery_code SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL";
    shared RECOVERY_CODES_LEFT (user: UserId) =
        "SELECT COUNT(*) AS count FROM recovery_code WHERE user_id = $1 AND used_at IS NULL";
    shared SIGN_IN_STEP_ADD (token_hash: String, user: UserId, expires_at: Timestamp) =
        "INSERT INTO sign_in_step (token_hash, user_id, expires_at, tries) VALUES ($1, $2, $3, 0)";
    shared SIGN_IN_STEP_PEEK (token_hash: String, now: Timestamp, most: i64) =
        "SELECT user_id FROM sign_in_step WHERE token_hash = $1 AND expires_at > $2 AND tries < $3";
    /// Counts a try before it is made. Holds the row until the end of the transaction, so that tries with one token queue up.
    shared SIGN_IN_STEP_TRY (token_hash: String, now: Timestamp, most: i64) =
        "UPDATE sign_in_step SET tries = tries + 1 WHERE token_hash = $1 AND expires_at > $2 AND tries < $3";
    shared SIGN_IN_STEP_END (token_hash: String) = "DELETE FROM sign_in_step WHERE token_hash = $1";
    shared SIGN_IN_STEPS_SWEEP (now: Timestamp) = "DELETE FROM sign_in_step WHERE expires_at <= $1";
}

/// An account's generator of codes.
#[derive(Debug, FromRow)]
#[expect(missing_docs, reason = "columns of user_totp")]
pub struct TotpRow {
    pub secret: String,
    pub created_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
    pub last_step: i64,
}

impl Global {
    /// Begins to set two-factor up, with a sealed secret. `false`: it is on already.
    pub async fn totp_start(&mut self, user: UserId, secret: String, at: Timestamp) -> Result<bool> {
        Ok(self.run(TOTP_START { user, secret, at }).await? == 1)
    }

    /// The generator of an account, on or being set up.
    pub async fn totp_of_user(&mut self, user: UserId) -> Result<Option<TotpRow>> {
        self.maybe(TOTP_OF_USER { user }).await
    }

    /// Whether signing in needs a code.
    pub async fn totp_is_on(&mut self, user: UserId) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(TOTP_IS_ON { user }).await?;
        Ok(row.is_some())
    }

    /// Turns two-factor on: the code of `step` for this very secret was shown. `false`: it is on, or begun anew, meanwhile.
    pub async fn totp_confirm(&mut self, user: UserId, secret: String, step: i64, at: Timestamp) -> Result<bool> {
        Ok(self.run(TOTP_CONFIRM { user, secret, step, at }).await? == 1)
    }

    /// Takes the code of a step, once, and never one of an older step.
    pub async fn totp_take(&mut self, user: UserId, step: i64) -> Result<bool> {
        Ok(self.run(TOTP_TAKE { user, step }).await? == 1)
    }

    /// Forgets what is being set up.
    pub async fn totp_cancel(&mut self, user: UserId) -> Result<u64> {
        self.run(TOTP_CANCEL { user }).await
    }

    /// Turns two-factor off, with its recovery codes. `false`: it was not on.
    pub async fn totp_stop(&mut self, user: UserId) -> Result<bool> {
        let stopped = self.run(TOTP_STOP { user }).await? == 1;
        self.run(RECOVERY_CODES_END { user }).await?;
        Ok(stopped)
    }

    /// Forgets what was begun before and never confirmed.
    pub async fn totps_sweep(&mut self, before: Timestamp) -> Result<u64> {
        self.run(TOTPS_SWEEP { before }).await
    }

    /// New recovery codes instead of all older ones.
    pub async fn recovery_codes_set(&mut self, user: UserId, hashes: Vec<String>) -> Result<()> {
        self.run(RECOVERY_CODES_END { user }).await?;
        for code_hash in hashes {
            self.run(RECOVERY_CODE_ADD { user, code_hash }).await?;
        }
        Ok(())
    }

    /// Takes a recovery code, once.
    pub async fn recovery_code_take(&mut self, user: UserId, hash: &str, at: Timestamp) -> Result<bool> {
        Ok(self.run(RECOVERY_CODE_TAKE { user, code_hash: hash.to_owned(), at }).await? == 1)
    }

    /// How many recovery codes are left.
    pub async fn recovery_codes_left(&mut self, user: UserId) -> Result<i64> {
        let row: Option<(i64,)> = self.maybe(RECOVERY_CODES_LEFT { user }).await?;
        Ok(row.map_or(0, |row| row.0))
    }

    /// A password fits; a code is to follow.
    pub async fn sign_in_step_add(&mut self, hash: String, user: UserId, expires_at: Timestamp) -> Result<u64> {
        self.run(SIGN_IN_STEP_ADD { token_hash: hash, user, expires_at }).await
    }

    /// Whose second step this is, if it still waits; changes nothing.
    pub async fn sign_in_step_peek(&mut self, hash: &str, now: Timestamp, most: i64) -> Result<Option<UserId>> {
        let peek = SIGN_IN_STEP_PEEK { token_hash: hash.to_owned(), now, most };
        let row: Option<(UserId,)> = self.maybe(peek).await?;
        Ok(row.map(|row| row.0))
    }

    /// Counts a try. `false`: it has ended, or was tried too often.
    pub async fn sign_in_step_try(&mut self, hash: &str, now: Timestamp, most: i64) -> Result<bool> {
        Ok(self.run(SIGN_IN_STEP_TRY { token_hash: hash.to_owned(), now, most }).await? == 1)
    }

    /// Ends a second step, once.
    pub async fn sign_in_step_end(&mut self, hash: &str) -> Result<bool> {
        Ok(self.run(SIGN_IN_STEP_END { token_hash: hash.to_owned() }).await? == 1)
    }

    /// Forgets second steps that nobody took.
    pub async fn sign_in_steps_sweep(&mut self, now: Timestamp) -> Result<u64> {
        self.run(SIGN_IN_STEPS_SWEEP { now }).await
    }
}
