//! Everybody in an organization, as programs list them.

use super::within::Within;
use crate::access::Scope;
use crate::role::RoleHere;
use crate::{Desk, Result};
use domain::Permission;
use domain::member::MemberRow;
use domain::role::RoleTag;
use domain::team::TeamTag;
use store::member::MemberRecord;

impl Desk {
    /// All members by name, with when each was last at work here. Errors: `Forbidden` without `member:read`.
    pub async fn member_list(&self, scope: &Scope) -> Result<Vec<MemberRow>> {
        scope.may(Permission::MemberRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let roles = RoleHere::all(&mut tx).await?;
        let (members, within) = (tx.member_records().await?, Within::read(&mut tx).await?);
        let role = |member: &MemberRecord| RoleHere::in_list(&roles, member.role).tag;
        Ok(members.iter().map(|member| row(self, scope, member, role(member), within.of(member.id))).collect())
    }
}

pub(super) fn row(desk: &Desk, scope: &Scope, member: &MemberRecord, role: RoleTag, teams: Vec<TeamTag>) -> MemberRow {
    let org = scope.org();
    MemberRow {
        seen: member.seen_at.max(desk.visits.last(member.id, org.id)).map(|at| org.zone().moment(at)),
        id: member.id,
        name: member.name.clone(),
        email: member.email.clone(),
        role,
        teams,
        two_factor: member.two_factor,
        is_active: member.deactivated_at.is_none(),
    }
}
