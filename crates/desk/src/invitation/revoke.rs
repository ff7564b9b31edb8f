//! Take an invitation back (S2-33); its seat is free at once.

use crate::access::Scope;
use crate::audit::Entry;
use crate::role::RoleHere;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::{InvitationId, Permission};
use serde_json::json;

impl Desk {
    /// Ends a pending invitation, for good. Errors: `Forbidden` without `member:invite`, `RoleNotYours` for a role the caller
    /// could not give, `NotFound` for what is not pending.
    pub async fn invitation_revoke(&self, scope: &Scope, id: InvitationId) -> Result<()> {
        scope.may(Permission::MemberInvite)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let (pending, role) = self.invitation_to_give(&mut tx, scope, id).await?;
        if !tx.invitation_revoke(id, at).await? {
            return Err(Error::NotFound);
        }
        let role = RoleHere::tag_of(role.as_ref(), pending.role).name;
        let entry = Entry::new(AuditAction::InvitationRevoked, pending.email).before(json!({ "role": role }));
        self.audit(&mut tx, scope, entry, at).await?;
        let seq = self.invitation_changed(&mut tx, scope, at).await?;
        tx.commit().await?;
        self.invitation_told(scope.org(), seq, scope.actor().user());
        Ok(())
    }
}
