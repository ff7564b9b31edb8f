//! Transfer ownership (B12): promote, then step down, both or neither.

use super::target::Target;
use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::role::BuiltInRole;
use domain::{Permission, UserId};
use serde_json::json;

impl Desk {
    /// Makes `user` an owner and the caller, who is one, an admin. Errors: `Forbidden` without `member:role_set`;
    /// `OwnerProtected` for a caller who is no owner; `NotFound` for no member; `LastOwner` for somebody who could not act as
    /// owner: at rest, or with an address nobody confirmed.
    pub async fn member_transfer(&self, scope: &Scope, user: UserId) -> Result<()> {
        scope.may(Permission::MemberRoleSet)?;
        let me = scope.actor().user().ok_or(Error::OwnerProtected)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        if !self.standing(&mut tx, scope).await?.is_owner() {
            return Err(Error::OwnerProtected);
        }
        let target = Target::of(&mut tx, user).await?;
        if user == me {
            return Ok(());
        }
        tx.membership_set_role(user, BuiltInRole::Owner.into()).await?;
        if tx.owners_besides(me).await? == 0 {
            return Err(Error::LastOwner);
        }
        tx.membership_set_role(me, BuiltInRole::Admin.into()).await?;
        tx.streams_prove(me).await?;
        let stepped = Entry::new(AuditAction::MemberRoleSet, scope.actor().name())
            .before(json!({ "role": BuiltInRole::Owner.label() }))
            .after(json!({ "role": BuiltInRole::Admin.label() }));
        self.audit(&mut tx, scope, stepped, at).await?;
        let entry = Entry::new(AuditAction::MemberRoleSet, target.member.name.as_str())
            .before(json!({ "role": target.role.tag.name }))
            .after(json!({ "role": BuiltInRole::Owner.label() }));
        self.member_changed(tx, scope, &target.member, entry, at).await?;
        self.signed_out(me);
        Ok(())
    }
}
