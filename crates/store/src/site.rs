//! Sites: the second wall inside an organization, and who knocked at it in vain.

use crate::error::Result;
use crate::sight::{Eyes, visible};
use crate::statement::sql;
use crate::tx::Tx;
use domain::origin::Origin;
use domain::site::SiteTag;
use domain::text::{Description, Name};
use domain::{SiteId, SiteSlug, Timestamp, UserId};
use sqlx::FromRow;

/// Counting a site's tickets stops one above this: flat cost however many there are.
pub const SITE_COUNT_LIMIT: i64 = 1000;

sql! {
    tenant SITE_HEAD (slug: SiteSlug) = "SELECT id, slug, name FROM site WHERE org_id = $1 AND slug = $2";
    tenant SITE_HEAD_BY_ID (id: SiteId) = "SELECT id, slug, name FROM site WHERE org_id = $1 AND id = $2";
    tenant SITE_TAGS () = "SELECT id, slug, name FROM site WHERE org_id = $1 ORDER BY name, id";
    /// Open tickets are counted as far as the asker sees them, here and below (B20).
    tenant SITE_LIST (user: Option<UserId>, unrouted: bool, all: bool) =
        concat!("SELECT s.id, s.slug, s.name, s.description, s.created_at,
                CAST((SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE t.org_id = s.org_id AND t.site_id = s.id
                      AND t.category = 'open' AND ", visible!(), " LIMIT 1001) AS capped) AS BIGINT) AS open_tickets
         FROM site s WHERE s.org_id = $1 ORDER BY s.name, s.id");
    tenant SITE_ONE (user: Option<UserId>, unrouted: bool, all: bool, slug: SiteSlug) =
        concat!("SELECT s.id, s.slug, s.name, s.description, s.created_at,
                CAST((SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE t.org_id = s.org_id AND t.site_id = s.id
                      AND t.category = 'open' AND ", visible!(), " LIMIT 1001) AS capped) AS BIGINT) AS open_tickets
         FROM site s WHERE s.org_id = $1 AND s.slug = $5");
    /// Whatever their status, as far as the asker sees them.
    tenant SITE_TICKETS_SEEN (user: Option<UserId>, unrouted: bool, all: bool, site: SiteId) =
        concat!("SELECT CAST(COUNT(*) AS BIGINT) FROM
            (SELECT 1 FROM ticket t WHERE t.org_id = $1 AND t.site_id = $5 AND ", visible!(), " LIMIT 1001) AS capped");
    /// Every ticket, whatever its status, whoever asks: what deleting the site would leave without one.
    tenant SITE_TICKETS (site: SiteId) =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM
            (SELECT 1 FROM ticket WHERE org_id = $1 AND site_id = $2 LIMIT 1001) AS capped";
    tenant SITE_COUNT () = "SELECT CAST(COUNT(*) AS BIGINT) FROM site WHERE org_id = $1";
    tenant SITE_ADD (id: SiteId, slug: SiteSlug, name: Name, description: Description, at: Timestamp) =
        "INSERT INTO site (org_id, id, slug, name, description, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (org_id, slug) DO NOTHING";
    tenant SITE_UPDATE (id: SiteId, name: Name, description: Description) =
        "UPDATE site SET name = $3, description = $4 WHERE org_id = $1 AND id = $2";
    tenant SITE_TICKETS_MOVE (from: SiteId, to: SiteId) = "UPDATE ticket SET site_id = $3 WHERE org_id = $1 AND site_id = $2";
    tenant SITE_PAGE_UNSEEN (id: SiteId) = "SELECT 1 AS yes FROM site WHERE org_id = $1 AND id = $2 AND page_seen_at IS NULL";
    tenant SITE_PAGE_SEEN (id: SiteId, at: Timestamp) =
        "UPDATE site SET page_seen_at = $3 WHERE org_id = $1 AND id = $2 AND page_seen_at IS NULL";
    tenant SITE_MAILBOXES (site: SiteId) = "SELECT CAST(COUNT(*) AS BIGINT) FROM mailbox WHERE org_id = $1 AND site_id = $2";
    tenant SITE_MAILBOXES_MOVE (from: SiteId, to: SiteId) = "UPDATE mailbox SET site_id = $3 WHERE org_id = $1 AND site_id = $2";
    tenant SITE_DELETE (id: SiteId) = "DELETE FROM site WHERE org_id = $1 AND id = $2";
    tenant SITE_KNOCKS (site: SiteId) =
        "SELECT origin, times, seen_at FROM site_knock WHERE org_id = $1 AND site_id = $2 ORDER BY seen_at DESC, origin";
    tenant SITE_KNOCK_ADD (site: SiteId, origin: Origin, times: i64, at: Timestamp) =
        "INSERT INTO site_knock (org_id, site_id, origin, times, seen_at)
         SELECT $1, s.id, $3, $4, $5 FROM site s WHERE s.org_id = $1 AND s.id = $2
         ON CONFLICT (org_id, site_id, origin) DO UPDATE SET times = site_knock.times + excluded.times, seen_at = excluded.seen_at";
    /// A key is public, so anybody may knock with any origin: only the newest stay.
    tenant SITE_KNOCKS_TRIM (site: SiteId, keep: i64) =
        "DELETE FROM site_knock WHERE org_id = $1 AND site_id = $2 AND origin NOT IN
            (SELECT newest.origin FROM site_knock newest WHERE newest.org_id = $1 AND newest.site_id = $2
             ORDER BY newest.seen_at DESC, newest.origin LIMIT $3)";
    tenant SITE_KNOCK_FORGET (site: SiteId, origin: Origin) =
        "DELETE FROM site_knock WHERE org_id = $1 AND site_id = $2 AND origin = $3";
}

/// A site by its three names.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of site")]
pub struct SiteHead {
    pub id: SiteId,
    pub slug: SiteSlug,
    pub name: String,
}

impl From<SiteHead> for SiteTag {
    fn from(head: SiteHead) -> Self {
        Self { slug: head.slug, name: head.name }
    }
}

/// A site with its open tickets, counted to [`SITE_COUNT_LIMIT`] + 1.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of site")]
pub struct SiteRecord {
    pub id: SiteId,
    pub slug: SiteSlug,
    pub name: String,
    pub description: String,
    pub created_at: Timestamp,
    pub open_tickets: i64,
}

/// An origin that was not let in.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of site_knock")]
pub struct KnockRecord {
    pub origin: Origin,
    pub times: i64,
    pub seen_at: Timestamp,
}

impl Tx {
    /// The site of that slug.
    pub async fn site_head(&mut self, slug: &SiteSlug) -> Result<Option<SiteHead>> {
        self.maybe(SITE_HEAD { slug: slug.clone() }).await
    }

    /// The site of that id.
    pub async fn site_head_by_id(&mut self, id: SiteId) -> Result<Option<SiteHead>> {
        self.maybe(SITE_HEAD_BY_ID { id }).await
    }

    /// All sites as names to pick, by name.
    pub async fn site_tags(&mut self) -> Result<Vec<SiteTag>> {
        let heads: Vec<SiteHead> = self.all(SITE_TAGS {}).await?;
        Ok(heads.into_iter().map(SiteTag::from).collect())
    }

    /// All sites, by name.
    pub async fn site_records(&mut self) -> Result<Vec<SiteRecord>> {
        let Eyes { user, unrouted, all } = self.eyes();
        self.all(SITE_LIST { user, unrouted, all }).await
    }

    /// The site of that slug, with its count.
    pub async fn site_record(&mut self, slug: &SiteSlug) -> Result<Option<SiteRecord>> {
        let Eyes { user, unrouted, all } = self.eyes();
        self.maybe(SITE_ONE { user, unrouted, all, slug: slug.clone() }).await
    }

    /// How many tickets of the site the caller sees, counted to [`SITE_COUNT_LIMIT`] + 1.
    pub async fn site_tickets_seen(&mut self, site: SiteId) -> Result<i64> {
        let Eyes { user, unrouted, all } = self.eyes();
        let row: (i64,) = self.one(SITE_TICKETS_SEEN { user, unrouted, all, site }).await?;
        Ok(row.0)
    }

    /// How many tickets the site has, whoever asks, counted to [`SITE_COUNT_LIMIT`] + 1.
    pub async fn site_tickets(&mut self, site: SiteId) -> Result<i64> {
        let row: (i64,) = self.one(SITE_TICKETS { site }).await?;
        Ok(row.0)
    }

    /// How many sites the organization has.
    pub async fn site_count(&mut self) -> Result<i64> {
        let row: (i64,) = self.one(SITE_COUNT {}).await?;
        Ok(row.0)
    }

    /// Keeps a new site; `false` when the organization has one of that slug.
    pub async fn site_add(
        &mut self,
        id: SiteId,
        slug: SiteSlug,
        name: Name,
        description: Description,
        at: Timestamp,
    ) -> Result<bool> {
        Ok(self.run(SITE_ADD { id, slug, name, description, at }).await? == 1)
    }

    /// Changes what a site is called.
    pub async fn site_update(&mut self, id: SiteId, name: Name, description: Description) -> Result<()> {
        self.run(SITE_UPDATE { id, name, description }).await?;
        Ok(())
    }

    /// Gives all tickets of one site to another.
    pub async fn site_tickets_move(&mut self, from: SiteId, to: SiteId) -> Result<u64> {
        self.run(SITE_TICKETS_MOVE { from, to }).await
    }

    /// Whether none of the organization's own people has looked at the site's support page yet.
    pub async fn site_page_unseen(&mut self, id: SiteId) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(SITE_PAGE_UNSEEN { id }).await?;
        Ok(row.is_some())
    }

    /// Notes that one of them has. `false`: somebody was first.
    pub async fn site_page_seen(&mut self, id: SiteId, at: Timestamp) -> Result<bool> {
        Ok(self.run(SITE_PAGE_SEEN { id, at }).await? == 1)
    }

    /// Takes a site away, with its keys and origins. It must have no tickets.
    pub async fn site_delete(&mut self, id: SiteId) -> Result<()> {
        self.run(SITE_DELETE { id }).await?;
        Ok(())
    }

    /// How many mailboxes deliver to a site.
    pub async fn site_mailboxes(&mut self, site: SiteId) -> Result<i64> {
        let row: (i64,) = self.one(SITE_MAILBOXES { site }).await?;
        Ok(row.0)
    }

    /// From now on the mailboxes of a site deliver to another.
    pub async fn site_mailboxes_move(&mut self, from: SiteId, to: SiteId) -> Result<()> {
        self.run(SITE_MAILBOXES_MOVE { from, to }).await?;
        Ok(())
    }

    /// Who knocked in vain, the latest first.
    pub async fn site_knocks(&mut self, site: SiteId) -> Result<Vec<KnockRecord>> {
        self.all(SITE_KNOCKS { site }).await
    }

    /// Adds knocks of one origin, and keeps the newest `keep` origins of the site. A site that is gone is no error.
    pub async fn site_knock_add(&mut self, site: SiteId, knock: KnockRecord, keep: i64) -> Result<()> {
        let KnockRecord { origin, times, seen_at: at } = knock;
        self.run(SITE_KNOCK_ADD { site, origin, times, at }).await?;
        self.run(SITE_KNOCKS_TRIM { site, keep }).await?;
        Ok(())
    }

    /// Forgets that an origin knocked: it has been let in.
    pub async fn site_knock_forget(&mut self, site: SiteId, origin: &Origin) -> Result<()> {
        self.run(SITE_KNOCK_FORGET { site, origin: origin.clone() }).await?;
        Ok(())
    }
}
