//! Opening a session: always a new random token, whatever the browser held before (no fixation; security.md A6), and with
//! two-factor on only after a code.

use super::SignedIn;
use super::second_step::SecondStep;
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::key::base62;
use domain::{SessionId, Timestamp, UserId};
use store::Global;
use store::session::SessionNew;

/// Seconds a session lives in any case.
const SESSION_LIFE: i64 = 30 * 86_400;

/// What somebody gets who gave a password, or opened a link that was mailed to them.
pub(crate) enum Entrance {
    /// Two-factor is off: they are in.
    Open(SignedIn),
    /// A code is asked for.
    Code(SecondStep),
}

impl Entrance {
    /// The session. Errors: `CodeNeeded` where there is none yet.
    pub(crate) fn signed_in(self) -> Result<SignedIn> {
        match self {
            Self::Open(signed_in) => Ok(signed_in),
            Self::Code(step) => Err(Error::CodeNeeded(step)),
        }
    }
}

impl Desk {
    /// The one way in for a first factor: with two-factor on it leads to the second.
    pub(crate) async fn entrance(
        &self,
        tx: &mut Global,
        user: UserId,
        user_agent: &str,
        at: Timestamp,
    ) -> Result<Entrance> {
        if tx.totp_is_on(user).await? {
            return Ok(Entrance::Code(self.second_step(tx, user, at).await?));
        }
        Ok(Entrance::Open(self.session_open(tx, user, user_agent, at).await?))
    }

    /// A session for somebody who has proved everything there is to prove.
    pub(crate) async fn session_open(
        &self,
        tx: &mut Global,
        user: UserId,
        user_agent: &str,
        at: Timestamp,
    ) -> Result<SignedIn> {
        let token = base62(self.ports.ids.secret());
        let id = SessionId(self.ports.ids.uuid(at));
        let expires_at = at.plus_seconds(SESSION_LIFE);
        let user_agent = user_agent.chars().filter(|c| !c.is_control()).take(300).collect();
        tx.session_add(SessionNew { token_hash: hash(&token), id, user, expires_at, user_agent }, at).await?;
        Ok(SignedIn { token, expires_at, user })
    }
}
