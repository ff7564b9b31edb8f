//! Change what a site is called and where its key works.

use super::SiteEdit;
use super::origins::checked_list;
use crate::access::Scope;
use crate::audit::Entry;
use crate::error::checked;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::site::SitePage;
use domain::text::{Description, Name};
use domain::{Field, Permission, Problem, Problems, SiteSlug};
use serde_json::json;

impl Desk {
    /// Changes what was said and leaves the rest; `origins` is the whole list. Errors: `Forbidden` without `site:edit`,
    /// `NotFound`; `Invalid` per field, a different slug with the code `slug_immutable`.
    pub async fn site_edit(&self, scope: &Scope, slug: &SiteSlug, edit: SiteEdit) -> Result<SitePage> {
        scope.may(Permission::SiteEdit)?;
        let mut tx = self.store.write(scope.sight()).await?;
        let site = tx.site_record(slug).await?.ok_or(Error::NotFound)?;
        let mut problems = Problems::default();
        if edit.slug.as_deref().is_some_and(|typed| typed != slug.as_str()) {
            problems.0.push(Problem::coded(
                Field::Slug,
                "slug_immutable",
                "The slug is for ever: links and keys carry it.",
            ));
        }
        let name = problems.take(Field::Name, Name::parse(edit.name.as_deref().unwrap_or(&site.name)));
        let description = edit.description.as_deref().unwrap_or(&site.description);
        let description = problems.take(Field::Description, Description::parse(description));
        let origins = edit.origins.map(|list| checked_list(&list, &mut problems));
        checked(problems)?;
        let (Some(name), Some(description)) = (name, description) else {
            return Err(Error::Broken("a field without a value and without a problem".to_owned()));
        };

        tx.site_update(site.id, name.clone(), description.clone()).await?;
        tx.site_key_rename(site.id, name.clone()).await?;
        let old = tx.site_origins(site.id).await?;
        let before = json!({ "name": site.name, "description": site.description, "origins": old });
        let listed = origins.clone().unwrap_or_else(|| old.clone());
        let after = json!({ "name": name, "description": description, "origins": listed });
        let mut allowed = Vec::new();
        if let Some(wanted) = origins {
            for origin in old.iter().filter(|origin| !wanted.contains(origin)) {
                tx.site_origin_drop(site.id, origin).await?;
            }
            for origin in wanted.into_iter().filter(|origin| !old.contains(origin)) {
                tx.site_origin_add(site.id, &origin).await?;
                tx.site_knock_forget(site.id, &origin).await?;
                allowed.push(origin);
            }
        }
        let at = self.now();
        let entry = Entry::new(AuditAction::SiteEdited, name.as_str()).before(before).after(after);
        self.audit(&mut tx, scope, entry, at).await?;
        let event = Event::SiteChanged { name: name.as_str().to_owned() };
        let by = scope.actor().user();
        let seq = tx.record(&event, None, by, scope.actor().name(), at).await?;
        tx.commit().await?;
        for origin in &allowed {
            self.doors.forget(scope.org().id, site.id, origin);
        }
        self.changed(scope.org(), seq, &event, None, by);
        self.site_page(scope, slug).await
    }
}
