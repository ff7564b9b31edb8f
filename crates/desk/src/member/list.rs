//! Everybody in an organization, for the team page.

use crate::access::Scope;
use crate::role::RoleHere;
use crate::{Desk, Result};
use domain::Permission;
use domain::member::MemberRow;

impl Desk {
    /// All members by name, with when each was last at work here. Errors: `Forbidden` without `member:read`.
    pub async fn member_list(&self, scope: &Scope) -> Result<Vec<MemberRow>> {
        scope.may(Permission::MemberRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let roles = RoleHere::all(&mut tx).await?;
        let members = tx.member_records().await?;
        let zone = scope.org().zone();
        Ok(members
            .into_iter()
            .map(|member| MemberRow {
                seen: member.seen_at.max(self.visits.last(member.id, scope.org().id)).map(|at| zone.moment(at)),
                id: member.id,
                name: member.name,
                email: member.email,
                role: RoleHere::tag_of(roles.iter().find(|role| role.tag.key == member.role), member.role),
            })
            .collect())
    }
}
