//! Confirm an address with the mailed link.

use super::SignedIn;
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::MailAddress;
use store::user::TokenKind;

impl Desk {
    /// Whose address the link confirms; changes nothing, because mail scanners follow links. Errors: `NotFound`, the same
    /// for used, expired, wrong and malformed.
    pub async fn account_confirm_peek(&self, token: &str) -> Result<String> {
        let mut tx = self.store.read_global().await?;
        let user = tx.user_token_peek(&hash(token), TokenKind::Confirm, self.now()).await?;
        Ok(user.ok_or(Error::NotFound)?.email)
    }

    /// Confirms the address and signs in. Whoever was signed in before the address was proved is signed out: they may be
    /// somebody who used it without owning it. Errors: `NotFound`, as above; `CodeNeeded` with two-factor on.
    pub async fn account_confirm(&self, token: &str, user_agent: &str) -> Result<SignedIn> {
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        let used = tx.user_token_use(&hash(token), TokenKind::Confirm, at).await?.ok_or(Error::NotFound)?;
        let user = used.user_id;
        if tx.user_confirm(used, at).await? {
            tx.sessions_end(user).await?;
        }
        tx.user_tokens_end(user, at).await?;
        let entrance = self.entrance(&mut tx, user, user_agent, at).await?;
        tx.commit().await?;
        self.signed_out(user);
        entrance.signed_in()
    }

    /// Mails a fresh link, if the address waits for one; never says so. Errors: `Invalid` for what is no address.
    pub async fn account_confirm_resend(&self, email: &str) -> Result<()> {
        let email = MailAddress::parse(email).map_err(|error| Error::invalid(domain::Field::Email, error))?;
        if !self.may_mail(&email) {
            return self.as_if_mailed().await;
        }
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        let waiting = tx.user_of_email(email.key()).await?.filter(|user| user.confirmed_at.is_none());
        let Some(user) = waiting else {
            drop(tx);
            return self.as_if_mailed().await;
        };
        self.confirm_mail(&mut tx, user.id, None, at).await?;
        tx.commit().await?;
        self.job_ready();
        Ok(())
    }
}
