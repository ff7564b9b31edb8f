//! Forgets what ended by itself: old sessions, mailed links, jobs given up long ago. Once an hour.

use super::Stopping;
use desk::Desk;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(3600);

pub(super) async fn run(desk: Desk, mut stopping: Stopping) {
    while !stopping.now() {
        match desk.job_sweep().await {
            Ok(0) => {}
            Ok(gone) => tracing::debug!(gone, "swept"),
            Err(error) => tracing::warn!(%error, "sweeping waits for the next hour"),
        }
        stopping.sleep(EVERY).await;
    }
}
