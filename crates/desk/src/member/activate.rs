//! Let a member at rest in again, as what they were.

use super::target::Target;
use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Result};
use domain::audit::AuditAction;
use domain::{Permission, UserId};
use serde_json::json;

impl Desk {
    /// Activates a member; takes a seat. Errors: `Forbidden` without `member:remove`; `NotFound`; `RoleNotYours` for a role the
    /// caller could not give; `SeatLimitReached`.
    pub async fn member_activate(&self, scope: &Scope, user: UserId) -> Result<()> {
        scope.may(Permission::MemberRemove)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let me = self.standing(&mut tx, scope).await?;
        me.may(Permission::MemberRemove)?;
        let target = Target::of(&mut tx, user).await?;
        me.gives(&target.role)?;
        if target.member.deactivated_at.is_none() {
            return Ok(());
        }
        self.seat_free(&mut tx, at).await?;
        tx.membership_rest(user, None).await?;
        let entry = Entry::new(AuditAction::MemberActivated, target.member.name.as_str())
            .before(json!({ "active": false }))
            .after(json!({ "active": true }));
        self.member_changed(tx, scope, &target.member, entry, at).await
    }
}
