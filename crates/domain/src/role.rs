//! The four built-in roles (B8) and what each may do: one table, nothing decided elsewhere.

use crate::RoleId;
use crate::permission::Permission::{self, *};
use crate::permission::Permissions;
use crate::text::text_type;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A role that every organization has and nobody can change or delete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BuiltInRole {
    /// Everything; at least one member is always owner.
    Owner,
    /// Runs the organization, short of money and deletion.
    Admin,
    /// Works on tickets and articles.
    Agent,
    /// Looks on.
    Viewer,
}

/// A role that is not built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("There is no such role. Built in are owner, admin, agent and viewer.")]
pub struct UnknownRole;

/// Who may what: O, A, G and V are owner, admin, agent and viewer, as in the requirements (C1).
const MATRIX: &[(Permission, &str)] = &[
    (TicketRead, "OAGV"),
    (TicketWrite, "OAG"),
    (TicketAssign, "OAG"),
    (TicketDelete, "OA"),
    (StatusRead, "OAGV"),
    (StatusEdit, "OA"),
    (PriorityEdit, "OA"),
    (ArticleRead, "OAGV"),
    (ArticleWrite, "OAG"),
    (ArticlePublish, "OA"),
    (WorkflowEdit, "OA"),
    (SiteRead, "OAGV"),
    (SiteCreate, "OA"),
    (SiteEdit, "OA"),
    (SiteDelete, "O"),
    (MailboxEdit, "OA"),
    (MemberRead, "OAGV"),
    (MemberInvite, "OA"),
    (MemberRoleSet, "OA"),
    (MemberRemove, "OA"),
    (RoleEdit, "OA"),
    (TeamEdit, "OA"),
    (ApikeyRotate, "OA"),
    (OrgRead, "OAGV"),
    (OrgEdit, "OA"),
    (OrgExport, "O"),
    (OrgDelete, "O"),
    (BillingManage, "O"),
    (AuditRead, "OA"),
];

impl BuiltInRole {
    /// All of them, the mightiest first.
    pub const ALL: &[Self] = &[Self::Owner, Self::Admin, Self::Agent, Self::Viewer];

    /// The role with this key.
    ///
    /// # Errors
    /// [`UnknownRole`] for any other text.
    pub fn parse(key: &str) -> Result<Self, UnknownRole> {
        Self::ALL.iter().copied().find(|role| role.key() == key).ok_or(UnknownRole)
    }

    /// The name in URLs, JSON and tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Agent => "agent",
            Self::Viewer => "viewer",
        }
    }

    /// The same as [`Self::key`].
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.key()
    }

    /// The name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::Agent => "Agent",
            Self::Viewer => "Viewer",
        }
    }

    /// What the role may do.
    #[must_use]
    pub fn permissions(self) -> Permissions {
        let letter = match self {
            Self::Owner => 'O',
            Self::Admin => 'A',
            Self::Agent => 'G',
            Self::Viewer => 'V',
        };
        MATRIX.iter().filter(|(_, who)| who.contains(letter)).map(|(permission, _)| *permission).collect()
    }
}

text_type!(BuiltInRole, UnknownRole);

/// A role as memberships and invitations name it: one of the built-in four, or one that the organization made (D1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum RoleKey {
    /// One that every organization has.
    BuiltIn(BuiltInRole),
    /// One of the organization's own.
    Own(RoleId),
}

impl RoleKey {
    /// The role of a built-in key or of an id.
    ///
    /// # Errors
    /// [`UnknownRole`] for what is neither; whether an id is known is for the store to say.
    pub fn parse(text: &str) -> Result<Self, UnknownRole> {
        BuiltInRole::parse(text).map(Self::BuiltIn).or_else(|_| text.parse().map(Self::Own).map_err(|_| UnknownRole))
    }

    /// Whether this is the built-in owner.
    #[must_use]
    pub fn is_owner(self) -> bool {
        self == Self::BuiltIn(BuiltInRole::Owner)
    }
}

impl std::fmt::Display for RoleKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BuiltIn(role) => role.fmt(f),
            Self::Own(id) => id.fmt(f),
        }
    }
}

impl std::str::FromStr for RoleKey {
    type Err = UnknownRole;
    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::parse(text)
    }
}

impl TryFrom<String> for RoleKey {
    type Error = UnknownRole;
    fn try_from(text: String) -> Result<Self, UnknownRole> {
        Self::parse(&text)
    }
}

impl From<RoleKey> for String {
    fn from(key: RoleKey) -> Self {
        key.to_string()
    }
}

impl From<BuiltInRole> for RoleKey {
    fn from(role: BuiltInRole) -> Self {
        Self::BuiltIn(role)
    }
}

#[cfg(feature = "sql")]
crate::sql::sql_text!(RoleKey);

/// A role as a name to pick or to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleTag {
    /// Which.
    pub key: RoleKey,
    /// What the organization calls it.
    pub name: String,
}

impl From<BuiltInRole> for RoleTag {
    fn from(role: BuiltInRole) -> Self {
        Self { key: role.into(), name: role.label().to_owned() }
    }
}

/// What the ready-made Manager may do (B8): an agent who also runs the team and the desk, short of the organization itself.
pub const MANAGER: Permissions = Permissions::of(&[
    TicketRead,
    TicketWrite,
    TicketAssign,
    TicketDelete,
    StatusRead,
    StatusEdit,
    PriorityEdit,
    ArticleRead,
    ArticleWrite,
    ArticlePublish,
    WorkflowEdit,
    SiteRead,
    SiteEdit,
    MemberRead,
    MemberInvite,
    MemberRoleSet,
    OrgRead,
    AuditRead,
]);

/// What a new role begins as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleStart {
    /// A copy of another one.
    Copy(RoleKey),
    /// The ready-made Manager.
    Manager,
    /// Nothing.
    Empty,
}

impl RoleStart {
    /// `manager`, `nothing`, or the key of a role.
    ///
    /// # Errors
    /// [`UnknownRole`] for what can be no role's key.
    pub fn parse(text: &str) -> Result<Self, UnknownRole> {
        match text.trim() {
            "manager" => Ok(Self::Manager),
            "nothing" => Ok(Self::Empty),
            key => RoleKey::parse(key).map(Self::Copy),
        }
    }
}

/// What a person typed to add a role (S2-22).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleNew {
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// What it begins as, as [`RoleStart`] reads it; the agent when nothing is said (B11).
    #[serde(default)]
    pub from: Option<String>,
    /// What it may do instead of what it begins as.
    #[serde(default)]
    pub permissions: Option<Permissions>,
}

/// What a person changed of a role; the rest stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoleEdit {
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// All that it may do from now on.
    pub permissions: Option<Permissions>,
}

/// A role to pick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChoice {
    /// Which.
    pub tag: RoleTag,
    /// Whether whoever gets it may do nothing: told before it is given (B11).
    pub allows_nothing: bool,
}

/// A role in the list of the roles page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    /// Which.
    pub tag: RoleTag,
    /// What it is for.
    pub description: String,
    /// What it may do.
    pub permissions: Permissions,
    /// Members who have it, those at rest too.
    pub members: i64,
    /// Invitations to it that nobody has answered.
    pub invited: i64,
    /// Whether the asker has all it may do, so that it is theirs to give, to copy and, where it is not built in, to change.
    pub is_yours: bool,
}

impl RoleRow {
    /// Whether it cannot go without another in its place.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.members + self.invited > 0
    }
}

#[cfg(test)]
mod tests {
    use super::{BuiltInRole, MANAGER, MATRIX, RoleKey, RoleStart};
    use crate::RoleId;
    use crate::permission::{Permission, Permissions};

    /// Word for word from the requirements, C1.
    const C1: &str = "ticket:read OAGV, ticket:write OAG, ticket:assign OAG, ticket:delete OA, status:read OAGV, \
        status:edit OA, priority:edit OA, article:read OAGV, article:write OAG, article:publish OA, workflow:edit OA, \
        site:create OA, site:delete O, member:invite OA, member:role_set OA, apikey:rotate OA, billing:manage O, \
        org:delete O";
    /// What our design adds.
    const OURS: &str = "org:read OAGV, org:edit OA, site:read OAGV, site:edit OA, member:read OAGV, audit:read OA, \
        member:remove OA, role:edit OA, team:edit OA, org:export O, mailbox:edit OA";

    #[test]
    fn the_matrix_is_the_one_of_the_requirements() {
        let mut expected: Vec<&str> = C1.split(", ").chain(OURS.split(", ")).collect();
        let letters = |permission: Permission| -> String {
            let who = BuiltInRole::ALL.iter().zip("OAGV".chars());
            who.filter(|(role, _)| role.permissions().contains(permission)).map(|(_, letter)| letter).collect()
        };
        let mut matrix: Vec<String> = Permission::ALL.iter().map(|p| format!("{p} {}", letters(*p))).collect();
        expected.sort_unstable();
        matrix.sort_unstable();
        assert_eq!(matrix, expected);
    }

    #[test]
    fn the_matrix_has_one_row_per_permission_in_the_order_of_the_catalogue() {
        let rows: Vec<Permission> = MATRIX.iter().map(|(permission, _)| *permission).collect();
        assert_eq!(rows, Permission::ALL);
    }

    #[test]
    fn a_mightier_role_may_all_that_a_lesser_one_may() {
        assert_eq!(BuiltInRole::Owner.permissions(), Permissions::ALL);
        for pair in BuiltInRole::ALL.windows(2) {
            let (mightier, lesser) = (pair[0].permissions(), pair[1].permissions());
            assert!(lesser.is_subset(mightier) && lesser != mightier, "{pair:?}");
        }
    }

    #[test]
    fn a_role_of_ones_own_is_named_by_its_id() {
        let own = RoleKey::Own(RoleId(uuid::Uuid::from_u128(7)));
        for key in [own, BuiltInRole::Agent.into()] {
            assert_eq!(RoleKey::parse(&key.to_string()), Ok(key));
            assert_eq!(serde_json::to_value(key).expect("a string"), key.to_string());
        }
        assert!(RoleKey::parse("root").is_err() && RoleKey::parse("").is_err());
        assert!(RoleKey::from(BuiltInRole::Owner).is_owner() && !own.is_owner());
    }

    #[test]
    fn the_ready_made_manager_is_between_agent_and_admin() {
        assert!(BuiltInRole::Agent.permissions().is_subset(MANAGER));
        assert!(MANAGER.is_subset(BuiltInRole::Admin.permissions()) && MANAGER != BuiltInRole::Admin.permissions());
    }

    #[test]
    fn a_role_begins_as_another_one_or_ready_made_or_as_nothing() {
        assert_eq!(RoleStart::parse(" manager "), Ok(RoleStart::Manager));
        assert_eq!(RoleStart::parse("nothing"), Ok(RoleStart::Empty));
        assert_eq!(RoleStart::parse("viewer"), Ok(RoleStart::Copy(BuiltInRole::Viewer.into())));
        assert!(RoleStart::parse("").is_err());
    }

    #[test]
    fn keys_read_back() {
        for role in BuiltInRole::ALL {
            assert_eq!(role.key().parse(), Ok(*role));
            assert_eq!(serde_json::to_value(role).expect("a string"), role.key());
            assert_eq!(role.label().to_lowercase(), role.key());
        }
        assert!(BuiltInRole::parse("Owner").is_err());
        assert!(BuiltInRole::parse("root").is_err());
    }
}
