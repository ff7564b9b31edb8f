//! Choose a new password with the mailed link.

use super::SignedIn;
use super::password::Password;
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::{Field, MailAddress};
use store::user::TokenKind;

impl Desk {
    /// Whose password the link changes; changes nothing. Errors: `NotFound`, the same for used, expired, wrong and malformed.
    pub async fn account_reset_peek(&self, token: &str) -> Result<String> {
        let mut tx = self.store.read_global().await?;
        let user = tx.user_token_peek(&hash(token), TokenKind::Reset, self.now()).await?;
        Ok(user.ok_or(Error::NotFound)?.email)
    }

    /// Sets the password, ends every session and every other link of the account, confirms the address (the mail was
    /// read) and signs in. Errors: `NotFound` as above; `Invalid(Password)`, which leaves the link usable; `CodeNeeded` when
    /// all that is done and two-factor is on: a reset never turns it off.
    pub async fn account_reset(&self, token: &str, password: &str, user_agent: &str) -> Result<SignedIn> {
        let email = self.account_reset_peek(token).await?;
        let address = MailAddress::parse(&email).ok();
        let password =
            Password::parse(password, address.as_ref()).map_err(|problem| Error::invalid(Field::Password, problem))?;
        let password_hash = self.password_hash(password).await?;
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        // Asked again inside the transaction: of two at once, one wins.
        let user = tx.user_token_use(&hash(token), TokenKind::Reset, at).await?.ok_or(Error::NotFound)?.user_id;
        tx.user_set_password(user, password_hash, at).await?;
        tx.user_tokens_end(user, at).await?;
        tx.sessions_end(user).await?;
        let entrance = self.entrance(&mut tx, user, user_agent, at).await?;
        tx.commit().await?;
        self.signed_out(user);
        if let Some(address) = address {
            self.accounts.tries.clear(address.key());
        }
        entrance.signed_in()
    }
}
