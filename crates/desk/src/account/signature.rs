//! What a person writes under their own replies, below the organization's words.

use crate::access::UserScope;
use crate::{Desk, Error, Result};
use domain::Field;
use domain::signature::Signature;

impl Desk {
    /// Changes the signature under everything mailed from now on; empty for none. Errors: `Invalid(Signature)`.
    pub async fn account_set_signature(&self, user: &UserScope, signature: &str) -> Result<Signature> {
        let signature = Signature::parse(signature).map_err(|error| Error::invalid(Field::Signature, error))?;
        let mut tx = self.store.write_global().await?;
        tx.user_sign(user.id(), signature.clone()).await?;
        tx.commit().await?;
        Ok(signature)
    }
}
