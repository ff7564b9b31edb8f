//! Give a site a new key. The old one opens nothing from that moment (S0-36, B40).

use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::key::{KeyKind, KeyText};
use domain::site::SitePage;
use domain::text::Name;
use domain::{Permission, SiteKeyId, SiteSlug};

impl Desk {
    /// Ends the active key and makes another, in one transaction. Errors: `Forbidden` without `apikey:rotate`, `NotFound`.
    pub async fn site_key_rotate(&self, scope: &Scope, slug: &SiteSlug) -> Result<SitePage> {
        scope.may(Permission::ApikeyRotate)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let site = tx.site_head(slug).await?.ok_or(Error::NotFound)?;
        let name = Name::parse(&site.name).map_err(|error| Error::Broken(error.to_string()))?;
        tx.site_key_revoke(site.id, at).await?;
        let key = KeyText::mint(KeyKind::Site, self.ports.ids.secret());
        tx.site_key_add(SiteKeyId(self.ports.ids.uuid(at)), site.id, key.as_str(), site.slug, name, at).await?;
        self.audit(&mut tx, scope, Entry::new(AuditAction::SiteKeyRotated, site.name.clone()), at).await?;
        let event = Event::SiteChanged { name: site.name };
        let by = scope.actor().user();
        let seq = tx.record(&event, None, by, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, by);
        self.site_page(scope, slug).await
    }
}
