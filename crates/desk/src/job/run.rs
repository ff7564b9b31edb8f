//! Run what is due: claim, do, and write down how it went.

use crate::{Desk, Error, Result};
use domain::job::Job;
use std::time::Duration;
use store::job::ClaimedJob;
use tokio::task::JoinSet;

/// Jobs claimed at once, and done side by side: a slow mail server holds up seven others, not all.
const AT_ONCE: i64 = 8;
/// Seconds a claimed job is left alone by other workers.
const LEASE: i64 = 60;
/// A job is stopped before its lease ends, so that two workers never do the same one.
const TIME: Duration = Duration::from_secs(45);
/// Tries before a job is given up; with the delays below, some four hours.
const TRIES: i64 = 12;
/// Seconds before the second try; doubles with each further one, up to an hour.
const DELAY: i64 = 5;

impl Desk {
    /// Does one batch of what is due, and answers how many jobs it was; 0 means there is time to sleep. A job that fails
    /// is not an error here: it is tried again later, and stays with its last error after the last try.
    pub async fn job_run_due(&self) -> Result<usize> {
        let now = self.now();
        if !self.store.read_global().await?.job_is_due(now).await? {
            return Ok(0);
        }
        let mut tx = self.store.write_global().await?;
        let claimed = tx.job_claim(now, now.plus_seconds(LEASE), AT_ONCE).await?;
        tx.commit().await?;
        let count = claimed.len();
        let mut running = JoinSet::new();
        for job in claimed {
            let desk = self.clone();
            running.spawn(async move { desk.job_do(job).await });
        }
        while let Some(first) = running.join_next().await {
            // Whatever else has ended by now is written down in the same transaction.
            let mut ended = vec![first];
            ended.extend(std::iter::from_fn(|| running.try_join_next()));
            let ended = ended.into_iter().collect::<std::result::Result<Vec<_>, _>>();
            self.job_ended(ended.map_err(|error| Error::Broken(error.to_string()))?).await?;
        }
        Ok(count)
    }

    async fn job_do(&self, claimed: ClaimedJob) -> (ClaimedJob, Result<()>) {
        let outcome = if claimed.attempts > TRIES {
            // Claimed once more than it may be tried: each try ended without a word, so the process itself did.
            Err(Error::Broken("the process ended each time it was tried".to_owned()))
        } else {
            let late = |_| Err(Error::Broken(format!("took longer than {} s", TIME.as_secs())));
            tokio::time::timeout(TIME, self.job_work(&claimed)).await.unwrap_or_else(late)
        };
        (claimed, outcome)
    }

    async fn job_ended(&self, ended: Vec<(ClaimedJob, Result<()>)>) -> Result<()> {
        let now = self.now();
        let mut tx = self.store.write_global().await?;
        for (claimed, outcome) in ended {
            match outcome {
                Ok(()) => {
                    tx.job_done(claimed.id).await?;
                }
                Err(error) if claimed.attempts >= TRIES => {
                    tracing::error!(job = %claimed.id, %error, "a job failed for the last time");
                    tx.job_give_up(claimed.id, claimed.attempts, now, &error.to_string()).await?;
                }
                Err(error) => {
                    tracing::warn!(job = %claimed.id, tries = claimed.attempts, %error, "a job failed and is tried again");
                    let run_at = now.plus_seconds(delay(claimed.attempts));
                    tx.job_retry(claimed.id, claimed.attempts, run_at, &error.to_string()).await?;
                }
            }
        }
        Ok(tx.commit().await?)
    }

    /// What each kind of job is. `NotFound` is success: what it was about is gone.
    async fn job_work(&self, claimed: &ClaimedJob) -> Result<()> {
        let job =
            claimed.job.as_ref().map_err(|error| Error::Broken(format!("not a job this version knows: {error}")))?;
        let done = match *job {
            Job::MailTicketOpened { ticket } => self.mail_ticket_opened(claimed, ticket).await,
            Job::MailTicketReplied { ticket, message } => self.mail_ticket_replied(claimed, ticket, message).await,
            Job::MailTicketLink { ticket } => self.mail_ticket_link(claimed, ticket).await,
            Job::MailConfirm { user, token } => self.mail_confirm(claimed, user, token).await,
            Job::MailReset { user, token } => self.mail_reset(claimed, user, token).await,
            Job::OrgPurge { org } => self.org_purge(org).await,
            Job::MailEmailChange { user, token } => self.mail_email_change(claimed, user, token).await,
            Job::MailAccountNotice { user, notice } => self.mail_account_notice(claimed, user, notice).await,
            Job::MailAlreadyRegistered { user } => self.mail_already_registered(claimed, user).await,
            Job::MailInvitation { invitation, generation } => {
                self.mail_invitation(claimed, invitation, generation).await
            }
            Job::MailInvitationAnswered { invitation } => self.mail_invitation_answered(claimed, invitation).await,
        };
        match done {
            Err(Error::NotFound) => Ok(()),
            done => done,
        }
    }
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
