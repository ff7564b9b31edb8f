//! The catalogue of permissions, and sets of them (D1). Who has which out of the box stands in `role.rs`.

use crate::text::text_type;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use thiserror::Error;

macro_rules! catalogue {
    ($($(#[$meta:meta])* $variant:ident = $name:literal;)*) => {
        /// One thing somebody may do in an organization, named `noun:verb`. The list is closed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "&'static str")]
        #[repr(u8)]
        pub enum Permission {
            $($(#[$meta])* $variant,)*
        }

        impl Permission {
            /// All of them, in the order in which screens list them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The `noun:verb` name, as stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

catalogue! {
    /// See tickets; which ones is a matter of teams (B20).
    TicketRead = "ticket:read";
    /// Open, answer and change tickets.
    TicketWrite = "ticket:write";
    /// Give a ticket to a member, or take it from everybody.
    TicketAssign = "ticket:assign";
    /// Delete tickets.
    TicketDelete = "ticket:delete";
    /// See the statuses.
    StatusRead = "status:read";
    /// Add, change, order and delete statuses.
    StatusEdit = "status:edit";
    /// Add, change, order and delete priorities.
    PriorityEdit = "priority:edit";
    /// See articles and FAQs that are not published.
    ArticleRead = "article:read";
    /// Write articles and FAQs.
    ArticleWrite = "article:write";
    /// Publish articles and FAQs, and take them back.
    ArticlePublish = "article:publish";
    /// Add, change and delete workflows.
    WorkflowEdit = "workflow:edit";
    /// See the sites and their site keys.
    SiteRead = "site:read";
    /// Add sites.
    SiteCreate = "site:create";
    /// Change a site's name, origins and other settings.
    SiteEdit = "site:edit";
    /// Delete sites.
    SiteDelete = "site:delete";
    /// Connect mailboxes, say how mail leaves, and look after mail that nobody could place.
    MailboxEdit = "mailbox:edit";
    /// See who works here.
    MemberRead = "member:read";
    /// Invite people.
    MemberInvite = "member:invite";
    /// Change what role a member has.
    MemberRoleSet = "member:role_set";
    /// Deactivate members, activate them again, and remove them.
    MemberRemove = "member:remove";
    /// Add, change and delete the organization's own roles.
    RoleEdit = "role:edit";
    /// Make teams, say who is in them and which sites they cover, delete them.
    TeamEdit = "team:edit";
    /// Rotate keys.
    ApikeyRotate = "apikey:rotate";
    /// See the organization and its settings.
    OrgRead = "org:read";
    /// Change the organization's settings.
    OrgEdit = "org:edit";
    /// Take everything of the organization along as one file.
    OrgExport = "org:export";
    /// Delete the organization.
    OrgDelete = "org:delete";
    /// Change plan and payment, see invoices.
    BillingManage = "billing:manage";
    /// Read the audit log.
    AuditRead = "audit:read";
}

/// A name that is not in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("There is no permission of this name.")]
pub struct UnknownPermission;

impl Permission {
    /// The permission of exactly this name.
    ///
    /// # Errors
    /// [`UnknownPermission`] when the catalogue does not have it.
    pub fn parse(name: &str) -> Result<Self, UnknownPermission> {
        Self::ALL.iter().copied().find(|permission| permission.as_str() == name).ok_or(UnknownPermission)
    }

    /// What it is about: the part before the colon, by which screens group them.
    #[must_use]
    pub fn noun(self) -> &'static str {
        self.as_str().split_once(':').map_or("", |(noun, _)| noun)
    }

    const fn bit(self) -> u64 {
        1 << self as u8
    }
}

impl From<Permission> for &'static str {
    fn from(permission: Permission) -> Self {
        permission.as_str()
    }
}

text_type!(Permission, UnknownPermission);

/// A set of permissions. Goes over the wire and into tables as a list of names; the bits never leave the process,
/// because the catalogue's order may change.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Permissions(u64);

impl Permissions {
    /// No permission.
    pub const NONE: Self = Self(0);
    /// The whole catalogue.
    pub const ALL: Self = Self::of(Permission::ALL);

    /// The set of these.
    #[must_use]
    pub const fn of(permissions: &[Permission]) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < permissions.len() {
            bits |= permissions[i].bit();
            i += 1;
        }
        Self(bits)
    }

    /// The set with these bits; bits of no permission are dropped.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// The bits, for [`Self::from_bits`] of the same build.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether `permission` is in.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Puts `permission` in.
    pub const fn insert(&mut self, permission: Permission) {
        self.0 |= permission.bit();
    }

    /// Whether `other` has all of these: who gives a role must hold what it holds (B10, D1).
    #[must_use]
    pub const fn is_subset(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// What both have: a token never exceeds its user (D2).
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in this one and not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether nothing is in.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are in, in the catalogue's order.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.contains(*permission))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        let mut set = Self::NONE;
        permissions.into_iter().for_each(|permission| set.insert(permission));
        set
    }
}

impl fmt::Debug for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Permission::as_str)).finish()
    }
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Permission>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{Permission, Permissions};
    use std::collections::HashSet;

    #[test]
    fn names_are_noun_and_verb_and_read_back() {
        for permission in Permission::ALL {
            let name = permission.as_str();
            let (noun, verb) = name.split_once(':').expect("noun:verb");
            let plain = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            assert!(plain(noun) && plain(verb), "{name}");
            assert_eq!(name.parse(), Ok(*permission));
            assert_eq!(serde_json::to_value(permission).expect("a string"), name);
        }
        let names: HashSet<&str> = Permission::ALL.iter().map(|permission| permission.as_str()).collect();
        assert_eq!(names.len(), Permission::ALL.len());
        assert!(Permission::ALL.len() <= 64, "a set has 64 bits");
        assert!(Permission::parse("ticket:explode").is_err());
        assert!(Permission::parse("Ticket:Read").is_err());
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let mut set = Permissions::NONE;
        assert!(set.is_empty());
        for (i, permission) in Permission::ALL.iter().enumerate() {
            assert!(!set.contains(*permission));
            set.insert(*permission);
            set.insert(*permission);
            assert!(set.contains(*permission));
            assert_eq!(set.iter().count(), i + 1);
        }
        assert_eq!(set, Permissions::ALL);
        assert_eq!(Permissions::from_bits(u64::MAX), Permissions::ALL);
        assert_eq!(Permissions::from_bits(set.bits()), set);
    }

    #[test]
    fn subsets_and_intersections() {
        const READ: Permissions = Permissions::of(&[Permission::TicketRead, Permission::SiteRead]);
        const WRITE: Permissions = Permissions::of(&[Permission::TicketRead, Permission::TicketWrite]);
        assert!(Permissions::NONE.is_subset(READ) && READ.is_subset(READ) && READ.is_subset(Permissions::ALL));
        assert!(!READ.is_subset(WRITE) && !WRITE.is_subset(READ));
        assert_eq!(READ.intersection(WRITE), Permissions::of(&[Permission::TicketRead]));
        assert_eq!(READ.without(WRITE), Permissions::of(&[Permission::SiteRead]));
    }

    #[test]
    fn a_set_travels_as_a_list_of_names() {
        let set: Permissions = [Permission::SiteRead, Permission::TicketRead].into_iter().collect();
        let json = serde_json::to_string(&set).expect("a list");
        assert_eq!(json, r#"["ticket:read","site:read"]"#);
        assert_eq!(serde_json::from_str::<Permissions>(&json).expect("a set"), set);
        assert!(serde_json::from_str::<Permissions>(r#"["ticket:explode"]"#).is_err());
        assert_eq!(format!("{set:?}"), r#"{"ticket:read", "site:read"}"#);
    }
}
