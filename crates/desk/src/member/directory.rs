//! Who answers for an organization: role, teams, whether they are there, and what is on their desk (B30).

use crate::access::Scope;
use crate::role::RoleHere;
use crate::{Desk, Result};
use domain::Permission;
use domain::member::PersonRow;
use domain::team::TeamTag;

impl Desk {
    /// Everybody active, by name. Open tickets count as far as the caller sees them (B20). Errors: `Forbidden` without
    /// `member:read`.
    pub async fn member_directory(&self, scope: &Scope) -> Result<Vec<PersonRow>> {
        scope.may(Permission::MemberRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let (people, teams) = (tx.member_directory().await?, tx.team_tags().await?);
        let seats = tx.team_members().await?;
        let roles = RoleHere::all(&mut tx).await?;
        let zone = scope.org().zone();
        let teams_of = |user| -> Vec<TeamTag> {
            let of = |team: &&TeamTag| seats.iter().any(|seat| seat.id == user && seat.team_id == team.id);
            teams.iter().filter(of).cloned().collect()
        };
        Ok(people
            .into_iter()
            .map(|person| PersonRow {
                seen: person.seen_at.max(self.visits.last(person.id, scope.org().id)).map(|at| zone.moment(at)),
                teams: teams_of(person.id),
                role: RoleHere::tag_of(roles.iter().find(|role| role.tag.key == person.role), person.role),
                id: person.id,
                name: person.name,
                email: person.email,
                away: person.away,
                open: person.open_tickets,
            })
            .collect())
    }
}
