//! Where a person works: their own memberships (S2-34), and where sign-in leads.

use crate::access::UserScope;
use crate::moment::Zone;
use crate::{Desk, Error, Result};
use domain::OrgSlug;
use domain::organization::MembershipRow;
use store::account::MembershipRecord;

impl Desk {
    /// All organizations the person belongs to, by name, with their role in each. No permission is needed: it is about them.
    pub async fn account_memberships(&self, user: &UserScope) -> Result<Vec<MembershipRow>> {
        let mut tx = self.store.read_global().await?;
        let default = tx.default_org(user.id()).await?;
        let records = tx.memberships_of_user(user.id()).await?;
        drop(tx);
        let mut rows = Vec::with_capacity(records.len());
        for record in records {
            let MembershipRecord { id, slug, name, accent, timezone, role, created_at, seen_at } = record;
            let zone = Zone::of(&timezone);
            rows.push(MembershipRow {
                role: self.role_in(id, user.id(), role).await?.tag,
                joined: zone.moment(created_at),
                used: seen_at.max(self.visits.last(user.id(), id)).map(|at| zone.moment(at)),
                is_default: default == Some(id),
                slug,
                name,
                accent,
            });
        }
        Ok(rows)
    }

    /// Says where sign-in leads; `None` is wherever the person was last. Errors: `NotFound` for an organization they are not in.
    pub async fn account_set_default(&self, user: &UserScope, org: Option<&OrgSlug>) -> Result<()> {
        let mut tx = self.store.write_global().await?;
        let org = match org {
            None => None,
            Some(slug) => {
                let mine = tx.memberships_of_user(user.id()).await?;
                Some(mine.into_iter().find(|mine| mine.slug == *slug).ok_or(Error::NotFound)?.id)
            }
        };
        tx.default_org_set(user.id(), org).await?;
        Ok(tx.commit().await?)
    }
}
