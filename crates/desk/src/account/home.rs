//! Where a person goes after signing in.

use crate::access::UserScope;
use crate::{Desk, Result};
use domain::OrgSlug;

impl Desk {
    /// The organization the person chose, else the one they used last, else their first; `None` for somebody who has none yet.
    pub async fn account_home(&self, user: &UserScope) -> Result<Option<OrgSlug>> {
        let chosen = self.store.read_global().await?.default_org(user.id()).await?;
        let mut mine = self.org_mine(user).await?;
        let at = mine.iter().position(|org| Some(org.id) == chosen).unwrap_or_default();
        Ok((!mine.is_empty()).then(|| mine.swap_remove(at).slug))
    }
}
