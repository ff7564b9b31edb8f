//! "Forgotten?": mails a link to choose a new password.

use crate::{Desk, Error, Result};
use domain::{Field, MailAddress};

impl Desk {
    /// Mails the link, if the address has an account; never says so. Errors: `Invalid` for what is no address.
    pub async fn account_forgot(&self, email: &str) -> Result<()> {
        let email = MailAddress::parse(email).map_err(|error| Error::invalid(Field::Email, error))?;
        if !self.may_mail(&email) {
            return self.as_if_mailed().await;
        }
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        let Some(user) = tx.user_of_email(email.key()).await? else {
            drop(tx);
            return self.as_if_mailed().await;
        };
        self.reset_mail(&mut tx, user.id, at).await?;
        tx.commit().await?;
        self.job_ready();
        Ok(())
    }
}
