//! Site keys and origins: what decides, before an organization is known, who a browser on a customer's page is.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::{Global, Tx};
use domain::origin::Origin;
use domain::text::Name;
use domain::{SiteId, SiteKeyId, SiteSlug, Timestamp};
use sqlx::FromRow;

sql! {
    tenant SITE_KEY_ADD (id: SiteKeyId, site: SiteId, key: String, slug: SiteSlug, name: Name, at: Timestamp) =
        "INSERT INTO site_key (org_id, id, site_id, key, site_slug, site_name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tenant SITE_KEY_ACTIVE (site: SiteId) =
        "SELECT id, key, created_at, used_at, used_from FROM site_key WHERE org_id = $1 AND site_id = $2 AND revoked_at IS NULL";
    tenant SITE_KEYS_USED () =
        "SELECT id, site_id, used_at FROM site_key WHERE org_id = $1 AND revoked_at IS NULL";
    /// From its commit on, the old key opens nothing (S0-36, B40).
    tenant SITE_KEY_REVOKE (site: SiteId, at: Timestamp) =
        "UPDATE site_key SET revoked_at = $3 WHERE org_id = $1 AND site_id = $2 AND revoked_at IS NULL";
    tenant SITE_KEY_RENAME (site: SiteId, name: Name) =
        "UPDATE site_key SET site_name = $3 WHERE org_id = $1 AND site_id = $2";
    /// Later uses only: buffers of several nodes may be flushed in any order.
    shared SITE_KEY_USED (id: SiteKeyId, at: Timestamp, origin: Origin) =
        "UPDATE site_key SET used_at = $2, used_from = $3 WHERE id = $1 AND (used_at IS NULL OR used_at < $2)";
    tenant SITE_ORIGINS_ALL () = "SELECT site_id, origin FROM site_origin WHERE org_id = $1 ORDER BY origin";
    tenant SITE_ORIGINS (site: SiteId) =
        "SELECT site_id, origin FROM site_origin WHERE org_id = $1 AND site_id = $2 ORDER BY origin";
    tenant SITE_ORIGIN_ADD (site: SiteId, origin: Origin) =
        "INSERT INTO site_origin (org_id, site_id, origin) VALUES ($1, $2, $3) ON CONFLICT (org_id, site_id, origin) DO NOTHING";
    tenant SITE_ORIGIN_DROP (site: SiteId, origin: Origin) =
        "DELETE FROM site_origin WHERE org_id = $1 AND site_id = $2 AND origin = $3";
}

/// The active key of a site.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of site_key")]
pub struct SiteKeyRecord {
    pub id: SiteKeyId,
    pub key: String,
    pub created_at: Timestamp,
    pub used_at: Option<Timestamp>,
    pub used_from: Option<String>,
}

/// When the active key of a site was last used.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of site_key")]
pub struct SiteKeyUse {
    pub id: SiteKeyId,
    pub site_id: SiteId,
    pub used_at: Option<Timestamp>,
}

/// A line of a site's allowlist.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of site_origin")]
pub struct SiteOrigin {
    pub site_id: SiteId,
    pub origin: Origin,
}

impl Tx {
    /// Keeps a site's key. It must be the only active one (S0-35; the database holds us to it).
    pub async fn site_key_add(
        &mut self,
        id: SiteKeyId,
        site: SiteId,
        key: &str,
        slug: SiteSlug,
        name: Name,
        at: Timestamp,
    ) -> Result<()> {
        self.run(SITE_KEY_ADD { id, site, key: key.to_owned(), slug, name, at }).await?;
        Ok(())
    }

    /// The site's active key.
    pub async fn site_key_active(&mut self, site: SiteId) -> Result<SiteKeyRecord> {
        self.one(SITE_KEY_ACTIVE { site }).await
    }

    /// When the active keys of all sites were last used, in one statement.
    pub async fn site_keys_used(&mut self) -> Result<Vec<SiteKeyUse>> {
        self.all(SITE_KEYS_USED {}).await
    }

    /// Ends the site's active key.
    pub async fn site_key_revoke(&mut self, site: SiteId, at: Timestamp) -> Result<()> {
        self.run(SITE_KEY_REVOKE { site, at }).await?;
        Ok(())
    }

    /// Tells the copies beside the keys that the site has a new name.
    pub async fn site_key_rename(&mut self, site: SiteId, name: Name) -> Result<()> {
        self.run(SITE_KEY_RENAME { site, name }).await?;
        Ok(())
    }

    /// The allowlists of all sites of the organization, in one statement.
    pub async fn site_origins_all(&mut self) -> Result<Vec<SiteOrigin>> {
        self.all(SITE_ORIGINS_ALL {}).await
    }

    /// The allowlist of one site.
    pub async fn site_origins(&mut self, site: SiteId) -> Result<Vec<Origin>> {
        let rows: Vec<SiteOrigin> = self.all(SITE_ORIGINS { site }).await?;
        Ok(rows.into_iter().map(|row| row.origin).collect())
    }

    /// Puts an origin on the list; there already is fine.
    pub async fn site_origin_add(&mut self, site: SiteId, origin: &Origin) -> Result<()> {
        self.run(SITE_ORIGIN_ADD { site, origin: origin.clone() }).await?;
        Ok(())
    }

    /// Takes an origin off the list.
    pub async fn site_origin_drop(&mut self, site: SiteId, origin: &Origin) -> Result<()> {
        self.run(SITE_ORIGIN_DROP { site, origin: origin.clone() }).await?;
        Ok(())
    }
}

impl Global {
    /// Notes when and from where a key was last used.
    pub async fn site_key_used(&mut self, id: SiteKeyId, at: Timestamp, origin: &Origin) -> Result<()> {
        self.run(SITE_KEY_USED { id, at, origin: origin.clone() }).await?;
        Ok(())
    }
}
