//! The four built-in roles (B8) and what each may do: one table, nothing decided elsewhere.

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
#[error("The built-in roles are owner, admin, agent and viewer.")]
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
    (MemberRead, "OAGV"),
    (MemberInvite, "OA"),
    (MemberRoleSet, "OA"),
    (ApikeyRotate, "OA"),
    (OrgRead, "OAGV"),
    (OrgEdit, "OA"),
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

#[cfg(test)]
mod tests {
    use super::{BuiltInRole, MATRIX};
    use crate::permission::{Permission, Permissions};

    /// Word for word from the requirements, C1.
    const C1: &str = "ticket:read OAGV, ticket:write OAG, ticket:assign OAG, ticket:delete OA, status:read OAGV, \
        status:edit OA, priority:edit OA, article:read OAGV, article:write OAG, article:publish OA, workflow:edit OA, \
        site:create OA, site:delete O, member:invite OA, member:role_set OA, apikey:rotate OA, billing:manage O, \
        org:delete O";
    /// What our design adds.
    const OURS: &str = "org:read OAGV, org:edit OA, site:read OAGV, site:edit OA, member:read OAGV, audit:read OA";

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
