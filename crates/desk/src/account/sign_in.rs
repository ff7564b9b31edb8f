//! Sign in and out.

use super::SignedIn;
use super::throttle::PASSWORDS;
use crate::access::UserScope;
use crate::{Desk, Error, Result};
use domain::Field;

/// One sentence for a wrong password and for an address without an account.
const WRONG: &str = "Address and password do not fit together.";

impl Desk {
    /// Signs a browser in with a new session. Errors: `Invalid(Password)`, the same for a wrong password and an unknown
    /// address; `SlowDown` after several wrong ones; `CodeNeeded` when the password fits and two-factor is on.
    pub async fn account_sign_in(&self, email: &str, password: &str, user_agent: &str) -> Result<SignedIn> {
        let key: String = email.trim().to_ascii_lowercase().chars().filter(|c| !c.is_control()).take(254).collect();
        let at = self.now();
        self.accounts.tries.attempt(&key, PASSWORDS, at).map_err(Error::SlowDown)?;
        let known = self.store.read_global().await?.user_of_email(&key).await?;
        let fits = self.password_fits(password, known.as_ref().map(|user| user.password_hash.as_str())).await?;
        let Some(user) = known.filter(|_| fits) else {
            return Err(Error::invalid(Field::Password, WRONG));
        };
        let mut tx = self.store.write_global().await?;
        let entrance = self.entrance(&mut tx, user.id, user_agent, at).await?;
        tx.commit().await?;
        self.accounts.tries.clear(&key);
        entrance.signed_in()
    }

    /// Ends the session that asks.
    pub async fn account_sign_out(&self, user: &UserScope) -> Result<()> {
        let mut tx = self.store.write_global().await?;
        tx.session_end(user.id(), user.session()).await?;
        tx.commit().await?;
        self.signed_out(user.id());
        Ok(())
    }
}
