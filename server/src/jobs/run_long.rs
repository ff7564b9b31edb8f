//! Runs the jobs that may take minutes, beside all others. One in hand when the process stops is left to whoever runs next.

use super::Stopping;
use desk::Desk;
use domain::job::Lane;
use std::time::Duration;

/// How often to look for jobs that other nodes added, or that were left.
const LOOK: Duration = Duration::from_secs(2);
/// How long to leave a database alone that did not answer.
const TROUBLE: Duration = Duration::from_secs(5);

pub(super) async fn run(desk: Desk, mut stopping: Stopping) {
    while !stopping.now() {
        let ran = tokio::select! {
            ran = desk.job_run_long() => ran,
            () = stopping.told() => return,
        };
        match ran {
            Ok(0) => tokio::select! {
                () = desk.job_arrival(Lane::Long) => {}
                () = stopping.sleep(LOOK) => {}
            },
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "long jobs wait: the queue could not be read");
                stopping.sleep(TROUBLE).await;
            }
        }
    }
}
