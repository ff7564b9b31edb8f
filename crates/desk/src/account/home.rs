//! Where a person goes after signing in.

use crate::access::UserScope;
use crate::{Desk, Result};
use domain::OrgSlug;

impl Desk {
    /// The organization the person used last, else their first; `None` for somebody who has none yet.
    pub async fn account_home(&self, user: &UserScope) -> Result<Option<OrgSlug>> {
        Ok(self.org_mine(user).await?.into_iter().next().map(|org| org.slug))
    }
}
