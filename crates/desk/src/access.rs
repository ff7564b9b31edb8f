//! Who is asking, and what they may do: the only maker of scopes (design.md section 3).

mod invitation;

pub use invitation::InvitationScope;

use crate::ports::Clock;
use crate::role::RoleHere;
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::access::Sight;
use domain::currency::TimeZoneName;
use domain::key::{KeyKind, KeyText};
use domain::origin::Origin;
use domain::permission::Permissions;
use domain::prefix::Prefix;
use domain::role::{BuiltInRole, RoleKey, RoleTag};
use domain::user::UserCard;
use domain::{
    ContactId, LogoId, OrgId, OrgSlug, Permission, SessionId, SiteId, SiteSlug, TenantId, TicketId, Timestamp, UserId,
};
use store::directory::entry::OrgEntry;

/// Who does it, as events and messages record them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member of the organization.
    Member {
        /// Which user.
        id: UserId,
        /// Their name now.
        name: String,
    },
    /// The customer of a ticket link, or somebody who writes through a site.
    Customer {
        /// The contact, once there is one.
        id: Option<ContactId>,
        /// Their name or address.
        name: String,
    },
    /// The desk itself.
    System,
}

impl Actor {
    /// The name events show.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Member { name, .. } | Self::Customer { name, .. } => name,
            Self::System => "Helpstead",
        }
    }

    /// The user, where one acts.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::Member { id, .. } => Some(*id),
            _ => None,
        }
    }
}

/// The organization of a scope, as every page and use case needs it.
#[derive(Clone, Debug)]
pub struct OrgCard {
    /// Which.
    pub id: OrgId,
    /// Whose account it hangs in.
    pub tenant: TenantId,
    /// Its address.
    pub slug: OrgSlug,
    /// Its name.
    pub name: String,
    /// What new codes begin with.
    pub prefix: Prefix,
    /// Digits of a number.
    pub padding: i64,
    /// For every time shown.
    pub timezone: TimeZoneName,
    /// `#rrggbb`.
    pub accent: String,
    /// Its logo, where it has one.
    pub logo: Option<LogoId>,
}

impl OrgCard {
    pub(crate) fn zone(&self) -> crate::moment::Zone {
        crate::moment::Zone::of(&self.timezone)
    }
}

impl From<OrgEntry> for OrgCard {
    fn from(row: OrgEntry) -> Self {
        Self {
            id: row.org_id,
            tenant: row.tenant_id,
            slug: row.slug,
            name: row.org_name,
            prefix: row.prefix,
            padding: row.padding,
            timezone: row.timezone,
            accent: row.accent,
            logo: row.logo,
        }
    }
}

/// A signed-in person, in no organization yet.
#[derive(Clone, Debug)]
pub struct UserScope {
    user: UserCard,
    tenant: TenantId,
    session: SessionId,
    auth_at: Timestamp,
    ends_at: Timestamp,
    ip: Option<String>,
}

impl UserScope {
    /// The same person, asking from this address: the audit log names it.
    #[must_use]
    pub fn from_ip(self, ip: Option<String>) -> Self {
        Self { ip, ..self }
    }
    /// Who.
    #[must_use]
    pub fn user(&self) -> &UserCard {
        &self.user
    }
    /// Their id.
    #[must_use]
    pub fn id(&self) -> UserId {
        self.user.id
    }
    /// The account they hang in.
    #[must_use]
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }
    /// The browser.
    #[must_use]
    pub fn session(&self) -> SessionId {
        self.session
    }
    /// Where the request came from, where one did.
    #[must_use]
    pub fn ip(&self) -> Option<&str> {
        self.ip.as_deref()
    }
    /// When the session ends in any case.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.ends_at
    }
    /// When they last proved who they are.
    #[must_use]
    pub fn auth_at(&self) -> Timestamp {
        self.auth_at
    }
}

/// A caller in ONE organization: who, with which permissions, seeing what. Asked first by every use case.
#[derive(Clone, Debug)]
pub struct Scope {
    actor: Actor,
    permissions: Permissions,
    role: Option<RoleTag>,
    sight: Sight,
    org: OrgCard,
    ip: Option<String>,
}

impl Scope {
    /// Passes, or answers `Forbidden`.
    pub fn may(&self, permission: Permission) -> Result<()> {
        if self.permissions.contains(permission) { Ok(()) } else { Err(Error::Forbidden(permission)) }
    }
    /// What the store may show.
    #[must_use]
    pub fn sight(&self) -> &Sight {
        &self.sight
    }
    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
    /// All permissions, for screens that hide what one may not do.
    #[must_use]
    pub fn permissions(&self) -> Permissions {
        self.permissions
    }
    /// The role, built in or the organization's own, where a member acts.
    #[must_use]
    pub fn role(&self) -> Option<&RoleTag> {
        self.role.as_ref()
    }
    /// The organization.
    #[must_use]
    pub fn org(&self) -> &OrgCard {
        &self.org
    }
    /// Where the request came from, where one did.
    #[must_use]
    pub fn ip(&self) -> Option<&str> {
        self.ip.as_deref()
    }
}

/// A stranger at one site's door: may open tickets there, and nothing else.
#[derive(Clone, Debug)]
pub struct SiteScope {
    org: OrgCard,
    site: SiteId,
    site_slug: SiteSlug,
    site_name: String,
}

impl SiteScope {
    /// The organization behind the site.
    #[must_use]
    pub fn org(&self) -> &OrgCard {
        &self.org
    }
    /// The site.
    #[must_use]
    pub fn site(&self) -> SiteId {
        self.site
    }
    /// Its slug.
    #[must_use]
    pub fn site_slug(&self) -> &SiteSlug {
        &self.site_slug
    }
    /// Its name.
    #[must_use]
    pub fn site_name(&self) -> &str {
        &self.site_name
    }
    /// Opens the store for this site's organization.
    #[must_use]
    pub fn sight(&self) -> Sight {
        Sight::everything(self.org.id, None)
    }
}

/// A customer with the link of ONE ticket.
#[derive(Clone, Debug)]
pub struct LinkScope {
    org: OrgCard,
    ticket: TicketId,
    contact: ContactId,
}

impl LinkScope {
    /// The organization behind the ticket.
    #[must_use]
    pub fn org(&self) -> &OrgCard {
        &self.org
    }
    /// The only ticket it opens.
    #[must_use]
    pub fn ticket(&self) -> TicketId {
        self.ticket
    }
    /// The customer.
    #[must_use]
    pub fn contact(&self) -> ContactId {
        self.contact
    }
    /// Opens the store for this ticket's organization.
    #[must_use]
    pub fn sight(&self) -> Sight {
        Sight::everything(self.org.id, None)
    }
}

/// Seconds a session may lie unused (security.md A6).
pub(crate) const SESSION_IDLE: i64 = 7 * 86_400;

impl Desk {
    /// The person of a session cookie. Errors: `SignedOut`.
    pub async fn enter_session(&self, token: &str) -> Result<UserScope> {
        let mut tx = self.store.read_global().await?;
        let row = tx.session_entry(&hash(token)).await?.ok_or(Error::SignedOut)?;
        if row.expires_at <= self.now() || row.seen_at.plus_seconds(SESSION_IDLE) <= self.now() {
            return Err(Error::SignedOut);
        }
        self.session_seen(&row.session_id, row.seen_at);
        Ok(UserScope {
            user: UserCard { id: row.user_id, name: row.name, email: row.email, confirmed: row.confirmed_at.is_some() },
            tenant: row.tenant_id,
            session: row.session_id,
            auth_at: row.auth_at,
            ends_at: row.expires_at,
            ip: None,
        })
    }

    /// How long the session of that person can last from now on.
    #[must_use]
    pub fn time_left(&self, user: &UserScope) -> std::time::Duration {
        let micros = user.ends_at.0.saturating_sub(self.now().0);
        std::time::Duration::from_micros(u64::try_from(micros).unwrap_or_default())
    }

    /// A person in an organization they are a member of, with what their role allows at this moment: a role that is gone, or
    /// cannot be read, allows nothing. Errors: `NotFound`, the same for no such organization.
    pub async fn enter_org(&self, user: &UserScope, slug: &OrgSlug) -> Result<Scope> {
        let scope = self.overhear_org(user, slug).await?;
        self.member_seen(user.id(), scope.org.id);
        Ok(scope)
    }

    /// The same for a stream of changes: who only hears of an organization, in a tab of another one, is not at work there.
    pub async fn overhear_org(&self, user: &UserScope, slug: &OrgSlug) -> Result<Scope> {
        let mut tx = self.store.read_global().await?;
        let (org, key, reach) = tx.org_of_member(user.id(), slug).await?.ok_or(Error::NotFound)?;
        let sight = Sight::of_member(org.org_id, user.id(), reach);
        let role = match key {
            RoleKey::BuiltIn(role) => role.into(),
            // One of the organization's own stands behind its wall.
            RoleKey::Own(_) => {
                RoleHere::of(&mut tx.look(&sight).await?, key).await?.unwrap_or_else(|| RoleHere::gone(key))
            }
        };
        Ok(Scope {
            actor: Actor::Member { id: user.id(), name: user.user.name.clone() },
            permissions: role.permissions,
            role: Some(role.tag),
            sight,
            org: org.into(),
            ip: user.ip.clone(),
        })
    }

    /// A browser on a customer's own page: `pk_` key and `Origin`. Errors: the `Key*` and `Origin*` ones.
    pub async fn enter_site_key(&self, key: Option<&str>, origin: Option<&str>) -> Result<SiteScope> {
        let key = KeyText::parse(key.ok_or(Error::KeyMissing)?).map_err(|_| Error::KeyInvalid)?;
        if key.kind() != KeyKind::Site {
            return Err(Error::KeyInvalid);
        }
        let mut tx = self.store.read_global().await?;
        let (org, site) = tx.site_of_key(key.as_str()).await?.ok_or(Error::KeyInvalid)?;
        if site.revoked_at.is_some() {
            return Err(Error::KeyRevoked);
        }
        let origin = origin.filter(|origin| !origin.is_empty()).ok_or(Error::OriginMissing)?;
        let parsed = Origin::parse(origin).map_err(|_| Error::OriginNotAllowed(origin.to_owned()))?;
        let org = OrgCard::from(org);
        if !tx.site_allows_origin(org.id, site.site_id, &parsed).await? && !self.is_own_origin(&parsed) {
            drop(tx);
            self.site_knocked(&org, site.site_id, &parsed).await;
            return Err(Error::OriginNotAllowed(origin.to_owned()));
        }
        self.site_key_used(site.key_id, &parsed);
        Ok(SiteScope { org, site: site.site_id, site_slug: site.slug, site_name: site.name })
    }

    /// A stranger on a site's hosted support page. Errors: `NotFound`.
    pub async fn enter_site_page(&self, org: &OrgSlug, site: &SiteSlug) -> Result<SiteScope> {
        let org: OrgCard = self.store.read_global().await?.org_entry(org).await?.ok_or(Error::NotFound)?.into();
        let mut tx = self.store.read(&Sight::everything(org.id, None)).await?;
        let site = tx.site_head(site).await?.ok_or(Error::NotFound)?;
        Ok(SiteScope { org, site: site.id, site_slug: site.slug, site_name: site.name })
    }

    /// A customer with the link of one ticket. Errors: `NotFound`, the same for expired, wrong and malformed.
    pub async fn enter_link(&self, token: &str) -> Result<LinkScope> {
        let mut tx = self.store.read_global().await?;
        let (org, link) = tx.ticket_of_link(&hash(token)).await?.ok_or(Error::NotFound)?;
        if link.expires_at <= self.now() {
            return Err(Error::NotFound);
        }
        Ok(LinkScope { org: org.into(), ticket: link.ticket_id, contact: link.contact_id })
    }

    /// The desk itself, in one organization: for jobs. Errors: `NotFound` when the organization is gone.
    pub async fn enter_system(&self, org: OrgId) -> Result<Scope> {
        let org: OrgCard = self.store.read_global().await?.org_entry_by_id(org).await?.ok_or(Error::NotFound)?.into();
        Ok(Scope {
            actor: Actor::System,
            permissions: BuiltInRole::Admin.permissions(),
            role: None,
            sight: Sight::everything(org.id, None),
            org,
            ip: None,
        })
    }

    /// The hosted pages live on our own origin, where the widget can be tried.
    fn is_own_origin(&self, origin: &Origin) -> bool {
        Origin::parse(&self.settings.public_url).is_ok_and(|own| own == *origin)
    }
}

/// The clock of the machine.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let micros = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_micros());
        Timestamp(i64::try_from(micros).unwrap_or(i64::MAX))
    }
}

/// What is stored of a session's token; for tests and the demo, which make sessions without a password.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hash(token)
}
