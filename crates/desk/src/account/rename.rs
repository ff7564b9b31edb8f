//! A person's own name.

use crate::access::UserScope;
use crate::{Desk, Error, Result};
use domain::Field;
use domain::text::Name;

impl Desk {
    /// Changes the name on everything signed from now on. Errors: `Invalid(Name)`.
    pub async fn account_rename(&self, user: &UserScope, name: &str) -> Result<Name> {
        let name = Name::parse(name).map_err(|error| Error::invalid(Field::Name, error))?;
        let mut tx = self.store.write_global().await?;
        tx.user_rename(user.id(), name.clone()).await?;
        tx.commit().await?;
        Ok(name)
    }
}
