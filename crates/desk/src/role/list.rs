//! All roles, for the Roles tab and the matrix of roles and permissions (D1).

use super::RoleHere;
use super::standing::Standing;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::Permission;
use domain::role::{BuiltInRole, RoleKey, RoleRow};

impl Desk {
    /// The built-in roles, the mightiest first, then the organization's own by name. Errors: `Forbidden` without `member:read`.
    pub async fn role_list(&self, scope: &Scope) -> Result<Vec<RoleRow>> {
        scope.may(Permission::MemberRead)?;
        let me = Standing::seen(scope);
        let mut tx = self.store.read(scope.sight()).await?;
        let (members, invited) = (tx.membership_roles().await?, tx.invitation_roles().await?);
        let own = tx.role_list().await?;
        let count = |uses: &[(RoleKey, i64)], key| uses.iter().find(|(role, _)| *role == key).map_or(0, |(_, n)| *n);
        let row = |role: RoleHere, description: String| RoleRow {
            members: count(&members, role.tag.key),
            invited: count(&invited, role.tag.key),
            is_yours: me.gives(&role).is_ok(),
            tag: role.tag,
            permissions: role.permissions,
            description,
        };
        let built_in = BuiltInRole::ALL.iter().map(|role| row((*role).into(), String::new()));
        let own = own.into_iter().map(|role| {
            let description = role.description.as_str().to_owned();
            row(role.into(), description)
        });
        Ok(built_in.chain(own).collect())
    }
}
