//! Roles: the built-in ones, and those an organization makes itself (D1). Nobody gives, takes, makes or changes a role that may
//! do what they may not.

use crate::access::Scope;
use crate::{Desk, Error, Result};
use domain::access::Sight;
use domain::permission::Permissions;
use domain::role::{BuiltInRole, RoleKey, RoleTag};
use domain::{OrgId, UserId};
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

    /// Every role of the organization: the built-in ones, the mightiest first, then its own by name.
    pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Self>> {
        let own = tx.role_list().await?.into_iter().map(Self::from);
        Ok(BuiltInRole::ALL.iter().map(|role| (*role).into()).chain(own).collect())
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

impl Desk {
    /// A person's role in one of their organizations; one of its own is read inside it.
    pub(crate) async fn role_in(&self, org: OrgId, user: UserId, key: RoleKey) -> Result<RoleHere> {
        if let RoleKey::BuiltIn(role) = key {
            return Ok(role.into());
        }
        let mut tx = self.store.read(&Sight::everything(org, Some(user))).await?;
        Ok(RoleHere::of(&mut tx, key).await?.unwrap_or_else(|| RoleHere::gone(key)))
    }
}
