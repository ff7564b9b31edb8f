//! Background work of this process: one file per job, each a loop around one use case. Any number of nodes may run them.

mod flush_seen;
mod poll;
mod run_due;
mod run_long;
mod sweep;

use crate::state::AppState;
use domain::job::Lane;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// The loops of this process.
pub struct Jobs {
    stop: watch::Sender<bool>,
    loops: JoinSet<()>,
}

/// Starts them.
#[must_use]
pub fn start(state: &AppState) -> Jobs {
    let (stop, stopping) = watch::channel(false);
    let mut loops = JoinSet::new();
    loops.spawn(run_due::run(state.desk.clone(), Lane::Quick, Stopping(stopping.clone())));
    loops.spawn(run_due::run(state.desk.clone(), Lane::Mail, Stopping(stopping.clone())));
    loops.spawn(run_long::run(state.desk.clone(), Stopping(stopping.clone())));
    loops.spawn(poll::run(state.desk.clone(), Stopping(stopping.clone())));
    loops.spawn(flush_seen::run(state.desk.clone(), Stopping(stopping.clone())));
    loops.spawn(sweep::run(state.desk.clone(), Stopping(stopping)));
    Jobs { stop, loops }
}

impl Jobs {
    /// Lets every loop come to its end: jobs in hand are finished, what was noted is written down.
    pub async fn stop(mut self) {
        // Nobody listening means every loop has ended already.
        let _ = self.stop.send(true);
        while let Some(ended) = self.loops.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a background loop ended badly");
            }
        }
    }
}

/// Tells a loop when to end.
#[derive(Clone)]
struct Stopping(watch::Receiver<bool>);

impl Stopping {
    fn now(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits that long, or until the process stops.
    async fn sleep(&mut self, time: Duration) {
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = self.told() => {}
        }
    }

    async fn told(&mut self) {
        // A sender that is gone is a process that stops.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}
