//! Opening a session: always a new random token, whatever the browser held before (no fixation; security.md A6).

use super::SignedIn;
use crate::token::hash;
use crate::{Desk, Result};
use domain::key::base62;
use domain::{SessionId, Timestamp, UserId};
use store::Global;
use store::session::SessionNew;

/// Seconds a session lives in any case.
const SESSION_LIFE: i64 = 30 * 86_400;

impl Desk {
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
