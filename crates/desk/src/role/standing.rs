//! What whoever acts may still give and take, as the lock of the counter row finds them: a role that was taken from them a moment
//! ago counts no more (D1, B12).

use super::RoleHere;
use crate::access::Scope;
use crate::{Desk, Error, Result};
use domain::Permission;
use domain::permission::Permissions;
use store::Tx;

/// The power of whoever acts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    permissions: Permissions,
    is_owner: bool,
}

impl Standing {
    /// As the scope found them: enough to show what could be done.
    pub(crate) fn seen(scope: &Scope) -> Self {
        let is_owner = scope.role().is_some_and(|role| role.key.is_owner());
        Self { permissions: scope.permissions(), is_owner }
    }

    pub(crate) fn is_owner(&self) -> bool {
        self.is_owner
    }

    /// Passes, or answers `Forbidden`.
    pub(crate) fn may(&self, permission: Permission) -> Result<()> {
        if self.permissions.contains(permission) { Ok(()) } else { Err(Error::Forbidden(permission)) }
    }

    /// Whether a role with these permissions could be made by them, or changed into this. Errors: `RoleNotYours`.
    pub(crate) fn holds(&self, permissions: Permissions) -> Result<()> {
        if permissions.is_subset(self.permissions) { Ok(()) } else { Err(Error::RoleNotYours) }
    }

    /// Whether the role is theirs to give. Only an owner makes an owner. Errors: `RoleNotYours`.
    pub(crate) fn gives(&self, role: &RoleHere) -> Result<()> {
        if role.tag.key.is_owner() && !self.is_owner {
            return Err(Error::RoleNotYours);
        }
        self.holds(role.permissions)
    }

    /// Whether the role is theirs to take from somebody. Only an owner changes an owner. Errors: `OwnerProtected`,
    /// `RoleNotYours`.
    pub(crate) fn takes(&self, role: &RoleHere) -> Result<()> {
        if role.tag.key.is_owner() && !self.is_owner {
            return Err(Error::OwnerProtected);
        }
        self.holds(role.permissions)
    }
}

impl Desk {
    /// Whoever acts, as they are now. Errors: `NotFound` for somebody who is a member no more.
    pub(crate) async fn standing(&self, tx: &mut Tx, scope: &Scope) -> Result<Standing> {
        let Some(user) = scope.actor().user() else { return Ok(Standing::seen(scope)) };
        let member = tx.membership_state(user).await?.filter(|member| member.deactivated_at.is_none());
        let key = member.ok_or(Error::NotFound)?.role;
        let role = RoleHere::of(tx, key).await?.unwrap_or_else(|| RoleHere::gone(key));
        Ok(Standing { permissions: role.permissions.intersection(scope.permissions()), is_owner: key.is_owner() })
    }
}
