//! Delete a role; one in use only with another in its place.

use super::{RoleHere, fields};
use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::role::RoleKey;
use domain::{Permission, RoleId};
use serde_json::json;
use store::Tx;

impl Desk {
    /// Deletes a role of the organization's own. Members who have it, and invitations to it, get `instead`. Errors: `Forbidden`
    /// without `role:edit`; `NotFound`; `RoleNotYours` for a role, or another in its place, that may do what the caller may not;
    /// `RoleInUse` without another; `Invalid(Role)` for another that is none here.
    pub async fn role_delete(&self, scope: &Scope, id: RoleId, instead: Option<&str>) -> Result<()> {
        scope.may(Permission::RoleEdit)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let me = self.standing(&mut tx, scope).await?;
        me.may(Permission::RoleEdit)?;
        let role = tx.role_record(id).await?.ok_or(Error::NotFound)?;
        me.takes(&RoleHere::from(role.clone()))?;
        let key = RoleKey::Own(id);
        let members = tx.members_of_role(key).await?;
        let invited = invited(&mut tx, key).await?;
        let instead = match instead.map(str::trim).filter(|instead| !instead.is_empty()) {
            Some(instead) => Some(RoleHere::asked(&mut tx, instead).await?),
            None => None,
        };
        if let Some(instead) = &instead {
            me.gives(instead)?;
            if instead.tag.key == key || instead.tag.key.is_owner() {
                return Err(super::unknown());
            }
        }
        match &instead {
            None if !members.is_empty() || invited > 0 => {
                return Err(Error::RoleInUse { members: members.len(), invited });
            }
            None => {}
            Some(instead) => {
                tx.memberships_move(key, instead.tag.key).await?;
                tx.invitations_move(key, instead.tag.key).await?;
            }
        }
        tx.role_drop(id).await?;
        let moved =
            json!({ "instead": instead.map(|role| role.tag.name), "members": members.len(), "invitations": invited });
        let entry = Entry::new(AuditAction::RoleDeleted, role.name.as_str()).before(fields(&role)).after(moved);
        self.audit(&mut tx, scope, entry, at).await?;
        for user in &members {
            tx.streams_prove(*user).await?;
        }
        self.role_changed(tx, scope, role.name.as_str(), at).await?;
        for user in members {
            self.signed_out(user);
        }
        Ok(())
    }
}

async fn invited(tx: &mut Tx, key: RoleKey) -> Result<i64> {
    Ok(tx.invitation_roles().await?.into_iter().find(|(role, _)| *role == key).map_or(0, |(_, count)| count))
}
