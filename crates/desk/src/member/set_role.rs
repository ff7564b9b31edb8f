//! Give a member another role (S2-16): in force on their next click.

use super::target::Target;
use crate::access::Scope;
use crate::audit::Entry;
use crate::role::RoleHere;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::{Permission, UserId};
use serde_json::json;

impl Desk {
    /// Gives `user` the role of that key. An owner steps down in the same way. Errors: `Forbidden` without `member:role_set`;
    /// `NotFound` for no member; `Invalid(Role)` for no role of this organization (S2-20); `RoleNotYours` for a role, taken or
    /// given, that may do what the caller may not; `OwnerProtected` for an owner changed by anybody else; `LastOwner`.
    pub async fn member_set_role(&self, scope: &Scope, user: UserId, role: &str) -> Result<()> {
        scope.may(Permission::MemberRoleSet)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let me = self.standing(&mut tx, scope).await?;
        me.may(Permission::MemberRoleSet)?;
        let target = Target::of(&mut tx, user).await?;
        let role = RoleHere::asked(&mut tx, role).await?;
        if role.tag.key == target.member.role {
            return Ok(());
        }
        me.takes(&target.role)?;
        me.gives(&role)?;
        if target.member.role.is_owner() && tx.owners_besides(user).await? == 0 {
            return Err(Error::LastOwner);
        }
        tx.membership_set_role(user, role.tag.key).await?;
        let entry = Entry::new(AuditAction::MemberRoleSet, target.member.name.as_str())
            .before(json!({ "role": target.role.tag.name }))
            .after(json!({ "role": role.tag.name }));
        self.member_changed(tx, scope, &target.member, entry, at).await
    }
}
