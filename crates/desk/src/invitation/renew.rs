//! What resending and copying a link share: the old link ends, seven days begin, and whoever asks vouches from now on.

use crate::access::Scope;
use crate::audit::Entry;
use crate::role::RoleHere;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::{InvitationId, MailAddress, Timestamp};
use serde_json::json;
use store::Tx;
use store::directory::invitation::InvitationRecord;

impl Desk {
    /// The pending invitation of that id and its role, which the caller may give; `None` for a role that is gone. Errors:
    /// `NotFound`, `RoleNotYours`.
    pub(super) async fn invitation_to_give(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        id: InvitationId,
    ) -> Result<(InvitationRecord, Option<RoleHere>)> {
        let pending = tx.invitation(id).await?.filter(InvitationRecord::is_pending).ok_or(Error::NotFound)?;
        let role = RoleHere::of(tx, pending.role).await?;
        if let Some(role) = &role {
            role.given_by(scope)?;
        }
        Ok((pending, role))
    }

    /// Gives the invitation its next link: `mailed` to the address, or to be handed on. Answers the link's number and the
    /// number of the event. Errors: as above; `SeatLimitReached` where it had run out and its seat is taken; `SlowDown`.
    pub(super) async fn invitation_next_link(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        id: InvitationId,
        mailed: bool,
        at: Timestamp,
    ) -> Result<(i64, i64)> {
        let (pending, role) = self.invitation_to_give(tx, scope, id).await?;
        let gone =
            || Error::Conflict("The role of this invitation is gone. Revoke it and invite with another.".to_owned());
        let role = role.ok_or_else(gone)?;
        let email = MailAddress::parse(&pending.email).map_err(|error| Error::Broken(error.to_string()))?;
        if tx.membership_of_email(&email).await?.is_some() {
            return Err(Error::Conflict("Whoever has this address is a member here already.".to_owned()));
        }
        if pending.expires_at <= at {
            self.seat_free(tx, at).await?;
        }
        let generation = pending.generation + 1;
        if mailed {
            self.invitation_mails_free(tx, at).await?;
            self.invitation_mails_to(tx, &email, at).await?;
            self.invitation_mail(tx, &email, (id, generation), at).await?;
        }
        let link = self.invitation_link_new((id, generation), pending.role, scope.actor().user(), at);
        if !tx.invitation_renew(id, link, (generation, mailed), at).await? {
            return Err(Error::NotFound);
        }
        let action = if mailed { AuditAction::InvitationResent } else { AuditAction::InvitationLinked };
        let entry = Entry::new(action, pending.email).after(json!({ "role": role.tag.name }));
        self.audit(tx, scope, entry, at).await?;
        Ok((generation, self.invitation_changed(tx, scope, at).await?))
    }
}
