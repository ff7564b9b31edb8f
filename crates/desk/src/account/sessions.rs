//! The browsers a person is signed in with.

use super::device::device;
use crate::access::{SESSION_IDLE, UserScope};
use crate::moment::Zone;
use crate::{Desk, Error, Result};
use domain::SessionId;
use domain::currency::TimeZoneName;
use domain::user::SessionRow;

/// A person has no zone of their own.
pub(super) fn utc() -> Result<Zone> {
    TimeZoneName::parse("UTC").map(|name| Zone::of(&name)).map_err(|error| Error::Broken(error.to_string()))
}

impl Desk {
    /// The live sessions of the person, last used first; times in UTC.
    pub async fn account_sessions(&self, user: &UserScope) -> Result<Vec<SessionRow>> {
        let now = self.now();
        let lines =
            self.store.read_global().await?.sessions_of_user(user.id(), now, now.plus_seconds(-SESSION_IDLE)).await?;
        let zone = utc()?;
        let rows = lines.into_iter().map(|line| SessionRow {
            id: line.id,
            device: device(&line.user_agent),
            since: zone.moment(line.created_at),
            seen: zone.moment(line.seen_at),
            current: line.id == user.session(),
        });
        Ok(rows.collect())
    }

    /// Ends one of the person's sessions, at once. Errors: `NotFound`, also for somebody else's.
    pub async fn account_session_end(&self, user: &UserScope, session: SessionId) -> Result<()> {
        let mut tx = self.store.write_global().await?;
        if !tx.session_end(user.id(), session).await? {
            return Err(Error::NotFound);
        }
        tx.commit().await?;
        self.signed_out(user.id());
        Ok(())
    }

    /// Ends all of the person's sessions but the one that asks, at once.
    pub async fn account_sessions_end_others(&self, user: &UserScope) -> Result<()> {
        let mut tx = self.store.write_global().await?;
        tx.sessions_end_others(user.id(), user.session()).await?;
        tx.commit().await?;
        self.signed_out(user.id());
        Ok(())
    }
}
