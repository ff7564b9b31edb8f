//! Make a site, with its key.

use super::SiteNew;
use super::origins::checked_list;
use crate::access::Scope;
use crate::audit::Entry;
use crate::error::checked;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::key::{KeyKind, KeyText};
use domain::site::{SitePage, SiteRow};
use domain::text::{Description, Name};
use domain::{Field, Permission, Problems, SiteId, SiteKeyId, SiteSlug};
use serde_json::json;

/// The most sites of an organization.
const MAX: i64 = 500;

impl Desk {
    /// Makes a site and shows it whole, with its key: what programs get. Errors: as [`Self::site_create`].
    pub async fn site_create_shown(&self, scope: &Scope, new: SiteNew) -> Result<SitePage> {
        let site = self.site_create(scope, new).await?;
        self.site_page(scope, &site.slug).await
    }

    /// Makes a site with one active key (S0-14, S0-35). Errors: `Forbidden` without `site:create`; `Invalid` per field, a
    /// slug the organization has already with the code `slug_taken`.
    pub async fn site_create(&self, scope: &Scope, new: SiteNew) -> Result<SiteRow> {
        scope.may(Permission::SiteCreate)?;
        let mut problems = Problems::default();
        let name = problems.take(Field::Name, Name::parse(&new.name));
        let slug = problems.take(Field::Slug, SiteSlug::parse(&new.slug));
        let description = problems.take(Field::Description, Description::parse(&new.description));
        let origins = checked_list(&new.origins, &mut problems);
        checked(problems)?;
        let (Some(name), Some(slug), Some(description)) = (name, slug, description) else {
            return Err(Error::Broken("a field without a value and without a problem".to_owned()));
        };

        let at = self.now();
        let id = SiteId(self.ports.ids.uuid(at));
        let mut tx = self.store.write(scope.sight()).await?;
        if tx.site_count().await? >= MAX {
            return Err(Error::Conflict(format!("An organization has at most {MAX} sites.")));
        }
        if !tx.site_add(id, slug.clone(), name.clone(), description, at).await? {
            return Err(self.slug_taken(&mut tx, &slug, &name).await?);
        }
        let key = KeyText::mint(KeyKind::Site, self.ports.ids.secret());
        tx.site_key_add(SiteKeyId(self.ports.ids.uuid(at)), id, key.as_str(), slug.clone(), name.clone(), at).await?;
        for origin in &origins {
            tx.site_origin_add(id, origin).await?;
        }
        let site = tx.site_record(&slug).await?.ok_or(Error::NotFound)?;
        let event = Event::SiteChanged { name: name.as_str().to_owned() };
        let by = scope.actor().user();
        let seq = tx.record(&event, None, by, scope.actor().name(), at).await?;
        let fields = json!({ "name": name, "slug": slug, "origins": origins });
        self.audit(&mut tx, scope, Entry::new(AuditAction::SiteCreated, name.as_str()).after(fields), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, by);
        Ok(super::list::row(scope, site, origins, None))
    }

    /// Says so, and names one that is free.
    async fn slug_taken(&self, tx: &mut store::Tx, slug: &SiteSlug, name: &Name) -> Result<Error> {
        let from_name = std::iter::once(SiteSlug::from_name(name.as_str()));
        let numbered = (2..=9).filter_map(|number| SiteSlug::parse(&format!("{slug}-{number}")).ok());
        let mut free = None;
        for candidate in from_name.chain(numbered) {
            if tx.site_head(&candidate).await?.is_none() {
                free = Some(candidate);
                break;
            }
        }
        let hint = free.map(|free| format!(" Try {free}.")).unwrap_or_default();
        let words = format!("This organization already has a site “{slug}”.{hint}");
        Ok(Error::invalid_coded(Field::Slug, "slug_taken", words))
    }
}
