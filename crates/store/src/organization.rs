//! Organizations: the rows behind slugs. Global table; what is inside one is reached through its `Tx`.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::{Global, Tx};
use domain::currency::{Currency, TimeZoneName};
use domain::prefix::Prefix;
use domain::role::RoleKey;
use domain::signature::Signature;
use domain::text::{Description, Name};
use domain::{LogoId, OrgId, OrgSlug, TenantId, Timestamp, UserId};
use sqlx::FromRow;

/// How many slugs one look-up answers for.
pub const SLUGS_ASKED: usize = 8;

sql! {
    /// Nothing when somebody has the slug: on a race the second waits for the first and then finds it taken (S4-11).
    shared ORG_ADD (id: OrgId, tenant: TenantId, slug: OrgSlug, name: Name, description: Description, prefix: Prefix,
        padding: i64, currency: Currency, timezone: TimeZoneName, accent: String, at: Timestamp) =
        "INSERT INTO org (id, tenant_id, slug, name, description, prefix, padding, currency, timezone, accent, created_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 WHERE NOT EXISTS (SELECT 1 FROM org_receipt WHERE slug = $3)
         ON CONFLICT (slug) DO NOTHING";
    /// A tenant is called like its first organization, unless another tenant is.
    shared TENANT_NAMED (tenant: TenantId, slug: OrgSlug) =
        "UPDATE tenant SET slug = $2 WHERE id = $1 AND slug IS NULL AND NOT EXISTS (SELECT 1 FROM tenant other WHERE other.slug = $2)";
    shared ORG_SLUGS_TAKEN (a: String, b: String, c: String, d: String, e: String, f: String, g: String, h: String) =
        "SELECT slug FROM org WHERE slug IN ($1, $2, $3, $4, $5, $6, $7, $8)
         UNION SELECT slug FROM org_receipt WHERE slug IN ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Unread counts come from the view, which stops at 100 per organization: flat cost on every page.
    shared ORG_MINE (user: UserId) =
        "SELECT o.id, o.slug, o.name, o.accent, o.logo, m.role, m.unread, m.seen_at
         FROM member_org m JOIN org o ON o.id = m.org_id WHERE m.user_id = $1 ORDER BY o.name, o.id";
    /// For the operator: walks over every organization begin here.
    shared ORG_SLUGS () = "SELECT id, slug FROM org ORDER BY slug";
    shared ORG_ACCENT (slug: OrgSlug) = "SELECT accent FROM org WHERE slug = $1";
    tenant ORG_PAGE () =
        "SELECT id, slug, name, description, prefix, padding, currency, timezone, accent, logo, signature, seats, created_at
         FROM org WHERE id = $1";
    tenant ORG_UPDATE (name: Name, description: Description, prefix: Prefix, padding: i64, currency: Currency,
        timezone: TimeZoneName, accent: String, seats: Option<i64>, signature: Signature) =
        "UPDATE org SET name = $2, description = $3, prefix = $4, padding = $5, currency = $6, timezone = $7, accent = $8, seats = $9,
            signature = $10
         WHERE id = $1";
    tenant ORG_LOGO_SET (logo: Option<LogoId>) = "UPDATE org SET logo = $2 WHERE id = $1";
    /// The organization whose logo this is, now.
    shared ORG_OF_LOGO (slug: OrgSlug, logo: LogoId) = "SELECT id FROM org WHERE slug = $1 AND logo = $2";
    /// A tenant that is empty, or of which the user owns something: another one is somebody else's, who invited them.
    shared TENANT_IS_OWN (user: UserId, tenant: TenantId) =
        "SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM org WHERE tenant_id = $2)
         OR EXISTS (SELECT 1 FROM org o JOIN membership m ON m.org_id = o.id
                    WHERE o.tenant_id = $2 AND m.user_id = $1 AND m.role = 'owner')";
}

/// A whole organization, as it is kept.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of org")]
pub struct OrgRecord {
    pub id: OrgId,
    pub slug: OrgSlug,
    pub name: Name,
    pub description: Description,
    pub prefix: Prefix,
    pub padding: i64,
    pub currency: Currency,
    pub timezone: TimeZoneName,
    pub accent: String,
    pub logo: Option<LogoId>,
    pub signature: Signature,
    pub seats: Option<i64>,
    pub created_at: Timestamp,
}

/// One of a person's organizations.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of org and member_org")]
pub struct OrgMine {
    pub id: OrgId,
    pub slug: OrgSlug,
    pub name: String,
    pub accent: String,
    pub role: RoleKey,
    pub logo: Option<LogoId>,
    pub unread: i64,
    pub seen_at: Option<Timestamp>,
}

impl Global {
    /// Keeps a new organization, with any number of seats; `false` when its slug is taken, also by somebody who is a moment faster.
    pub async fn org_add(&mut self, tenant: TenantId, org: OrgRecord) -> Result<bool> {
        let OrgRecord { id, slug, name, description, prefix, padding, currency, timezone, accent, created_at, .. } =
            org;
        let at = created_at;
        let add = ORG_ADD { id, tenant, slug, name, description, prefix, padding, currency, timezone, accent, at };
        Ok(self.run(add).await? == 1)
    }

    /// Whether the tenant is the user's own to hang an organization in.
    pub async fn tenant_is_own(&mut self, user: UserId, tenant: TenantId) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(TENANT_IS_OWN { user, tenant }).await?;
        Ok(row.is_some())
    }

    /// Gives a tenant without a slug this one.
    pub async fn tenant_named(&mut self, tenant: TenantId, slug: &OrgSlug) -> Result<()> {
        self.run(TENANT_NAMED { tenant, slug: slug.clone() }).await?;
        Ok(())
    }

    /// Every organization of the installation, by slug.
    pub async fn org_slugs(&mut self) -> Result<Vec<(OrgId, OrgSlug)>> {
        self.all(ORG_SLUGS {}).await
    }

    /// Which of the first [`SLUGS_ASKED`] slugs are taken.
    pub async fn org_slugs_taken(&mut self, slugs: &[OrgSlug]) -> Result<Vec<OrgSlug>> {
        // Padded with what can be no slug, so that one statement serves every length.
        let slug = |i: usize| slugs.get(i).map_or_else(String::new, |slug| slug.as_str().to_owned());
        let asked = ORG_SLUGS_TAKEN {
            a: slug(0),
            b: slug(1),
            c: slug(2),
            d: slug(3),
            e: slug(4),
            f: slug(5),
            g: slug(6),
            h: slug(7),
        };
        let rows: Vec<(OrgSlug,)> = self.all(asked).await?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    /// A person's organizations, by name, with unread counts (one statement; every page asks).
    pub async fn org_mine(&mut self, user: UserId) -> Result<Vec<OrgMine>> {
        self.all(ORG_MINE { user }).await
    }

    /// The organization of that slug, while this is its logo.
    pub async fn org_of_logo(&mut self, slug: &OrgSlug, logo: LogoId) -> Result<Option<OrgId>> {
        let row: Option<(OrgId,)> = self.maybe(ORG_OF_LOGO { slug: slug.clone(), logo }).await?;
        Ok(row.map(|row| row.0))
    }

    /// The organization's colour.
    pub async fn org_accent(&mut self, slug: &OrgSlug) -> Result<Option<String>> {
        let row: Option<(String,)> = self.maybe(ORG_ACCENT { slug: slug.clone() }).await?;
        Ok(row.map(|row| row.0))
    }
}

impl Tx {
    /// The organization this transaction is bound to.
    pub async fn org_record(&mut self) -> Result<OrgRecord> {
        self.one(ORG_PAGE {}).await
    }

    /// Another logo, or none.
    pub async fn org_logo_set(&mut self, logo: Option<LogoId>) -> Result<()> {
        self.run(ORG_LOGO_SET { logo }).await?;
        Ok(())
    }

    /// Keeps changed settings. Slug and date of birth stay whatever the record says (S0-10).
    pub async fn org_update(&mut self, org: OrgRecord) -> Result<()> {
        let OrgRecord { name, description, prefix, padding, currency, timezone, accent, seats, signature, .. } = org;
        self.run(ORG_UPDATE { name, description, prefix, padding, currency, timezone, accent, seats, signature })
            .await?;
        Ok(())
    }
}
