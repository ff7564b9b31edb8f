//! The member something is done with.

use crate::access::Scope;
use crate::audit::Entry;
use crate::role::RoleHere;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::{Timestamp, UserId};
use store::Tx;
use store::member::MemberRecord;

/// A member, and what their role is now.
pub(super) struct Target {
    pub(super) member: MemberRecord,
    pub(super) role: RoleHere,
}

impl Target {
    /// The member. Errors: `NotFound`.
    pub(super) async fn of(tx: &mut Tx, user: UserId) -> Result<Self> {
        let member = tx.member_record(user).await?.ok_or(Error::NotFound)?;
        let role = RoleHere::of(tx, member.role).await?.unwrap_or_else(|| RoleHere::gone(member.role));
        Ok(Self { member, role })
    }

    /// Passes unless they are an owner, who is never removed or deactivated, whoever asks (B12). Errors: `LastOwner`,
    /// `OwnerProtected`.
    pub(super) async fn can_go(&self, tx: &mut Tx) -> Result<()> {
        if !self.member.role.is_owner() {
            return Ok(());
        }
        let others = tx.owners_besides(self.member.id).await?;
        Err(if others == 0 { Error::LastOwner } else { Error::OwnerProtected })
    }
}

impl Desk {
    /// Writes down that a member changed, commits, and tells the screens; the member's streams prove themselves.
    pub(super) async fn member_changed(
        &self,
        mut tx: Tx,
        scope: &Scope,
        member: &MemberRecord,
        entry: Entry,
        at: Timestamp,
    ) -> Result<()> {
        self.audit(&mut tx, scope, entry, at).await?;
        tx.streams_prove(member.id).await?;
        let event = Event::MemberChanged { name: member.name.clone() };
        let by = scope.actor().user();
        let seq = tx.record(&event, None, by, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, by);
        self.signed_out(member.id);
        Ok(())
    }
}
