//! "Copy invitation link": for whoever does not get the mail.

use crate::access::Scope;
use crate::{Desk, Result};
use domain::{InvitationId, Permission};

impl Desk {
    /// A new link with seven new days, told this once; the old one opens nothing any more. Because somebody else has seen it, it
    /// does not prove the address: a newcomer confirms theirs before coming in. Errors: as for `invitation_resend`, except
    /// `SlowDown`.
    pub async fn invitation_link(&self, scope: &Scope, id: InvitationId) -> Result<String> {
        scope.may(Permission::MemberInvite)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let (generation, seq) = self.invitation_next_link(&mut tx, scope, id, false, at).await?;
        tx.commit().await?;
        self.invitation_told(scope.org(), seq, scope.actor().user());
        Ok(self.invitation_url(id, generation))
    }
}
