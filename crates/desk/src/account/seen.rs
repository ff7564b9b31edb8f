//! When a session was last seen: noted while reading, written at most once a minute (design.md section 4).

use crate::{Desk, Result};
use domain::{SessionId, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Seconds a written note may be old before a newer one is worth a write.
const WORTH: i64 = 60;

/// What waits to be written, in one lock order for all nodes.
#[derive(Default)]
pub(crate) struct Seen {
    sessions: Mutex<BTreeMap<SessionId, Timestamp>>,
}

impl Seen {
    fn sessions(&self) -> MutexGuard<'_, BTreeMap<SessionId, Timestamp>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Notes that a session was used; `seen_at` is what is written already.
    pub(crate) fn session_seen(&self, session: &SessionId, seen_at: Timestamp) {
        let now = self.now();
        if now.seconds_since(seen_at) >= WORTH {
            self.seen.sessions().insert(*session, now);
        }
    }

    /// Writes down what was noted, and answers how much. What cannot be written is noted again.
    pub async fn account_flush_seen(&self) -> Result<usize> {
        let sessions = std::mem::take(&mut *self.seen.sessions());
        if sessions.is_empty() {
            return Ok(0);
        }
        let written = self.write_seen(&sessions).await;
        if written.is_err() {
            let mut waiting = self.seen.sessions();
            for (session, at) in &sessions {
                waiting.entry(*session).or_insert(*at);
            }
        }
        written.map(|()| sessions.len())
    }

    async fn write_seen(&self, sessions: &BTreeMap<SessionId, Timestamp>) -> Result<()> {
        let mut tx = self.store.write_global().await?;
        for (session, at) in sessions {
            tx.session_seen(*session, *at).await?;
        }
        Ok(tx.commit().await?)
    }
}
