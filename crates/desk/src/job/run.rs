//! Do one job, within its time and under its lease.

use super::Went;
use super::ended::tries;
use super::lane::{Ended, LEASE, Pace};
use crate::{Desk, Error, Result};
use domain::job::Job;
use std::time::Duration;
use store::job::ClaimedJob;

impl Desk {
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

    pub(super) async fn job_do(&self, claimed: ClaimedJob, pace: Pace) -> Ended {
        if claimed.attempts > tries(&claimed) {
            // Claimed once more than it may be tried: each try ended without a word, so the process itself did.
            return (claimed, Err(Error::Broken("the process ended each time it was tried".to_owned())));
        }
        let work = async {
            if !pace.holds {
                return self.job_work(&claimed).await;
            }
            tokio::select! {
                done = self.job_work(&claimed) => done,
                lost = self.job_hold(&claimed) => Err(lost),
            }
        };
        let outcome = match tokio::time::timeout(pace.time, work).await {
            Ok(outcome) => outcome,
            Err(_) => {
                let said = format!("took longer than {} s", pace.time.as_secs());
                self.job_cut(&claimed, &said).await;
                Err(Error::Broken(said))
            }
        };
        (claimed, outcome)
    }

    /// A job that was cut could not say so itself: whoever waits for it reads it where they look.
    async fn job_cut(&self, claimed: &ClaimedJob, said: &str) {
        let Some(org) = claimed.org else { return };
        let written = match claimed.job {
            Ok(Job::MailMailboxTest { mailbox, test }) => self.mail_test_cut(org, mailbox, test).await,
            Ok(
                Job::MailTicketOpened { ticket }
                | Job::MailTicketReplied { ticket, .. }
                | Job::MailTicketLink { ticket }
                | Job::MailTicketAgent { ticket, .. },
            ) => self.mail_cut(org, claimed.id, ticket).await,
            _ => Ok(()),
        };
        if let Err(error) = written {
            tracing::warn!(job = %claimed.id, %error, said, "that a job was cut could not be written down");
        }
    }

    /// What each kind of job is. `NotFound` is success: what it was about is gone.
    async fn job_work(&self, claimed: &ClaimedJob) -> Result<Went> {
        let job =
            claimed.job.as_ref().map_err(|error| Error::Broken(format!("not a job this version knows: {error}")))?;
        let done = match *job {
            Job::MailTicketOpened { ticket } => return self.mail_ticket_opened(claimed, ticket).await.or_else(gone),
            Job::MailTicketReplied { ticket, message } => {
                return self.mail_ticket_replied(claimed, ticket, message).await.or_else(gone);
            }
            Job::MailTicketLink { ticket } => return self.mail_ticket_link(claimed, ticket).await.or_else(gone),
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
                return self.mail_ticket_agent(claimed, ticket, message, user).await.or_else(gone);
            }
            Job::MailMailboxTest { mailbox, test } => self.mail_mailbox_test(claimed, mailbox, test).await,
        };
        done.map(|()| Went::Done).or_else(gone)
    }
}

fn gone(error: Error) -> Result<Went> {
    if matches!(error, Error::NotFound) { Ok(Went::Done) } else { Err(error) }
}
