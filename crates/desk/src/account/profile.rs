//! What a person's profile page shows beside what every page knows.

use crate::access::UserScope;
use crate::{Desk, Result};
use domain::user::ProfilePage;

impl Desk {
    /// The address that waits to be confirmed, what is in the way of deleting the account, and the signature.
    pub async fn account_profile(&self, user: &UserScope) -> Result<ProfilePage> {
        let mut tx = self.store.read_global().await?;
        Ok(ProfilePage {
            pending: tx.email_pending(user.id(), self.now()).await?,
            sole_owner_of: tx.sole_owner_of(user.id()).await?,
            signature: tx.user_signature(user.id()).await?,
        })
    }
}
