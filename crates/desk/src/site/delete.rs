//! Take a site away: its key, page and widget stop at once; its tickets and mailboxes go to another site, never away.

use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::{Field, Permission, SiteSlug};
use serde_json::json;

impl Desk {
    /// Deletes a site. `confirm` is its slug or its name, typed by a person. A site with tickets or
    /// mailboxes needs `move_to`, which gets them. Errors: `Forbidden` without `site:delete`, `NotFound`, `Invalid(Confirm)`, `Invalid(Site)` for a site
    /// that cannot take the tickets; `Conflict` for the last site, and for tickets and mailboxes with nowhere to go.
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
        let (tickets, mailboxes) = (tx.site_tickets(site.id).await?, tx.site_mailboxes(site.id).await?);
        if tickets + mailboxes > 0 {
            let Some(to) = move_to else {
                let what = if tickets > 0 {
                    "This site has tickets. Choose the site that gets them."
                } else {
                    "A mailbox delivers to this site. Give it to another site first, under Mailboxes."
                };
                return Err(Error::Conflict(what.to_owned()));
            };
            let to = tx.site_head(&to).await?.filter(|to| to.id != site.id);
            let to = to.ok_or_else(|| Error::invalid(Field::Site, "Choose another site of this organization."))?;
            tx.site_tickets_move(site.id, to.id).await?;
            tx.site_mailboxes_move(site.id, to.id).await?;
        }
        tx.site_delete(site.id).await?;
        let at = self.now();
        let entry = Entry::new(AuditAction::SiteDeleted, site.name.clone())
            .before(json!({ "slug": site.slug, "tickets": tickets }));
        self.audit(&mut tx, scope, entry, at).await?;
        let event = Event::SiteChanged { name: site.name };
        let by = scope.actor().user();
        let seq = tx.record(&event, None, by, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, by);
        Ok(())
    }
}
