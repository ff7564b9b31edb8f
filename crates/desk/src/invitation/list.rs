//! What waits for an answer (S2-31), how many seats there are, and which roles can be given.

use crate::access::Scope;
use crate::role::RoleHere;
use crate::{Desk, Result};
use domain::Permission;
use domain::invitation::{InvitationPage, InvitationRow};
use domain::role::RoleTag;
use store::directory::invitation::InvitationRecord;

impl Desk {
    /// Pending invitations, newest first, those that ran out too. Errors: `Forbidden` without `member:invite`.
    pub async fn invitation_list(&self, scope: &Scope) -> Result<InvitationPage> {
        scope.may(Permission::MemberInvite)?;
        let read = self.now();
        let zone = scope.org().zone();
        let mut tx = self.store.read(scope.sight()).await?;
        let seats = tx.seats(read).await?;
        let records = tx.invitation_list().await?;
        let known = RoleHere::all(&mut tx).await?;
        let led_to = tx.invitation_teams().await?;
        let teams_of = |id| led_to.iter().filter(|(of, _)| *of == id).map(|(_, team)| team.clone()).collect();
        let teams = match scope.actor().user() {
            Some(user) => tx.teams_to_give(user).await?,
            None => Vec::new(),
        };
        let row = |record: InvitationRecord| {
            let role = known.iter().find(|role| role.tag.key == record.role);
            InvitationRow {
                teams: teams_of(record.id),
                id: record.id,
                email: record.email,
                role: RoleHere::tag_of(role, record.role),
                invited_by: record.inviter,
                sent: zone.moment(record.created_at),
                expires: zone.moment(record.expires_at),
            }
        };
        let rows = records.into_iter().map(row).collect();
        let roles: Vec<RoleTag> = known
            .iter()
            .filter(|role| role.can_be_given_with(scope.permissions()))
            .map(|role| role.tag.clone())
            .collect();
        Ok(InvitationPage { rows, seats, roles, teams, read })
    }
}
