//! Roles: the built-in ones, and those an organization makes itself (D1). Nobody gives, takes, makes or changes a role that may
//! do what they may not.

mod add;
mod delete;
mod edit;
mod list;
mod standing;

pub(crate) use standing::Standing;

use crate::access::Scope;
use crate::{Desk, Error, Result};
use domain::access::Sight;
use domain::event::Event;
use domain::permission::Permissions;
use domain::role::{BuiltInRole, RoleChoice, RoleKey, RoleTag};
use domain::text::Name;
use domain::{Field, OrgId, Timestamp, UserId};
use serde_json::{Value, json};
use store::Tx;
use store::role::RoleRecord;

/// A role as it is now in one organization.
#[derive(Clone, Debug)]
pub(crate) struct RoleHere {
    pub(crate) tag: RoleTag,
    pub(crate) permissions: Permissions,
}

impl From<BuiltInRole> for RoleHere {
    fn from(role: BuiltInRole) -> Self {
        Self { tag: role.into(), permissions: role.permissions() }
    }
}

impl From<RoleRecord> for RoleHere {
    fn from(role: RoleRecord) -> Self {
        let tag = RoleTag { key: RoleKey::Own(role.id), name: role.name.as_str().to_owned() };
        Self { tag, permissions: role.permissions }
    }
}

impl RoleHere {
    /// The role of that key; `None` when the organization has none.
    pub(crate) async fn of(tx: &mut Tx, key: RoleKey) -> Result<Option<Self>> {
        Ok(match key {
            RoleKey::BuiltIn(role) => Some(role.into()),
            RoleKey::Own(id) => tx.role_record(id).await?.map(Self::from),
        })
    }

    /// The role a person named. Errors: `Invalid(Role)` for none of this organization's (S2-20).
    pub(crate) async fn asked(tx: &mut Tx, key: &str) -> Result<Self> {
        let key = RoleKey::parse(key.trim()).map_err(|_| unknown())?;
        Self::of(tx, key).await?.ok_or_else(unknown)
    }

    /// Every role of the organization: the built-in ones, the mightiest first, then its own by name.
    pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Self>> {
        let own = tx.role_list().await?.into_iter().map(Self::from);
        Ok(BuiltInRole::ALL.iter().map(|role| (*role).into()).chain(own).collect())
    }

    /// The role of that key out of all of them.
    pub(crate) fn in_list(roles: &[Self], key: RoleKey) -> Self {
        roles.iter().find(|role| role.tag.key == key).cloned().unwrap_or_else(|| Self::gone(key))
    }

    /// A role that is gone allows nothing.
    pub(crate) fn gone(key: RoleKey) -> Self {
        Self { tag: Self::tag_of(None, key), permissions: Permissions::NONE }
    }

    /// What a role is called, also where it is gone: such an invitation can only be revoked.
    pub(crate) fn tag_of(role: Option<&Self>, key: RoleKey) -> RoleTag {
        role.map_or_else(|| RoleTag { key, name: "A role that is gone".to_owned() }, |role| role.tag.clone())
    }

    /// Whether somebody with these permissions may invite with it: nobody gives what they lack, and nobody is invited as owner
    /// (B10).
    pub(crate) fn can_be_given_with(&self, permissions: Permissions) -> bool {
        !self.tag.key.is_owner() && self.permissions.is_subset(permissions)
    }

    /// Passes, or answers `RoleNotYours`.
    pub(crate) fn given_by(&self, scope: &Scope) -> Result<()> {
        if self.can_be_given_with(scope.permissions()) { Ok(()) } else { Err(Error::RoleNotYours) }
    }
}

/// A role that is none of this organization's.
pub(crate) fn unknown() -> Error {
    Error::invalid(Field::Role, "Choose one of the roles of this organization.")
}

/// The names of the built-in roles are nobody's to take.
fn is_built_in(name: &Name) -> bool {
    BuiltInRole::ALL.iter().any(|role| role.key() == name.as_str().to_lowercase())
}

/// What the audit log keeps of a role.
fn fields(role: &RoleRecord) -> Value {
    json!({ "name": role.name, "description": role.description, "permissions": role.permissions })
}

/// What can be given by whoever has this standing, the mightiest first.
pub(crate) fn choices(roles: &[RoleHere], me: Standing) -> Vec<RoleChoice> {
    let given = roles.iter().filter(|role| me.gives(role).is_ok());
    given.map(|role| RoleChoice { tag: role.tag.clone(), allows_nothing: role.permissions.is_empty() }).collect()
}

impl Desk {
    /// Records that a role changed, commits, and tells the screens.
    async fn role_changed(&self, mut tx: Tx, scope: &Scope, name: &str, at: Timestamp) -> Result<()> {
        let event = Event::RoleChanged { name: name.to_owned() };
        let by = scope.actor().user();
        let seq = tx.record(&event, None, by, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, by);
        Ok(())
    }

    /// A person's role in one of their organizations; one of its own is read inside it.
    pub(crate) async fn role_in(&self, org: OrgId, user: UserId, key: RoleKey) -> Result<RoleHere> {
        if let RoleKey::BuiltIn(role) = key {
            return Ok(role.into());
        }
        let mut tx = self.store.read(&Sight::everything(org, Some(user))).await?;
        Ok(RoleHere::of(&mut tx, key).await?.unwrap_or_else(|| RoleHere::gone(key)))
    }
}
