//! Invitations (D19, S2-26..33): bound to an address, single use, seven days; a seat each while they can be accepted.
//!
//! Every change happens under the organization's counter row, so seats are counted and taken in one step. Whoever invites
//! vouches: an invitation is worth no more than what its inviter may still give at the moment it is accepted (INV-4).

mod accept;
mod create;
mod decline;
mod join;
mod link;
mod list;
mod mails;
mod mine;
mod peek;
mod renew;
mod resend;
mod revoke;

pub use domain::invitation::InvitationNew;
pub use join::Newcomer;

use crate::access::{InvitationScope, OrgCard, Scope};
use crate::role::RoleHere;
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::invitation::LIFE;
use domain::role::RoleKey;
use domain::{InvitationId, Permission, Timestamp, UserId};
use store::Tx;
use store::directory::invitation::InvitationLinkNew;

impl Desk {
    /// The token of one link of an invitation.
    pub(crate) fn invitation_token(&self, id: InvitationId, generation: i64) -> String {
        self.token(&format!("invitation {generation}"), id.0)
    }

    /// The whole address of one link of an invitation.
    pub(crate) fn invitation_url(&self, id: InvitationId, generation: i64) -> String {
        format!("{}/invitation/{}", self.settings.public_url, self.invitation_token(id, generation))
    }

    pub(crate) fn invitation_link_new(
        &self,
        (id, generation): (InvitationId, i64),
        role: RoleKey,
        by: Option<UserId>,
        at: Timestamp,
    ) -> InvitationLinkNew {
        let token_hash = hash(&self.invitation_token(id, generation));
        InvitationLinkNew { token_hash, role, by, expires_at: at.plus_seconds(LIFE) }
    }

    /// The role of an invitation, if its inviter could still give it; `None` makes it void (INV-4).
    pub(crate) async fn invitation_standing(&self, tx: &mut Tx, door: &InvitationScope) -> Result<Option<RoleHere>> {
        let entry = door.entry();
        let Some(inviter) = entry.invited_by else { return Ok(None) };
        let active = tx.membership_state(inviter).await?.filter(|member| member.deactivated_at.is_none());
        let Some(inviter) = active else { return Ok(None) };
        let Some(inviters) = RoleHere::of(tx, inviter.role).await? else { return Ok(None) };
        let role = RoleHere::of(tx, entry.role).await?;
        let may = inviters.permissions.contains(Permission::MemberInvite);
        Ok(role.filter(|role| may && role.can_be_given_with(inviters.permissions)))
    }

    /// Passes while another member can come in; for invitations, and for whoever else makes somebody active. Call it inside the
    /// writing transaction. Errors: `SeatLimitReached`.
    pub(crate) async fn seat_free(&self, tx: &mut Tx, at: Timestamp) -> Result<()> {
        if tx.seats(at).await?.has_free() { Ok(()) } else { Err(Error::SeatLimitReached) }
    }

    pub(crate) async fn invitation_changed(&self, tx: &mut Tx, scope: &Scope, at: Timestamp) -> Result<i64> {
        Ok(tx.record(&Event::InvitationChanged, None, scope.actor().user(), scope.actor().name(), at).await?)
    }

    /// Tells the screens of this process, after the commit.
    pub(crate) fn invitation_told(&self, org: &OrgCard, seq: i64, by: Option<UserId>) {
        self.changed(org, seq, &Event::InvitationChanged, None, by);
    }
}
