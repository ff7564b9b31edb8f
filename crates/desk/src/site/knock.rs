//! One origin at a time: refused and counted, let in by one tap, taken off the list (screens.md 8).

use crate::access::{OrgCard, Scope};
use crate::audit::Entry;
use crate::error::Error;
use crate::{Desk, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::origin::Origin;
use domain::site::SitePage;
use domain::{Permission, SiteId, SiteSlug};
use serde_json::json;

impl Desk {
    /// Counts a knock. Writes nothing yet.
    pub(crate) async fn site_knocked(&self, org: &OrgCard, site: SiteId, origin: &Origin) {
        self.doors.knock(org.id, site, origin, self.now());
    }

    /// Puts one origin on the site's list. Errors: `Forbidden` without `site:edit`, `NotFound`, `Invalid`.
    pub async fn site_allow_origin(&self, scope: &Scope, slug: &SiteSlug, origin: &str) -> Result<SitePage> {
        scope.may(Permission::SiteEdit)?;
        let mut tx = self.store.write(scope.sight()).await?;
        let site = tx.site_head(slug).await?.ok_or(Error::NotFound)?;
        let origin = super::origins::checked_one(origin)?;
        let mut origins = tx.site_origins(site.id).await?;
        if !origins.contains(&origin) {
            origins.push(origin.clone());
            super::origins::checked_count(&origins)?;
            tx.site_origin_add(site.id, &origin).await?;
        }
        tx.site_knock_forget(site.id, &origin).await?;
        let at = self.now();
        let entry = Entry::new(AuditAction::SiteOriginAllowed, site.name.clone()).after(json!({ "origin": origin }));
        self.audit(&mut tx, scope, entry, at).await?;
        let event = Event::SiteChanged { name: site.name };
        let by = scope.actor().user();
        let seq = tx.record(&event, None, by, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.doors.forget(scope.org().id, site.id, &origin);
        self.changed(scope.org(), seq, &event, None, by);
        self.site_page(scope, slug).await
    }

    /// Takes one origin off the site's list; it is refused from the next request on. Not there is fine. Errors:
    /// `Forbidden` without `site:edit`, `NotFound`, `Invalid`.
    pub async fn site_remove_origin(&self, scope: &Scope, slug: &SiteSlug, origin: &str) -> Result<SitePage> {
        scope.may(Permission::SiteEdit)?;
        let mut tx = self.store.write(scope.sight()).await?;
        let site = tx.site_head(slug).await?.ok_or(Error::NotFound)?;
        let origin = super::origins::checked_one(origin)?;
        tx.site_origin_drop(site.id, &origin).await?;
        let at = self.now();
        let entry = Entry::new(AuditAction::SiteOriginRemoved, site.name.clone()).before(json!({ "origin": origin }));
        self.audit(&mut tx, scope, entry, at).await?;
        let event = Event::SiteChanged { name: site.name };
        let by = scope.actor().user();
        let seq = tx.record(&event, None, by, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, by);
        self.site_page(scope, slug).await
    }
}
