//! Runs jobs as they become due.

use super::Stopping;
use desk::Desk;
use std::time::Duration;

/// How often to look for jobs that other nodes added, or that come due by time.
const LOOK: Duration = Duration::from_secs(1);
/// How long to leave a database alone that did not answer.
const TROUBLE: Duration = Duration::from_secs(5);

pub(super) async fn run(desk: Desk, mut stopping: Stopping) {
    while !stopping.now() {
        match desk.job_run_due().await {
            Ok(0) => tokio::select! {
                () = desk.job_arrival() => {}
                () = stopping.sleep(LOOK) => {}
            },
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "jobs wait: the queue could not be read");
                stopping.sleep(TROUBLE).await;
            }
        }
    }
}
