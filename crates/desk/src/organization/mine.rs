//! My organizations: the switcher's lines, and who I am in the one of the page.

use crate::access::{Scope, UserScope};
use crate::role::RoleHere;
use crate::{Desk, Error, Result};
use domain::organization::{Me, OrgRow};
use domain::{MailAddress, Timestamp};
use store::organization::OrgMine;

impl Desk {
    /// The person's organizations, last used first, with what is unread in each.
    pub async fn org_mine(&self, user: &UserScope) -> Result<Vec<OrgRow>> {
        let mine = self.store.read_global().await?.org_mine(user.id()).await?;
        let mut mine: Vec<(Option<Timestamp>, OrgMine)> =
            mine.into_iter().map(|org| (org.seen_at.max(self.visits.last(user.id(), org.id)), org)).collect();
        // Stable: organizations never visited stay in the order of their names.
        mine.sort_by_key(|(seen, _)| std::cmp::Reverse(*seen));
        let mut rows = Vec::with_capacity(mine.len());
        for (_, OrgMine { id, slug, name, accent, logo, role, unread, .. }) in mine {
            let RoleHere { tag: role, permissions } = self.role_in(id, user.id(), role).await?;
            rows.push(OrgRow { id, slug, name, accent, logo, role, permissions, unread });
        }
        Ok(rows)
    }

    /// The person in the organization of the page, and where else they may go.
    pub async fn org_me(&self, user: &UserScope, scope: &Scope) -> Result<Me> {
        let orgs = self.org_mine(user).await?;
        let org = orgs.iter().find(|org| org.id == scope.org().id).cloned().ok_or(Error::NotFound)?;
        let email = MailAddress::parse(&user.user().email).map_err(|error| Error::Broken(error.to_string()))?;
        Ok(Me { user: user.id(), name: user.user().name.clone(), email, org, permissions: scope.permissions(), orgs })
    }
}
