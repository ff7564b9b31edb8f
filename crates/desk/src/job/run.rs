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
/// The same for one that may take minutes and keeps its lease by itself.
const LONG_TIME: Duration = Duration::from_secs(6 * 3600);
/// Tries before a job is given up; with the delays below, some four hours.
const TRIES: i64 = 12;
/// Seconds before the second try; doubles with each further one, up to an hour.
const DELAY: i64 = 5;

impl Desk {
    /// Does one batch of what is due, and answers how many jobs it was; 0 means there is time to sleep. A job that fails
    /// is not an error here: it is tried again later, and stays with its last error after the last try.
    pub async fn job_run_due(&self) -> Result<usize> {
        self.job_batch(AT_ONCE, false).await
    }

    /// The same for those that may take minutes, one after the other: no mail waits for them.
    pub async fn job_run_long(&self) -> Result<usize> {
        self.job_batch(1, true).await
    }

    async fn job_batch(&self, most: i64, long: bool) -> Result<usize> {
        let now = self.now();
        if !self.store.read_global().await?.job_is_due(now, long).await? {
            return Ok(0);
        }
        let mut tx = self.store.write_global().await?;
        let claimed = tx.job_claim(now, now.plus_seconds(LEASE), most, long).await?;
        tx.commit().await?;
        let count = claimed.len();
        let mut running = JoinSet::new();
        for job in claimed {
            let desk = self.clone();
            running.spawn(async move { desk.job_do(job, if long { LONG_TIME } else { TIME }).await });
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

    /// Keeps the lease of a job in hand for as long as this runs. Ends, with an error, only when somebody else has the job.
    pub(crate) async fn job_hold(&self, claimed: &ClaimedJob) -> Error {
        loop {
            tokio::time::sleep(Duration::from_secs(LEASE.unsigned_abs() / 3)).await;
            let held = async {
                let mut tx = self.store.write_global().await?;
                let held = tx.job_hold(claimed.id, claimed.attempts, self.now().plus_seconds(LEASE)).await?;
                tx.commit().await?;
                Ok::<_, Error>(held)
            };
            match held.await {
                Ok(true) => {}
                Ok(false) => return Error::Broken("somebody else has the job by now".to_owned()),
                Err(error) => tracing::warn!(%error, job = %claimed.id, "the lease of a job could not be renewed"),
            }
        }
    }

    async fn job_do(&self, claimed: ClaimedJob, time: Duration) -> (ClaimedJob, Result<()>) {
        let outcome = if claimed.attempts > TRIES {
            // Claimed once more than it may be tried: each try ended without a word, so the process itself did.
            Err(Error::Broken("the process ended each time it was tried".to_owned()))
        } else {
            let late = |_| Err(Error::Broken(format!("took longer than {} s", time.as_secs())));
            tokio::time::timeout(time, self.job_work(&claimed)).await.unwrap_or_else(late)
        };
        (claimed, outcome)
    }

    async fn job_ended(&self, ended: Vec<(ClaimedJob, Result<()>)>) -> Result<()> {
        let now = self.now();
        let mut given_up = Vec::new();
        let mut tx = self.store.write_global().await?;
        for (claimed, outcome) in ended {
            match outcome {
                Ok(()) => {
                    tx.job_done(claimed.id).await?;
                }
                Err(error) if claimed.attempts >= TRIES => {
                    tracing::error!(job = %claimed.id, %error, "a job failed for the last time");
                    tx.job_give_up(claimed.id, claimed.attempts, now, &error.to_string()).await?;
                    given_up.push(claimed);
                }
                Err(error) => {
                    tracing::warn!(job = %claimed.id, tries = claimed.attempts, %error, "a job failed and is tried again");
                    let run_at = now.plus_seconds(delay(claimed.attempts));
                    tx.job_retry(claimed.id, claimed.attempts, run_at, &error.to_string()).await?;
                }
            }
        }
        tx.commit().await?;
        for claimed in given_up {
            self.job_given_up(&claimed).await?;
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
            // Boxed: what it holds while it waits must not lie on the stack of every other job.
            Job::OrgExport { export } => Box::pin(self.org_export(claimed, export)).await,
            Job::ExportExpire { export } => self.export_expire(claimed, export).await,
            Job::MailEmailChange { user, token } => self.mail_email_change(claimed, user, token).await,
            Job::MailAccountNotice { user, notice } => self.mail_account_notice(claimed, user, notice).await,
            Job::MailAlreadyRegistered { user } => self.mail_already_registered(claimed, user).await,
            Job::MailInvitation { invitation, generation } => {
                self.mail_invitation(claimed, invitation, generation).await
            }
            Job::MailInvitationAnswered { invitation } => self.mail_invitation_answered(claimed, invitation).await,
            // Boxed, as above: a mail that is read is large.
            Job::MailProcess { mail } => Box::pin(self.mail_process(claimed, mail)).await,
            Job::MailTicketAgent { ticket, message, user } => {
                self.mail_ticket_agent(claimed, ticket, message, user).await
            }
            Job::MailMailboxTest { mailbox, test } => self.mail_mailbox_test(claimed, mailbox, test).await,
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
