//! Live screens: who listens in this process, and the stream they listen to.

pub mod stream;

use desk::ports::Live;
use domain::UserId;
use domain::live::Change;
use tokio::sync::broadcast;

/// Changes a slow listener may be behind before it is told to catch up from the database.
const BACKLOG: usize = 1024;

/// Hands changes to the streams of this process. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    sender: broadcast::Sender<Change>,
    signed_out: broadcast::Sender<Option<UserId>>,
    closing: tokio::sync::watch::Sender<bool>,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            sender: broadcast::channel(BACKLOG).0,
            signed_out: broadcast::channel(BACKLOG).0,
            closing: tokio::sync::watch::channel(false).0,
        }
    }
}

impl Hub {
    /// Listens from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Change> {
        self.sender.subscribe()
    }

    /// Hears from now on whose sessions ended; `None` is anybody's.
    #[must_use]
    pub fn signed_out(&self) -> broadcast::Receiver<Option<UserId>> {
        self.signed_out.subscribe()
    }

    /// Ends all streams: the process is about to stop.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    pub(crate) async fn closed(&self) {
        let mut closing = self.closing.subscribe();
        // The sender lives as long as the hub.
        let _ = closing.wait_for(|closed| *closed).await;
    }
}

impl Live for Hub {
    fn publish(&self, change: Change) {
        // Nobody listening is no failure.
        let _ = self.sender.send(change);
    }

    fn signed_out(&self, user: Option<UserId>) {
        let _ = self.signed_out.send(user);
    }
}
