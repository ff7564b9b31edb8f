//! Take a passkey away.

use crate::access::UserScope;
use crate::{Desk, Error, Result};
use domain::PasskeyId;
use domain::job::AccountNotice;

impl Desk {
    /// Removes one of the person's passkeys: it signs in no more. Sessions it has opened go on. Errors: `Unconfirmed`,
    /// `Invalid(CurrentPassword)`, `SlowDown`; `NotFound`, also for somebody else's.
    pub async fn account_passkey_remove(&self, user: &UserScope, id: PasskeyId, password: &str) -> Result<()> {
        self.password_proved(user, password).await?;
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        if !tx.passkey_remove(user.id(), id).await? {
            return Err(Error::NotFound);
        }
        self.account_notice(&mut tx, user.id(), AccountNotice::PasskeyRemoved, at).await?;
        tx.commit().await?;
        self.job_ready();
        Ok(())
    }
}
