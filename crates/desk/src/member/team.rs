//! The team page: everybody, and what the asker may do with each.

use super::list::row;
use super::within::Within;
use crate::access::Scope;
use crate::role::{RoleHere, Standing, choices};
use crate::{Desk, Result};
use domain::member::{MemberWays, TeamPage, TeamRow};
use domain::{Permission, UserId};
use store::member::MemberRecord;

impl Desk {
    /// All members by name. Errors: `Forbidden` without `member:read`.
    pub async fn member_team(&self, scope: &Scope) -> Result<TeamPage> {
        scope.may(Permission::MemberRead)?;
        let me = Standing::seen(scope);
        let mut tx = self.store.read(scope.sight()).await?;
        let roles = RoleHere::all(&mut tx).await?;
        let (members, within) = (tx.member_records().await?, Within::read(&mut tx).await?);
        let sole_owner = sole_owner(&members);
        let rows = members.iter().map(|member| {
            let role = RoleHere::in_list(&roles, member.role);
            let ways = ways(scope, me, member, &role, sole_owner);
            TeamRow { member: row(self, scope, member, role.tag, within.of(member.id)), ways }
        });
        let rows = rows.collect();
        Ok(TeamPage { rows, roles: choices(&roles, me) })
    }
}

/// The only owner who can act, where there is one alone.
pub(super) fn sole_owner(members: &[MemberRecord]) -> Option<UserId> {
    let acts = |m: &&MemberRecord| m.role.is_owner() && m.deactivated_at.is_none() && m.confirmed_at.is_some();
    let mut owners = members.iter().filter(acts).map(|member| member.id);
    owners.next().filter(|_| owners.next().is_none())
}

/// What the asker may do with a member: what the use cases will say, said before.
pub(super) fn ways(
    scope: &Scope,
    me: Standing,
    member: &MemberRecord,
    role: &RoleHere,
    sole_owner: Option<UserId>,
) -> MemberWays {
    let is_me = scope.actor().user() == Some(member.id);
    let (is_owner, is_active) = (member.role.is_owner(), member.deactivated_at.is_none());
    let in_reach = me.takes(role).is_ok();
    let removes = me.may(Permission::MemberRemove).is_ok() && in_reach && !is_owner && !is_me;
    let sets = me.may(Permission::MemberRoleSet).is_ok();
    MemberWays {
        role: sets && in_reach && sole_owner != Some(member.id),
        rest: removes,
        remove: removes,
        transfer: sets && me.is_owner() && !is_me && !is_owner && is_active && member.confirmed_at.is_some(),
    }
}
