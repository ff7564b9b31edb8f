//! A person with a session, before they enter an organization.

use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::user::UserCard;
use domain::{SessionId, TenantId, Timestamp, UserId};

/// A signed-in person, in no organization yet.
#[derive(Clone, Debug)]
pub struct UserScope {
    user: UserCard,
    tenant: TenantId,
    session: SessionId,
    auth_at: Timestamp,
    ends_at: Timestamp,
    ip: Option<String>,
}

impl UserScope {
    /// The same person, asking from this address: the audit log names it.
    #[must_use]
    pub fn from_ip(self, ip: Option<String>) -> Self {
        Self { ip, ..self }
    }
    /// Who.
    #[must_use]
    pub fn user(&self) -> &UserCard {
        &self.user
    }
    /// Their id.
    #[must_use]
    pub fn id(&self) -> UserId {
        self.user.id
    }
    /// The account they hang in.
    #[must_use]
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }
    /// The browser.
    #[must_use]
    pub fn session(&self) -> SessionId {
        self.session
    }
    /// Where the request came from, where one did.
    #[must_use]
    pub fn ip(&self) -> Option<&str> {
        self.ip.as_deref()
    }
    /// When the session ends in any case.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.ends_at
    }
    /// When they last proved who they are.
    #[must_use]
    pub fn auth_at(&self) -> Timestamp {
        self.auth_at
    }
}

/// Seconds a session may lie unused (security.md A6).
pub(crate) const SESSION_IDLE: i64 = 7 * 86_400;

impl Desk {
    /// The person of a session cookie. Errors: `SignedOut`.
    pub async fn enter_session(&self, token: &str) -> Result<UserScope> {
        let mut tx = self.store.read_global().await?;
        let row = tx.session_entry(&hash(token)).await?.ok_or(Error::SignedOut)?;
        if row.expires_at <= self.now() || row.seen_at.plus_seconds(SESSION_IDLE) <= self.now() {
            return Err(Error::SignedOut);
        }
        self.session_seen(&row.session_id, row.seen_at);
        Ok(UserScope {
            user: UserCard { id: row.user_id, name: row.name, email: row.email, confirmed: row.confirmed_at.is_some() },
            tenant: row.tenant_id,
            session: row.session_id,
            auth_at: row.auth_at,
            ends_at: row.expires_at,
            ip: None,
        })
    }

    /// How long the session of that person can last from now on.
    #[must_use]
    pub fn time_left(&self, user: &UserScope) -> std::time::Duration {
        let micros = user.ends_at.0.saturating_sub(self.now().0);
        std::time::Duration::from_micros(u64::try_from(micros).unwrap_or_default())
    }
}
