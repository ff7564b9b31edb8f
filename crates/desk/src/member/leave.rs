//! Leave an organization. Nobody needs a permission for that, and nobody can be kept; who has the open tickets is said with it, as
//! when somebody is removed.

use super::gone::{Going, heirs};
use crate::access::{Scope, UserScope};
use crate::{Desk, Result};
use domain::member::Leaving;
use domain::{OrgSlug, Permission, UserId};

impl Desk {
    /// What would become of the asker's open tickets. No permission is needed: it is about them; whoever may not see who works
    /// here can choose nobody.
    pub async fn member_leaving(&self, scope: &Scope) -> Result<Leaving> {
        let Some(me) = scope.actor().user() else { return Ok(Leaving::default()) };
        let mut tx = self.store.read(scope.sight()).await?;
        let open_tickets = tx.tickets_open_of(me).await?;
        let heirs = if scope.may(Permission::MemberRead).is_ok() { heirs(&mut tx, me).await? } else { Vec::new() };
        Ok(Leaving { open_tickets, heirs })
    }

    /// Ends the person's own membership; their open tickets go to `heir`, or to nobody. An owner may go while another stays.
    /// Errors: `LastOwner`; `NotFound` where they are no member; `Forbidden` to choose without `member:read`;
    /// `Invalid(Assignee)` for an heir who cannot work on tickets.
    pub async fn member_leave(&self, user: &UserScope, org: &OrgSlug, heir: Option<UserId>) -> Result<()> {
        let scope = self.enter_org(user, org).await?;
        if heir.is_some() {
            scope.may(Permission::MemberRead)?;
        }
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let going = Going { user: user.id(), name: &user.user().name, heir };
        let told = self.member_gone(&mut tx, going, user, org, at).await?;
        tx.commit().await?;
        self.member_gone_told(user.id(), told);
        Ok(())
    }
}
