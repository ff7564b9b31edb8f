//! Signed-in browsers: only the hash of a session's 256-bit token is kept (security.md A6).

use crate::error::Result;
use crate::live::announce_signed_out;
use crate::statement::sql;
use crate::tx::Global;
use domain::{SessionId, Timestamp, UserId};
use sqlx::FromRow;

sql! {
    shared SESSION_ADD (token_hash: String, id: SessionId, user: UserId, at: Timestamp, expires_at: Timestamp, user_agent: String) =
        "INSERT INTO session (token_hash, id, user_id, created_at, auth_at, seen_at, expires_at, user_agent)
         VALUES ($1, $2, $3, $4, $4, $4, $5, $6)";
    shared SESSIONS_OF_USER (user: UserId, now: Timestamp, idle_since: Timestamp) =
        "SELECT id, created_at, seen_at, user_agent FROM session
         WHERE user_id = $1 AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, id DESC";
    shared SESSION_END (user: UserId, id: SessionId) = "DELETE FROM session WHERE user_id = $1 AND id = $2";
    shared SESSIONS_END (user: UserId) = "DELETE FROM session WHERE user_id = $1";
    shared SESSIONS_END_OTHERS (user: UserId, kept: SessionId) = "DELETE FROM session WHERE user_id = $1 AND id <> $2";
    /// Whoever has given the password and not yet the code begins anew.
    shared SIGN_INS_END (user: UserId) = "DELETE FROM sign_in_step WHERE user_id = $1";
    shared SESSION_SEEN (id: SessionId, at: Timestamp) = "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
    shared SESSIONS_SWEEP (now: Timestamp, idle_since: Timestamp) =
        "DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2";
}

/// A signed-in browser.
#[derive(Debug, FromRow)]
#[expect(missing_docs, reason = "columns of session")]
pub struct SessionLine {
    pub id: SessionId,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub user_agent: String,
}

/// A browser that signs in.
pub struct SessionNew {
    /// SHA-256 of its token, in hex.
    pub token_hash: String,
    /// Its id, which is no secret.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// When it ends in any case.
    pub expires_at: Timestamp,
    /// What the browser calls itself.
    pub user_agent: String,
}

impl Global {
    /// Signs a browser in.
    pub async fn session_add(&mut self, new: SessionNew, at: Timestamp) -> Result<u64> {
        let SessionNew { token_hash, id, user, expires_at, user_agent } = new;
        self.run(SESSION_ADD { token_hash, id, user, at, expires_at, user_agent }).await
    }

    /// The live sessions of a user, last used first.
    pub async fn sessions_of_user(
        &mut self,
        user: UserId,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Vec<SessionLine>> {
        self.all(SESSIONS_OF_USER { user, now, idle_since }).await
    }

    /// Ends one session of a user. `false`: they have none of that id. Other nodes hear of it with the commit; the own one is
    /// for the use case to tell (`Live::signed_out`).
    pub async fn session_end(&mut self, user: UserId, id: SessionId) -> Result<bool> {
        let ended = self.run(SESSION_END { user, id }).await? == 1;
        announce_signed_out(self.conn(), user).await?;
        Ok(ended)
    }

    /// Ends all sessions of a user, and what of signing in is under way. Told as [`Self::session_end`].
    pub async fn sessions_end(&mut self, user: UserId) -> Result<u64> {
        self.run(SIGN_INS_END { user }).await?;
        let ended = self.run(SESSIONS_END { user }).await?;
        announce_signed_out(self.conn(), user).await?;
        Ok(ended)
    }

    /// Ends all sessions of a user but one, and what of signing in is under way. Told as [`Self::session_end`].
    pub async fn sessions_end_others(&mut self, user: UserId, kept: SessionId) -> Result<u64> {
        self.run(SIGN_INS_END { user }).await?;
        let ended = self.run(SESSIONS_END_OTHERS { user, kept }).await?;
        announce_signed_out(self.conn(), user).await?;
        Ok(ended)
    }

    /// Writes down when a session was last used; never back in time.
    pub async fn session_seen(&mut self, id: SessionId, at: Timestamp) -> Result<u64> {
        self.run(SESSION_SEEN { id, at }).await
    }

    /// Forgets sessions that ended by themselves.
    pub async fn sessions_sweep(&mut self, now: Timestamp, idle_since: Timestamp) -> Result<u64> {
        self.run(SESSIONS_SWEEP { now, idle_since }).await
    }
}
