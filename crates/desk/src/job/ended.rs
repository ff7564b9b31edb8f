//! Write down how jobs ended: done, to be tried again, or given up.

use super::Went;
use super::lane::Ended;
use crate::{Desk, Result};
use domain::job::{Job, Lane};
use store::job::ClaimedJob;

/// Tries before a job is given up; with the delays below, some two and a half hours.
const TRIES: i64 = 12;
/// The same for a mail about a ticket: 29 delays that are 265,275 seconds together, which is three days, an hour and 41 minutes. Servers
/// that are away over a weekend get it on Monday, as from any mail server (RFC 5321 section 4.5.4.1 asks for four to five days).
const MAIL_TRIES: i64 = 30;
/// Seconds before the second try; doubles with each further one, up to the longest.
const DELAY: i64 = 5;
const LONGEST: i64 = 3600;
/// The same for a mail about a ticket.
const MAIL_LONGEST: i64 = 4 * 3600;

impl Desk {
    /// All in one transaction, which leaves `ended` empty; what cannot be written stays in it.
    pub(super) async fn job_ended(&self, ended: &mut Vec<Ended>) -> Result<()> {
        if ended.is_empty() {
            return Ok(());
        }
        let now = self.now();
        // Whoever waits for what will never be done is told before it is given up: what dies in between is given up once more.
        let mut untold = Vec::new();
        for (claimed, outcome) in ended.iter() {
            if outcome.is_err()
                && claimed.attempts >= tries(claimed)
                && let Err(error) = self.job_given_up(claimed).await
            {
                tracing::error!(job = %claimed.id, %error, "nobody could be told yet that a job is given up");
                untold.push(claimed.id);
            }
        }
        let mut tx = self.store.write_global().await?;
        for (claimed, outcome) in ended.iter().filter(|(claimed, _)| !untold.contains(&claimed.id)) {
            let error = match outcome {
                Ok(Went::Done) => {
                    tx.job_finish(claimed.id, claimed.attempts).await?;
                    continue;
                }
                Ok(Went::Later(at)) => {
                    tx.job_postpone(claimed.id, claimed.attempts, *at).await?;
                    continue;
                }
                Err(error) => error,
            };
            let said = error.to_string();
            if claimed.attempts < tries(claimed) {
                tracing::warn!(job = %claimed.id, tries = claimed.attempts, %error, "a job failed and is tried again");
                let run_at = now.plus_seconds(delay(claimed.attempts, longest(claimed)));
                tx.job_retry(claimed.id, claimed.attempts, run_at, &said).await?;
            } else if tx.job_give_up(claimed.id, claimed.attempts, now, &said).await? == 1 {
                tracing::error!(job = %claimed.id, %error, "a job failed for the last time");
            }
        }
        tx.commit().await?;
        ended.clear();
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
pub(super) fn tries(claimed: &ClaimedJob) -> i64 {
    if is_ticket_mail(claimed) { MAIL_TRIES } else { TRIES }
}

fn longest(claimed: &ClaimedJob) -> i64 {
    if is_ticket_mail(claimed) { MAIL_LONGEST } else { LONGEST }
}

/// A test of a mailbox is none: a person waits for it, and presses the button again.
fn is_ticket_mail(claimed: &ClaimedJob) -> bool {
    let is_test = matches!(claimed.job, Ok(Job::MailMailboxTest { .. }));
    !is_test && claimed.job.as_ref().is_ok_and(|job| job.lane() == Lane::Mail)
}

/// Seconds to wait after the `attempts`-th try failed.
fn delay(attempts: i64, longest: i64) -> i64 {
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or_default();
    (DELAY << doublings).min(longest)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, MAIL_LONGEST, MAIL_TRIES, TRIES, delay};

    #[test]
    fn delays_double_up_to_an_hour() {
        let delays: Vec<i64> = (1..=TRIES).map(|attempts| delay(attempts, LONGEST)).collect();
        assert_eq!(delays, [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
    }

    #[test]
    fn a_mail_is_tried_for_three_days() {
        let delays: Vec<i64> = (1..MAIL_TRIES).map(|attempts| delay(attempts, MAIL_LONGEST)).collect();
        assert_eq!(delays[9..14], [2560, 5120, 10_240, 14_400, 14_400]);
        assert_eq!(delays.iter().sum::<i64>(), 265_275);
        assert!((72..76).contains(&(265_275 / 3600)));
    }
}
