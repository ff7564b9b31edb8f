//! Write down how jobs ended: done, to be tried again, or given up.

use super::lane::Ended;
use crate::{Desk, Result};
use domain::job::Job;
use store::job::ClaimedJob;

/// Tries before a job is given up; with the delays below, some four hours.
const TRIES: i64 = 12;
/// Seconds before the second try; doubles with each further one, up to an hour.
const DELAY: i64 = 5;

impl Desk {
    /// All in one transaction, which leaves `ended` empty; what cannot be written stays in it.
    pub(super) async fn job_ended(&self, ended: &mut Vec<Ended>) -> Result<()> {
        if ended.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let mut given_up = Vec::new();
        let mut tx = self.store.write_global().await?;
        for (claimed, outcome) in ended.iter() {
            let Err(error) = outcome else {
                tx.job_done(claimed.id).await?;
                continue;
            };
            let said = error.to_string();
            if claimed.attempts < tries(claimed) {
                tracing::warn!(job = %claimed.id, tries = claimed.attempts, %error, "a job failed and is tried again");
                tx.job_retry(claimed.id, claimed.attempts, now.plus_seconds(delay(claimed.attempts)), &said).await?;
            } else if tx.job_give_up(claimed.id, claimed.attempts, now, &said).await? == 1 {
                tracing::error!(job = %claimed.id, %error, "a job failed for the last time");
                given_up.push(claimed.clone());
            }
        }
        tx.commit().await?;
        ended.clear();
        for claimed in given_up {
            // The job is given up either way; whoever is not told of it finds it with the operator.
            if let Err(error) = self.job_given_up(&claimed).await {
                tracing::error!(job = %claimed.id, %error, "nobody could be told that a job was given up");
            }
        }
        Ok(())
    }

    /// Whoever waits for what will never be done is told.
    async fn job_given_up(&self, claimed: &ClaimedJob) -> Result<()> {
        match (&claimed.job, claimed.org) {
            (Ok(Job::OrgExport { export }), Some(org)) => self.export_failed(org, *export).await,
            (Ok(Job::MailProcess { mail }), Some(org)) => self.mail_given_up(org, *mail).await,
            (
                Ok(
                    Job::MailTicketOpened { ticket }
                    | Job::MailTicketReplied { ticket, .. }
                    | Job::MailTicketLink { ticket }
                    | Job::MailTicketAgent { ticket, .. },
                ),
                Some(org),
            ) => self.mail_failed(org, claimed.id, *ticket).await,
            _ => Ok(()),
        }
    }
}

/// How often a job is tried.
pub(super) fn tries(_: &ClaimedJob) -> i64 {
    TRIES
}

/// Seconds to wait after the `attempts`-th try failed.
fn delay(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or_default();
    (DELAY << doublings).min(3600)
}

#[cfg(test)]
mod tests {
    use super::delay;

    #[test]
    fn delays_double_up_to_an_hour() {
        let delays: Vec<i64> = (1..=12).map(delay).collect();
        assert_eq!(delays, [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
    }
}
