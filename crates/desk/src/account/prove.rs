//! "Your password, please": asked again before what changes who can sign in (security.md A6, re-authentication).

use super::throttle::PASSWORDS;
use crate::access::UserScope;
use crate::{Desk, Error, Result};
use domain::{Field, MailAddress};

impl Desk {
    /// Passes when the password is the person's, and answers what is kept of it. Errors: `Unconfirmed` (the link of the mail
    /// decides whose password that account has), `Invalid(CurrentPassword)`, `SlowDown` after several wrong ones, counted
    /// together with signing in.
    pub(super) async fn password_proved(&self, user: &UserScope, password: &str) -> Result<String> {
        if !user.user().confirmed {
            return Err(Error::Unconfirmed);
        }
        let address = MailAddress::parse(&user.user().email).map_err(|error| Error::Broken(error.to_string()))?;
        self.accounts.tries.attempt(address.key(), PASSWORDS, self.now()).map_err(Error::SlowDown)?;
        let known = self.store.read_global().await?.user_by_id(user.id()).await?.ok_or(Error::SignedOut)?.password_hash;
        if !self.password_fits(password, Some(&known)).await? {
            return Err(Error::invalid(Field::CurrentPassword, "This is not your present password."));
        }
        self.accounts.tries.clear(address.key());
        Ok(known)
    }
}
