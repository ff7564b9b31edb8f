//! Take a member out (S1-48, S2-17); who has their open tickets is said with it (screens.md 9).

use super::gone::Going;
use super::target::Target;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::{Permission, UserId};

impl Desk {
    /// Ends somebody's membership: their next request here answers 404 and their streams close; their account, and what they
    /// are elsewhere, stays (S2-18). Their open tickets go to `heir`, or to nobody. Errors: `Forbidden` without
    /// `member:remove`; `NotFound` for no member; `LastOwner` and `OwnerProtected` for an owner, whoever asks; `RoleNotYours`
    /// for a role that may do what the caller may not; `Invalid(Assignee)` for an heir who cannot work on tickets.
    pub async fn member_remove(&self, scope: &Scope, user: UserId, heir: Option<UserId>) -> Result<()> {
        scope.may(Permission::MemberRemove)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let me = self.standing(&mut tx, scope).await?;
        me.may(Permission::MemberRemove)?;
        let target = Target::of(&mut tx, user).await?;
        target.can_go(&mut tx).await?;
        me.takes(&target.role)?;
        let going = Going { user, name: &target.member.name, heir };
        let told = self.member_gone(&mut tx, going, scope, &scope.org().slug, at).await?;
        tx.commit().await?;
        self.member_gone_told(user, told);
        Ok(())
    }
}
