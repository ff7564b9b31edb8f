//! Take a site away: its key, page, widget and mailboxes stop at once; its tickets go to another site, never away.

use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::{Field, Permission, SiteSlug};
use serde_json::json;

impl Desk {
    /// Deletes a site, with its mailboxes. `confirm` is its slug or its name, typed by a person. A site with tickets needs `move_to`,
    /// which gets them. Errors: `Forbidden` without `site:delete`, `NotFound`, `Invalid(Confirm)`, `Invalid(Site)` for a site
    /// that cannot take the tickets; `Conflict` for the last site, and for tickets with nowhere to go.
    pub async fn site_delete(
        &self,
        scope: &Scope,
        slug: &SiteSlug,
        confirm: &str,
        move_to: Option<SiteSlug>,
    ) -> Result<()> {
        scope.may(Permission::SiteDelete)?;
        let mut tx = self.store.write(scope.sight()).await?;
        let site = tx.site_head(slug).await?.ok_or(Error::NotFound)?;
        let confirm = confirm.trim();
        if confirm != site.slug.as_str() && confirm != site.name {
            return Err(Error::invalid(Field::Confirm, format!("Type {} to delete this site.", site.slug)));
        }
        if tx.site_count().await? < 2 {
            return Err(Error::Conflict(
                "An organization keeps at least one site. Create another one first.".to_owned(),
            ));
        }
        let tickets = tx.site_tickets(site.id).await?;
        if tickets > 0 {
            let Some(to) = move_to else {
                return Err(Error::Conflict("This site has tickets. Choose the site that gets them.".to_owned()));
            };
            let to = tx.site_head(&to).await?.filter(|to| to.id != site.id);
            let to = to.ok_or_else(|| Error::invalid(Field::Site, "Choose another site of this organization."))?;
            tx.site_tickets_move(site.id, to.id).await?;
        }
        let at = self.now();
        let mut told = Vec::new();
        for mailbox in tx.mailbox_records().await?.iter().filter(|mailbox| mailbox.site_id == site.id) {
            told.push(self.mailbox_removed(&mut tx, scope, mailbox, at).await?);
        }
        tx.site_delete(site.id).await?;
        let entry = Entry::new(AuditAction::SiteDeleted, site.name.clone())
            .before(json!({ "slug": site.slug, "tickets": tickets }));
        self.audit(&mut tx, scope, entry, at).await?;
        let event = Event::SiteChanged { name: site.name };
        let by = scope.actor().user();
        let seq = tx.record(&event, None, by, scope.actor().name(), at).await?;
        tx.commit().await?;
        told.push((seq, event));
        for (seq, event) in &told {
            self.changed(scope.org(), *seq, event, None, by);
        }
        Ok(())
    }
}
