//! One site with everything its page shows (screens.md 8).

use super::used::KNOCKS;
use crate::access::Scope;
use crate::{Desk, Error, Result};
use domain::site::{Knock, SiteKeyCard, SitePage};
use domain::{Permission, SiteId, SiteSlug};
use std::cmp::Reverse;
use store::Tx;
use store::site::KnockRecord;

impl Desk {
    /// The site, its key, its addresses, and who knocked in vain. Errors: `Forbidden` without `site:read`, `NotFound`.
    pub async fn site_show(&self, scope: &Scope, slug: &SiteSlug) -> Result<SitePage> {
        scope.may(Permission::SiteRead)?;
        self.site_page(scope, slug).await
    }

    /// The same as the answer to whoever changed the site, whatever else they may: a change that is done is not refused.
    pub(crate) async fn site_page(&self, scope: &Scope, slug: &SiteSlug) -> Result<SitePage> {
        let mut tx = self.store.read(scope.sight()).await?;
        let site = tx.site_record(slug).await?.ok_or(Error::NotFound)?;
        let key = self.key_card(scope, &mut tx, site.id).await?;
        let knocks = self.knocks(scope, &mut tx, site.id).await?;
        let origins = tx.site_origins(site.id).await?;
        let tickets = tx.site_tickets_seen(site.id).await?;
        let mailboxes = tx.mailbox_records().await?.into_iter().filter(|mailbox| mailbox.site_id == site.id);
        let mailboxes = mailboxes.map(|mailbox| mailbox.address).collect();
        let others = tx.site_tags().await?.into_iter().filter(|other| other.slug != site.slug).collect();
        let page_url = format!("{}/s/{}/{}", self.settings.public_url, scope.org().slug, site.slug);
        let snippet = format!("<a href=\"{page_url}\">{}</a>", escaped(&site.name));
        let used = key.used.as_ref().map(|(moment, _)| moment.clone());
        Ok(SitePage {
            site: super::list::row(scope, site, origins, used),
            key,
            page_url,
            snippet,
            knocks,
            tickets,
            mailboxes,
            others,
        })
    }

    async fn key_card(&self, scope: &Scope, tx: &mut Tx, site: SiteId) -> Result<SiteKeyCard> {
        let zone = scope.org().zone();
        let key = tx.site_key_active(site).await?;
        let written = key.used_at.zip(key.used_from);
        let unwritten = self.doors.last_use(key.id).map(|(at, origin)| (at, origin.to_string()));
        let used = written.into_iter().chain(unwritten).max_by_key(|(at, _)| *at);
        let used = used.map(|(at, origin)| (zone.moment(at), origin));
        Ok(SiteKeyCard { key: key.key, created: zone.moment(key.created_at), used })
    }

    async fn knocks(&self, scope: &Scope, tx: &mut Tx, site: SiteId) -> Result<Vec<Knock>> {
        let mut knocks: Vec<KnockRecord> = tx.site_knocks(site).await?;
        for fresh in self.doors.knocks_of(scope.org().id, site) {
            match knocks.iter_mut().find(|knock| knock.origin == fresh.origin) {
                Some(knock) => {
                    knock.times += fresh.times;
                    knock.seen_at = knock.seen_at.max(fresh.seen_at);
                }
                None => knocks.push(fresh),
            }
        }
        knocks.sort_by_key(|knock| Reverse(knock.seen_at));
        knocks.truncate(KNOCKS);
        let zone = scope.org().zone();
        Ok(knocks
            .into_iter()
            .map(|knock| Knock { origin: knock.origin, times: knock.times, seen: zone.moment(knock.seen_at) })
            .collect())
    }
}

/// A name as it may stand in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
