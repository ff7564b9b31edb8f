//! How many mails an organization may cause: an invitation is a mail to a stranger, so it must not become somebody's way to
//! write to them (security.md A3).

use crate::{Desk, Error, Result};
use domain::job::Job;
use domain::{InvitationId, MailAddress, Timestamp};
use store::Tx;
use store::invitation::InvitationMails;

/// Mails an organization sends in an hour.
pub(crate) const HOURLY: i64 = 100;
const HOUR: i64 = 3_600;
/// Mails one address gets from an organization in a day.
const DAILY_TO_ONE: i64 = 3;
const DAY: i64 = 86_400;

/// Seconds until the oldest of them counts no more.
fn wait(mails: InvitationMails, span: i64, now: Timestamp) -> u64 {
    let free_at = mails.first.map_or(now, |first| first.plus_seconds(span));
    u64::try_from(free_at.seconds_since(now)).unwrap_or_default().max(1)
}

impl Desk {
    /// How many mails are left this hour.
    pub(super) async fn invitation_mails_left(&self, tx: &mut Tx, at: Timestamp) -> Result<i64> {
        tx.invitation_mails_sweep(at.plus_seconds(-DAY)).await?;
        Ok((HOURLY - tx.invitation_mails_since(at.plus_seconds(-HOUR)).await?.sent).max(0))
    }

    /// Passes while the organization may send another mail. Errors: `SlowDown`.
    pub(super) async fn invitation_mails_free(&self, tx: &mut Tx, at: Timestamp) -> Result<()> {
        let mails = tx.invitation_mails_since(at.plus_seconds(-HOUR)).await?;
        if mails.sent < HOURLY { Ok(()) } else { Err(Error::SlowDown(wait(mails, HOUR, at))) }
    }

    /// Passes while the address may get another mail from here. Errors: `SlowDown`.
    pub(super) async fn invitation_mails_to(&self, tx: &mut Tx, email: &MailAddress, at: Timestamp) -> Result<()> {
        let mails = tx.invitation_mails_to(email, at.plus_seconds(-DAY)).await?;
        if mails.sent < DAILY_TO_ONE { Ok(()) } else { Err(Error::SlowDown(wait(mails, DAY, at))) }
    }

    /// Asks for the mail of one link, and counts it.
    pub(super) async fn invitation_mail(
        &self,
        tx: &mut Tx,
        email: &MailAddress,
        (invitation, generation): (InvitationId, i64),
        at: Timestamp,
    ) -> Result<()> {
        let id = self.job_id(at);
        tx.invitation_mail_add(id, email, at).await?;
        tx.job_add(id, &Job::MailInvitation { invitation, generation }, at).await?;
        Ok(())
    }
}
