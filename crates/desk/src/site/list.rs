//! All sites of an organization.

use crate::access::Scope;
use crate::{Desk, Result};
use domain::origin::Origin;
use domain::site::SiteRow;
use domain::{Moment, Permission, SiteId};
use std::collections::HashMap;
use store::site::SiteRecord;

impl Desk {
    /// Every site by name, with its origins and its open tickets, in three statements however many there are (S0-13).
    /// Errors: `Forbidden` without `site:read`.
    pub async fn site_list(&self, scope: &Scope) -> Result<Vec<SiteRow>> {
        scope.may(Permission::SiteRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let sites = tx.site_records().await?;
        let mut origins: HashMap<SiteId, Vec<Origin>> = HashMap::new();
        for row in tx.site_origins_all().await? {
            origins.entry(row.site_id).or_default().push(row.origin);
        }
        let zone = scope.org().zone();
        let mut used: HashMap<SiteId, Moment> = HashMap::new();
        for key in tx.site_keys_used().await? {
            let at = key.used_at.max(self.doors.last_use(key.id).map(|(at, _)| at));
            used.extend(at.map(|at| (key.site_id, zone.moment(at))));
        }
        Ok(sites
            .into_iter()
            .map(|site| {
                let (origins, used) = (origins.remove(&site.id).unwrap_or_default(), used.remove(&site.id));
                row(scope, site, origins, used)
            })
            .collect())
    }
}

pub(super) fn row(scope: &Scope, site: SiteRecord, origins: Vec<Origin>, used: Option<Moment>) -> SiteRow {
    SiteRow {
        id: site.id,
        org_id: scope.org().id,
        slug: site.slug,
        name: site.name,
        description: site.description,
        origins,
        open: site.open_tickets,
        created_at: site.created_at,
        used,
    }
}
