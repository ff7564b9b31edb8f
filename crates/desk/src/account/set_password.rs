//! Choose a new password while signed in, by knowing the present one.

use super::password::Password;
use crate::access::UserScope;
use crate::{Desk, Error, Result};
use domain::{Field, MailAddress};

impl Desk {
    /// Replaces the password and ends every other session and every mailed link of the account; the session that asks goes
    /// on. Errors: `Unconfirmed` (the link of the mail decides whose password that account has), `Invalid(Password)`,
    /// `Invalid(CurrentPassword)` for a wrong one, `SlowDown` after several, counted together with signing in; `Stale`.
    pub async fn account_set_password(&self, user: &UserScope, current: &str, new: &str) -> Result<()> {
        if !user.user().confirmed {
            return Err(Error::Unconfirmed);
        }
        let address = MailAddress::parse(&user.user().email).map_err(|error| Error::Broken(error.to_string()))?;
        // Said first: what is wrong with the new one costs no try.
        let password =
            Password::parse(new, Some(&address)).map_err(|problem| Error::invalid(Field::Password, problem))?;
        let known = self.password_proved(user, current).await?;
        if current == new {
            return Err(Error::invalid(Field::Password, "This is the present one. Choose another."));
        }
        let password_hash = self.password_hash(password).await?;
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        if !tx.user_change_password(user.id(), known, password_hash).await? {
            return Err(Error::Stale);
        }
        tx.user_tokens_end(user.id(), at).await?;
        tx.sessions_end_others(user.id(), user.session()).await?;
        tx.commit().await?;
        self.signed_out(user.id());
        Ok(())
    }
}
