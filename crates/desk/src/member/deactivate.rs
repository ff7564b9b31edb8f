//! Let a member rest: name, tickets and history stay, and they enter nothing here.

use super::target::Target;
use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Result};
use domain::audit::AuditAction;
use domain::{Permission, UserId};
use serde_json::json;

impl Desk {
    /// Deactivates a member; their next request here answers 404, their streams close, and their seat is free. Errors:
    /// `Forbidden` without `member:remove`; `NotFound`; `LastOwner` and `OwnerProtected` for an owner; `RoleNotYours`.
    pub async fn member_deactivate(&self, scope: &Scope, user: UserId) -> Result<()> {
        scope.may(Permission::MemberRemove)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let me = self.standing(&mut tx, scope).await?;
        me.may(Permission::MemberRemove)?;
        let target = Target::of(&mut tx, user).await?;
        target.can_go(&mut tx).await?;
        me.takes(&target.role)?;
        if target.member.deactivated_at.is_some() {
            return Ok(());
        }
        tx.membership_rest(user, Some(at)).await?;
        let entry = Entry::new(AuditAction::MemberDeactivated, target.member.name.as_str())
            .before(json!({ "active": true }))
            .after(json!({ "active": false }));
        self.member_changed(tx, scope, &target.member, entry, at).await
    }
}
