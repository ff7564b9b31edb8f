//! A lane of jobs: claimed as places become free, done side by side, and written down as they end.

use super::Went;
use crate::{Desk, Result};
use domain::job::Lane;
use std::time::Duration;
use store::job::ClaimedJob;
use tokio::task::{JoinError, JoinSet};

/// Seconds a claimed job is left alone by other workers.
pub(super) const LEASE: i64 = 60;
/// How often to look for what others added, or what comes due by time, while something is in hand.
const LOOK: Duration = Duration::from_secs(1);
/// For what is in hand when the process stops. What is not done by then is left to whoever runs next, as after a crash.
const GRACE: Duration = Duration::from_secs(45);

/// How a lane is run.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// Jobs in hand at once.
    most: usize,
    /// For one job.
    pub(super) time: Duration,
    /// Whether the lease is kept from here for as long as the job runs.
    pub(super) holds: bool,
}

impl Pace {
    pub(super) const fn of(lane: Lane) -> Self {
        match lane {
            // Stopped before its lease ends, so that two workers never do the same one.
            Lane::Quick => Self { most: 8, time: Duration::from_secs(45), holds: false },
            // Above what a server is given for one mail, every step of it together (LONG_STEP and its kin in server/src/mail_host.rs).
            Lane::Mail => Self { most: 16, time: Duration::from_secs(600), holds: true },
            // What may take minutes keeps its lease by itself.
            Lane::Long => Self { most: 1, time: Duration::from_secs(6 * 3600), holds: false },
        }
    }
}

/// A job that came to its end, and how.
pub(super) type Ended = (ClaimedJob, Result<Went>);

impl Desk {
    /// Does what is due, but for what may take minutes, and answers how many jobs it was; 0 means there is time to sleep. A job that
    /// fails is not an error here: it is tried again later, and stays with its last error after the last try.
    pub async fn job_run_due(&self) -> Result<usize> {
        let never = std::future::pending;
        let (quick, mail) = tokio::join!(self.job_run(Lane::Quick, never()), self.job_run(Lane::Mail, never()));
        Ok(quick? + mail?)
    }

    /// The same for what may take minutes: nothing else waits for it.
    pub async fn job_run_long(&self) -> Result<usize> {
        self.job_run(Lane::Long, std::future::pending()).await
    }

    /// Does what is due in one lane, and what comes due meanwhile, until nothing is in hand. After `stop` nothing more is begun. Errors
    /// are of the queue, and only when nothing is in hand: one job must not suffer for another.
    pub async fn job_run(&self, lane: Lane, stop: impl Future<Output = ()>) -> Result<usize> {
        self.job_run_within(lane, Pace::of(lane).time, stop).await
    }

    /// The same with another time for each job: for tests that cannot wait for minutes.
    pub async fn job_run_within(&self, lane: Lane, time: Duration, stop: impl Future<Output = ()>) -> Result<usize> {
        let pace = Pace { time, ..Pace::of(lane) };
        let mut stop = std::pin::pin!(stop);
        let (mut stopping, mut count) = (None, 0);
        let mut running: JoinSet<Ended> = JoinSet::new();
        let mut ended: Vec<Ended> = Vec::new();
        loop {
            let mut told = self.job_ended(&mut ended).await;
            if told.is_ok() && stopping.is_none() {
                told = self.job_begin(lane, pace, &mut running).await.map(|begun| count += begun);
            }
            if running.is_empty() {
                return told.map(|()| count);
            }
            if let Err(error) = told {
                tracing::warn!(%error, ?lane, "the queue could not be reached, while jobs are in hand");
            }
            let grace = async {
                match stopping {
                    Some(until) => tokio::time::sleep_until(until).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                Some(first) = running.join_next() => {
                    // Whatever else has ended by now is written down in the same transaction.
                    let others = std::iter::from_fn(|| running.try_join_next());
                    ended.extend(std::iter::once(first).chain(others).filter_map(whole));
                }
                () = self.job_arrival(lane) => {}
                () = tokio::time::sleep(LOOK) => {}
                () = &mut stop, if stopping.is_none() => stopping = Some(tokio::time::Instant::now() + GRACE),
                () = grace => {
                    tracing::warn!(left = running.len(), ?lane, "jobs in hand did not end in time and are done again");
                    return Ok(count);
                }
            }
        }
    }

    /// Claims as many as there are places, and begins them.
    async fn job_begin(&self, lane: Lane, pace: Pace, running: &mut JoinSet<Ended>) -> Result<usize> {
        let room = pace.most.saturating_sub(running.len());
        let now = self.now();
        if room == 0 || !self.store.read_global().await?.job_is_due(now, lane).await? {
            return Ok(0);
        }
        let mut tx = self.store.write_global().await?;
        let most = i64::try_from(room).unwrap_or(i64::MAX);
        let claimed = tx.job_claim(now, now.plus_seconds(LEASE), most, lane).await?;
        tx.commit().await?;
        let count = claimed.len();
        for job in claimed {
            let desk = self.clone();
            running.spawn(async move { desk.job_do(job, pace).await });
        }
        Ok(count)
    }
}

/// One that panicked is not written down: its lease ends, and its tries are counted.
fn whole(ended: std::result::Result<Ended, JoinError>) -> Option<Ended> {
    ended.inspect_err(|error| tracing::error!(%error, "a job ended badly")).ok()
}
