//! When a member was last at work in an organization: kept in memory, written at most once a minute (design.md section 4:
//! no write for each read).

use crate::{Desk, Result};
use domain::{OrgId, Timestamp, UserId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Visits that are not written down yet.
#[derive(Default)]
pub(crate) struct Visits(Mutex<HashMap<(UserId, OrgId), Timestamp>>);

impl Visits {
    fn note(&self, user: UserId, org: OrgId, at: Timestamp) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((user, org), at);
    }

    /// The last visit, if it is not written down yet.
    pub(crate) fn last(&self, user: UserId, org: OrgId) -> Option<Timestamp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&(user, org)).copied()
    }

    fn all(&self) -> Vec<((UserId, OrgId), Timestamp)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(key, at)| (*key, *at)).collect()
    }

    /// Forgets what was written, except where somebody came back meanwhile.
    fn written(&self, done: &[((UserId, OrgId), Timestamp)]) {
        let mut visits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, at) in done {
            if visits.get(key) == Some(at) {
                visits.remove(key);
            }
        }
    }
}

impl Desk {
    /// Notes that a member is at work in an organization. Writes nothing yet.
    pub(crate) fn member_seen(&self, user: UserId, org: OrgId) {
        self.visits.note(user, org, self.now());
    }

    /// Writes the visits down, oldest first, so that the last organization is the last one named.
    pub async fn member_seen_flush(&self) -> Result<()> {
        let mut visits = self.visits.all();
        if visits.is_empty() {
            return Ok(());
        }
        visits.sort_by_key(|(_, at)| *at);
        let mut tx = self.store.write_global().await?;
        for ((user, org), at) in &visits {
            tx.membership_seen(*org, *user, *at).await?;
            tx.user_used_org(*user, *org).await?;
        }
        tx.commit().await?;
        self.visits.written(&visits);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Visits;
    use domain::{OrgId, Timestamp, UserId};

    #[test]
    fn a_visit_is_known_before_it_is_written() {
        let (user, one, other) =
            (UserId(uuid::Uuid::from_u128(1)), OrgId(uuid::Uuid::from_u128(2)), OrgId(uuid::Uuid::from_u128(3)));
        let visits = Visits::default();
        assert_eq!(visits.last(user, one), None);
        visits.note(user, one, Timestamp(1));
        visits.note(user, other, Timestamp(2));
        assert_eq!((visits.last(user, one), visits.last(user, other)), (Some(Timestamp(1)), Some(Timestamp(2))));
        let all = visits.all();
        visits.note(user, one, Timestamp(3));
        visits.written(&all);
        assert_eq!((visits.last(user, one), visits.last(user, other)), (Some(Timestamp(3)), None));
    }
}
