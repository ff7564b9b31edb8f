//! One member: what they may do here and through what (D1), and what would become of their tickets.

use super::gone::heirs;
use super::list::row;
use super::team::{sole_owner, ways};
use super::within::Within;
use crate::access::Scope;
use crate::role::{RoleHere, Standing, choices};
use crate::{Desk, Error, Result};
use domain::member::MemberPage;
use domain::permission::Permissions;
use domain::role::RoleKey;
use domain::{Permission, UserId};

impl Desk {
    /// The member of that id. Errors: `Forbidden` without `member:read`; `NotFound`, also for a member of another organization.
    pub async fn member_show(&self, scope: &Scope, user: UserId) -> Result<MemberPage> {
        scope.may(Permission::MemberRead)?;
        let me = Standing::seen(scope);
        let mut tx = self.store.read(scope.sight()).await?;
        let members = tx.member_records().await?;
        let member = members.iter().find(|member| member.id == user).ok_or(Error::NotFound)?;
        let (roles, within) = (RoleHere::all(&mut tx).await?, Within::read(&mut tx).await?);
        let role = RoleHere::in_list(&roles, member.role);
        let role_description = match member.role {
            RoleKey::Own(id) => tx.role_record(id).await?.map(|role| role.description.as_str().to_owned()),
            RoleKey::BuiltIn(_) => None,
        };
        let ways = ways(scope, me, member, &role, sole_owner(&members));
        let heirs = heirs(&mut tx, user).await?;
        Ok(MemberPage {
            permissions: if member.deactivated_at.is_none() { role.permissions } else { Permissions::NONE },
            member: row(self, scope, member, role.tag, within.of(user)),
            role_description: role_description.unwrap_or_default(),
            open_tickets: tx.tickets_open_of(user).await?,
            heirs,
            ways,
            roles: choices(&roles, me),
        })
    }
}
