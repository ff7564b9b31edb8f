//! Writes down what reading noted: sessions and members last seen, keys last used. At most once a minute.

use super::Stopping;
use desk::Desk;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(60);

pub(super) async fn run(desk: Desk, mut stopping: Stopping) {
    loop {
        stopping.sleep(EVERY).await;
        flush(&desk).await;
        if stopping.now() {
            return;
        }
    }
}

/// Each by itself: one that fails keeps its notes for the next time and does not hold up the others.
async fn flush(desk: &Desk) {
    let told = |what: &str, done: desk::Result<()>| {
        if let Err(error) = done {
            tracing::warn!(%error, what, "what was last seen could not be written and waits");
        }
    };
    told("sessions", desk.account_flush_seen().await.map(drop));
    told("members", desk.member_seen_flush().await);
    told("site keys", desk.site_flush_used().await);
}
