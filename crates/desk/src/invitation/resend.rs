//! Send an invitation again (S2-32): a new link in a new mail, and the old one opens nothing any more.

use crate::access::Scope;
use crate::{Desk, Result};
use domain::{InvitationId, Permission};

impl Desk {
    /// Mails a new link with seven new days. Errors: `Forbidden` without `member:invite`, `RoleNotYours` for a role the caller
    /// could not give, `NotFound` for what is not pending, `SeatLimitReached` where it had run out and its seat is taken,
    /// `SlowDown` after several mails.
    pub async fn invitation_resend(&self, scope: &Scope, id: InvitationId) -> Result<()> {
        scope.may(Permission::MemberInvite)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let (_, seq) = self.invitation_next_link(&mut tx, scope, id, true, at).await?;
        tx.commit().await?;
        self.job_ready();
        self.invitation_told(scope.org(), seq, scope.actor().user());
        Ok(())
    }
}
