//! Another mail address: it becomes the account's when its own mail is opened, and the old one works until then.

use super::mails::LINK_LIFE;
use super::throttle::MAILS;
use crate::access::UserScope;
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::job::{AccountNotice, Job};
use domain::{Field, MailAddress, UserTokenId};
use store::StoreError;
use store::user::{TokenKind, UserTokenNew};

impl Desk {
    /// Mails the new address a link that confirms it, and the old one a word. Whether the new one has an account is not said
    /// here: its owner is told instead. Errors: `Unconfirmed`, `Invalid(Email)`, `Invalid(CurrentPassword)`; `SlowDown` after
    /// several wrong passwords or several changes.
    pub async fn account_email_change(&self, user: &UserScope, password: &str, email: &str) -> Result<MailAddress> {
        let email = MailAddress::parse(email).map_err(|error| Error::invalid(Field::Email, error))?;
        if email.key() == user.user().email.to_ascii_lowercase() {
            return Err(Error::invalid(Field::Email, "This is your address already."));
        }
        self.password_proved(user, password).await?;
        let at = self.now();
        self.accounts.mails.attempt(&format!("email {}", user.id()), MAILS, at).map_err(Error::SlowDown)?;
        let may_mail = self.may_mail(&email);
        let id = UserTokenId(self.ports.ids.uuid(at));
        let new = UserTokenNew {
            hash: hash(&self.token(TokenKind::Email.name(), id.0)),
            id,
            user: user.id(),
            kind: TokenKind::Email,
            expires_at: at.plus_seconds(LINK_LIFE),
            typed: None,
            email: Some(email.clone()),
        };
        let mut tx = self.store.write_global().await?;
        // Of several changes the last one counts.
        tx.email_changes_end(user.id(), at).await?;
        tx.user_token_add(new, at).await?;
        if may_mail {
            tx.job_add(self.job_id(at), &Job::MailEmailChange { user: user.id(), token: id.0 }, at).await?;
        }
        self.account_notice(&mut tx, user.id(), AccountNotice::EmailChangeAsked, at).await?;
        tx.commit().await?;
        self.job_ready();
        Ok(email)
    }

    /// The address the link confirms; changes nothing. Errors: `NotFound`, the same for used, expired, wrong and malformed.
    pub async fn account_email_peek(&self, token: &str) -> Result<MailAddress> {
        let mut tx = self.store.read_global().await?;
        tx.user_token_email(&hash(token), self.now()).await?.ok_or(Error::NotFound)
    }

    /// Makes the address the account's, and ends every mailed link and every session but the one of `here`, where the link was
    /// opened by the person themselves. Errors: `NotFound` as above; `Conflict` when somebody else was faster.
    pub async fn account_email_confirm(&self, token: &str, here: Option<&UserScope>) -> Result<()> {
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        let used = tx.user_token_use(&hash(token), TokenKind::Email, at).await?.ok_or(Error::NotFound)?;
        let (user, email) = (used.user_id, used.email.ok_or(Error::NotFound)?);
        match tx.user_set_email(user, email).await {
            Ok(true) => {}
            Ok(false) => return Err(Error::NotFound),
            Err(StoreError::Conflict(_)) => {
                return Err(Error::Conflict(
                    "Another account has this address by now. Yours stays as it was.".to_owned(),
                ));
            }
            Err(error) => return Err(error.into()),
        }
        tx.user_tokens_end(user, at).await?;
        match here.filter(|here| here.id() == user) {
            Some(here) => tx.sessions_end_others(user, here.session()).await?,
            None => tx.sessions_end(user).await?,
        };
        tx.commit().await?;
        self.signed_out(user);
        Ok(())
    }
}
