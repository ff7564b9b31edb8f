//! Every team of an organization, with its people, its sites and its open tickets.

use super::rows;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::Permission;
use domain::team::TeamPage;

impl Desk {
    /// The teams by name, and what they can be made of. Open tickets count as far as the caller sees them (B20). Errors:
    /// `Forbidden` without `member:read`.
    pub async fn team_list(&self, scope: &Scope) -> Result<TeamPage> {
        scope.may(Permission::MemberRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let teams = rows(&mut tx).await?;
        let members = tx.member_directory().await?;
        Ok(TeamPage {
            teams,
            members: members
                .into_iter()
                .map(|member| domain::member::MemberTag { id: member.id, name: member.name })
                .collect(),
            sites: tx.site_tags().await?,
            unrouted_visible: tx.unrouted_visible().await?,
        })
    }
}
