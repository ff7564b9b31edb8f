//! Who is asking, and what they may do: the only maker of scopes (design.md section 3).

mod customer;
mod invitation;
pub(crate) mod mailbox;
mod user;

pub use customer::{LinkScope, SiteScope};
pub use invitation::InvitationScope;
pub use mailbox::MailScope;
pub(crate) use user::SESSION_IDLE;
pub use user::UserScope;

use crate::ports::Clock;
use crate::role::RoleHere;
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::access::Sight;
use domain::currency::TimeZoneName;
use domain::permission::Permissions;
use domain::prefix::Prefix;
use domain::role::{BuiltInRole, RoleKey, RoleTag};
use domain::{ContactId, LogoId, OrgId, OrgSlug, Permission, TenantId, Timestamp, UserId};
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

impl Desk {
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
            actor: Actor::Member { id: user.id(), name: user.user().name.clone() },
            permissions: role.permissions,
            role: Some(role.tag),
            sight,
            org: org.into(),
            ip: user.ip().map(str::to_owned),
        })
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
