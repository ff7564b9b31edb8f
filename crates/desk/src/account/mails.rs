//! The mails an account sends on a stranger's word: how they are asked for, and how many.

use super::throttle::MAILS;
use crate::token::hash;
use crate::{Desk, Result};
use domain::job::Job;
use domain::text::Name;
use domain::{JobId, MailAddress, Timestamp, UserId, UserTokenId};
use store::Global;
use store::user::{TokenKind, UserTokenNew};

/// Seconds a mailed link works, from the moment its mail goes out.
pub(crate) const LINK_LIFE: i64 = 3600;

impl Desk {
    pub(crate) fn job_id(&self, at: Timestamp) -> JobId {
        JobId(self.ports.ids.uuid(at))
    }

    /// Whether the address may get another mail. The caller is not told: it would tell strangers about it.
    pub(crate) fn may_mail(&self, email: &MailAddress) -> bool {
        self.accounts.mails.attempt(email.key(), MAILS, self.now()).is_ok()
    }

    /// The work of a mail that is not sent: the same writes, the same commit, nothing left behind.
    pub(crate) async fn as_if_mailed(&self) -> Result<()> {
        let at = self.now();
        let id = self.job_id(at);
        let mut tx = self.store.write_global().await?;
        tx.job_add(id, &Job::MailAlreadyRegistered { user: UserId(id.0) }, at).await?;
        tx.job_done(id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Asks for a mail with a link that confirms the address. `typed` becomes the account's when that very link is opened:
    /// who signs up with somebody else's address does not get to choose the password the owner confirms.
    pub(crate) async fn confirm_mail(
        &self,
        tx: &mut Global,
        user: UserId,
        typed: Option<(Name, String)>,
        at: Timestamp,
    ) -> Result<()> {
        let token = self.user_token(tx, user, TokenKind::Confirm, typed, at).await?;
        tx.job_add(self.job_id(at), &Job::MailConfirm { user, token: token.0 }, at).await?;
        Ok(())
    }

    /// Asks for a mail with a link that lets its reader choose a new password.
    pub(crate) async fn reset_mail(&self, tx: &mut Global, user: UserId, at: Timestamp) -> Result<()> {
        let token = self.user_token(tx, user, TokenKind::Reset, None, at).await?;
        tx.job_add(self.job_id(at), &Job::MailReset { user, token: token.0 }, at).await?;
        Ok(())
    }

    async fn user_token(
        &self,
        tx: &mut Global,
        user: UserId,
        kind: TokenKind,
        typed: Option<(Name, String)>,
        at: Timestamp,
    ) -> Result<UserTokenId> {
        let id = UserTokenId(self.ports.ids.uuid(at));
        let hash = hash(&self.token(kind.name(), id.0));
        let new = UserTokenNew { hash, id, user, kind, expires_at: at.plus_seconds(LINK_LIFE), typed, email: None };
        tx.user_token_add(new, at).await?;
        Ok(id)
    }
}
