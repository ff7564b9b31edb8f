//! Accept an invitation with an account that holds its address (S2-30).

use crate::access::{InvitationScope, UserScope};
use crate::audit::{By, Entry};
use crate::role::RoleHere;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::job::Job;
use domain::{OrgSlug, Timestamp, UserId};
use serde_json::json;
use store::Tx;

impl Desk {
    /// Makes the person a member and answers where to go. Once, in time, by the newest link: of any number at once one counts.
    /// Who is a member already stays what they are. Errors: `WrongAccount`, `Unconfirmed`; `NotFound` where the invitation
    /// ended meanwhile or its inviter could not give the role any more; `SeatLimitReached`, which leaves it as it is.
    pub async fn invitation_accept(&self, user: &UserScope, door: &InvitationScope) -> Result<OrgSlug> {
        if !door.is_for(user) {
            return Err(Error::WrongAccount);
        }
        if !user.user().confirmed {
            return Err(Error::Unconfirmed);
        }
        let at = self.now();
        let mut tx = self.store.write(&door.sight()).await?;
        let role = self.invitation_taken(&mut tx, door, at).await?;
        let seq = self.invitation_enter(&mut tx, door, &role, (user.id(), &user.user().name), user, at).await?;
        tx.commit().await?;
        self.invitation_entered(door, seq, (user.id(), &user.user().name));
        Ok(door.org().slug.clone())
    }

    /// Marks the invitation as accepted. Errors: `NotFound`.
    pub(super) async fn invitation_taken(
        &self,
        tx: &mut Tx,
        door: &InvitationScope,
        at: Timestamp,
    ) -> Result<RoleHere> {
        let role = self.invitation_standing(tx, door).await?.ok_or(Error::NotFound)?;
        if tx.invitation_answer(door.entry(), true, at).await? { Ok(role) } else { Err(Error::NotFound) }
    }

    /// The membership and everything that follows from it; answers the number of the event. Errors: `SeatLimitReached`;
    /// `NotFound` for a deactivated member, whom an invitation does not bring back.
    pub(super) async fn invitation_enter(
        &self,
        tx: &mut Tx,
        door: &InvitationScope,
        role: &RoleHere,
        (user, name): (UserId, &str),
        by: impl Into<By>,
        at: Timestamp,
    ) -> Result<i64> {
        match tx.membership_state(user).await? {
            Some(member) if member.deactivated_at.is_some() => return Err(Error::NotFound),
            Some(_) => {}
            None => {
                // The invitation has just given up the seat it held; what must be free is one beside the members.
                let seats = tx.seats(at).await?;
                if seats.limit.is_some_and(|limit| seats.members >= limit) {
                    return Err(Error::SeatLimitReached);
                }
                tx.membership_add(user, role.tag.key, at).await?;
                if let Some(inviter) = door.entry().invited_by {
                    tx.invitation_teams_join(door.id(), user, inviter).await?;
                }
            }
        }
        let entry = Entry::new(AuditAction::InvitationAccepted, door.email()).after(json!({ "role": role.tag.name }));
        self.audit(tx, by, entry, at).await?;
        tx.job_add(self.job_id(at), &Job::MailInvitationAnswered { invitation: door.id() }, at).await?;
        Ok(tx.record(&Event::MemberJoined { name: name.to_owned() }, None, Some(user), name, at).await?)
    }

    /// Tells mail and screens, after the commit.
    pub(super) fn invitation_entered(&self, door: &InvitationScope, seq: i64, (user, name): (UserId, &str)) {
        self.job_ready();
        self.changed(door.org(), seq, &Event::MemberJoined { name: name.to_owned() }, None, Some(user));
    }
}
