//! Runs the jobs of one lane as they become due. When the process stops, those in hand are given time to end.

use super::Stopping;
use desk::Desk;
use domain::job::Lane;
use std::time::Duration;

/// How often to look for jobs that other nodes added, or that come due by time.
const LOOK: Duration = Duration::from_secs(1);
/// How long to leave a database alone that did not answer.
const TROUBLE: Duration = Duration::from_secs(5);

pub(super) async fn run(desk: Desk, lane: Lane, mut stopping: Stopping) {
    while !stopping.now() {
        let mut told = stopping.clone();
        match desk.job_run(lane, told.told()).await {
            Ok(0) => tokio::select! {
                () = desk.job_arrival(lane) => {}
                () = stopping.sleep(LOOK) => {}
            },
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, ?lane, "jobs wait: the queue could not be read");
                stopping.sleep(TROUBLE).await;
            }
        }
    }
}
