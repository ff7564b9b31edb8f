//! The first steps of an organization, ticked by what has happened (screens.md 10).

use crate::access::Scope;
use crate::{Desk, Result};
use domain::Permission;
use domain::organization::{SETUP_TICKETS, Setup};

impl Desk {
    /// How far the organization has come; `None` for one with more than [`SETUP_TICKETS`] tickets, which has found its way.
    /// For those who set sites up. Errors: `Forbidden` without `site:edit`.
    pub async fn org_setup(&self, scope: &Scope) -> Result<Option<Setup>> {
        scope.may(Permission::SiteEdit)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let facts = tx.setup_facts(SETUP_TICKETS + 1).await?;
        if facts.tickets > SETUP_TICKETS {
            return Ok(None);
        }
        Ok(Some(Setup {
            page_seen: facts.pages_seen + facts.from_page > 0,
            ticket_sent: facts.from_outside > 0,
            answered: facts.answers > 0,
            origin_added: facts.origins > 0,
            site: tx.site_tags().await?.into_iter().next(),
            ticket: tx.setup_ticket().await?,
        }))
    }
}
