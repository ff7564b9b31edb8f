//! The look-ups that open a door: session, membership, site key, ticket link.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Global;
use domain::access::Reach;
use domain::currency::TimeZoneName;
use domain::origin::Origin;
use domain::prefix::Prefix;
use domain::role::RoleKey;
use domain::{
    ContactId, LogoId, OrgId, OrgSlug, SessionId, SiteId, SiteKeyId, SiteSlug, TenantId, TicketId, Timestamp, UserId,
};
use sqlx::FromRow;

sql! {
    shared SESSION_ENTRY (token_hash: String) =
        "SELECT s.id AS session_id, s.auth_at, s.seen_at, s.expires_at, u.id AS user_id, u.tenant_id, u.name, u.email, u.confirmed_at
         FROM session s JOIN user_account u ON u.id = s.user_id WHERE s.token_hash = $1";
    shared ORG_OF_MEMBER (user: UserId, slug: OrgSlug) =
        "SELECT o.id AS org_id, o.tenant_id, o.slug, o.name AS org_name, o.prefix, o.padding, o.timezone, o.accent, o.logo, m.role,
                v.sees_all, v.unrouted
         FROM org o JOIN membership m ON m.org_id = o.id AND m.user_id = $1 JOIN member_sight v ON v.org_id = o.id AND v.user_id = m.user_id
         WHERE o.slug = $2 AND m.deactivated_at IS NULL";
    shared ORG_ENTRY (slug: OrgSlug) =
        "SELECT id AS org_id, tenant_id, slug, name AS org_name, prefix, padding, timezone, accent, logo FROM org WHERE slug = $1";
    shared ORG_ENTRY_BY_ID (id: OrgId) =
        "SELECT id AS org_id, tenant_id, slug, name AS org_name, prefix, padding, timezone, accent, logo FROM org WHERE id = $1";
    shared ORG_OF_SITE_KEY (key: String) =
        "SELECT o.id AS org_id, o.tenant_id, o.slug, o.name AS org_name, o.prefix, o.padding, o.timezone, o.accent, o.logo,
                k.id AS key_id, k.site_id, k.revoked_at, k.site_slug, k.site_name
         FROM site_key k JOIN org o ON o.id = k.org_id WHERE k.key = $1";
    shared SITE_ALLOWS_ORIGIN (org: OrgId, site: SiteId, origin: Origin) =
        "SELECT 1 AS yes FROM site_origin WHERE org_id = $1 AND site_id = $2 AND origin = $3";
    shared ORG_OF_TICKET_LINK (token_hash: String) =
        "SELECT o.id AS org_id, o.tenant_id, o.slug, o.name AS org_name, o.prefix, o.padding, o.timezone, o.accent, o.logo,
                l.ticket_id, l.contact_id, l.expires_at
         FROM ticket_link l JOIN org o ON o.id = l.org_id WHERE l.token_hash = $1";
}

/// A live session and its user.
#[derive(Debug, FromRow)]
#[expect(missing_docs, reason = "columns of session and user_account")]
pub struct SessionEntry {
    pub session_id: SessionId,
    pub auth_at: Timestamp,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
    pub user_id: UserId,
    pub tenant_id: TenantId,
    pub name: String,
    pub email: String,
    pub confirmed_at: Option<Timestamp>,
}

/// What a scope needs to know of an organization.
#[derive(Debug, FromRow)]
#[expect(missing_docs, reason = "columns of org")]
pub struct OrgEntry {
    pub org_id: OrgId,
    pub tenant_id: TenantId,
    pub slug: OrgSlug,
    pub org_name: String,
    pub prefix: Prefix,
    pub padding: i64,
    pub timezone: TimeZoneName,
    pub accent: String,
    pub logo: Option<LogoId>,
}

#[derive(FromRow)]
struct MemberEntry {
    #[sqlx(flatten)]
    org: OrgEntry,
    role: RoleKey,
    sees_all: bool,
    unrouted: bool,
}

impl MemberEntry {
    /// What the wall leaves them (B20).
    fn reach(&self) -> Reach {
        if self.sees_all { Reach::Everything } else { Reach::Teams { unrouted: self.unrouted } }
    }
}

/// The site of a key.
#[derive(Debug)]
#[expect(missing_docs, reason = "columns of site_key")]
pub struct SiteKeyEntry {
    pub key_id: SiteKeyId,
    pub site_id: SiteId,
    pub revoked_at: Option<Timestamp>,
    pub slug: SiteSlug,
    pub name: String,
}

#[derive(FromRow)]
struct SiteKeyRow {
    #[sqlx(flatten)]
    org: OrgEntry,
    key_id: SiteKeyId,
    site_id: SiteId,
    revoked_at: Option<Timestamp>,
    site_slug: SiteSlug,
    site_name: String,
}

/// The ticket of a customer's link.
#[derive(Debug)]
#[expect(missing_docs, reason = "columns of ticket_link")]
pub struct TicketLinkEntry {
    pub ticket_id: TicketId,
    pub contact_id: ContactId,
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct TicketLinkRow {
    #[sqlx(flatten)]
    org: OrgEntry,
    ticket_id: TicketId,
    contact_id: ContactId,
    expires_at: Timestamp,
}

impl Global {
    /// The session whose token has this hash, expired or not.
    pub async fn session_entry(&mut self, token_hash: &str) -> Result<Option<SessionEntry>> {
        self.maybe(SESSION_ENTRY { token_hash: token_hash.to_owned() }).await
    }

    /// The organization of that slug, if the user is in it, as what, and seeing which of its tickets.
    pub async fn org_of_member(&mut self, user: UserId, slug: &OrgSlug) -> Result<Option<(OrgEntry, RoleKey, Reach)>> {
        let row: Option<MemberEntry> = self.maybe(ORG_OF_MEMBER { user, slug: slug.clone() }).await?;
        Ok(row.map(|row| {
            let reach = row.reach();
            (row.org, row.role, reach)
        }))
    }

    /// The organization of that slug.
    pub async fn org_entry(&mut self, slug: &OrgSlug) -> Result<Option<OrgEntry>> {
        self.maybe(ORG_ENTRY { slug: slug.clone() }).await
    }

    /// The organization of that id.
    pub async fn org_entry_by_id(&mut self, id: OrgId) -> Result<Option<OrgEntry>> {
        self.maybe(ORG_ENTRY_BY_ID { id }).await
    }

    /// The site a key belongs to, revoked or not, and its organization.
    pub async fn site_of_key(&mut self, key: &str) -> Result<Option<(OrgEntry, SiteKeyEntry)>> {
        let row: Option<SiteKeyRow> = self.maybe(ORG_OF_SITE_KEY { key: key.to_owned() }).await?;
        Ok(row.map(|row| {
            let site = SiteKeyEntry {
                key_id: row.key_id,
                site_id: row.site_id,
                revoked_at: row.revoked_at,
                slug: row.site_slug,
                name: row.site_name,
            };
            (row.org, site)
        }))
    }

    /// Whether the origin is on the site's list.
    pub async fn site_allows_origin(&mut self, org: OrgId, site: SiteId, origin: &Origin) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(SITE_ALLOWS_ORIGIN { org, site, origin: origin.clone() }).await?;
        Ok(row.is_some())
    }

    /// The ticket a customer's link opens, expired or not, and its organization.
    pub async fn ticket_of_link(&mut self, token_hash: &str) -> Result<Option<(OrgEntry, TicketLinkEntry)>> {
        let row: Option<TicketLinkRow> = self.maybe(ORG_OF_TICKET_LINK { token_hash: token_hash.to_owned() }).await?;
        Ok(row.map(|row| {
            let link =
                TicketLinkEntry { ticket_id: row.ticket_id, contact_id: row.contact_id, expires_at: row.expires_at };
            (row.org, link)
        }))
    }
}
