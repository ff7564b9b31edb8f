//! Who answers for an organization: role, teams, whether they are there, and what is on their desk (B30).

use super::within::Within;
use crate::access::Scope;
use crate::role::RoleHere;
use crate::{Desk, Result};
use domain::Permission;
use domain::member::{PersonRow, Presence};
use store::member::PersonRecord;

impl Desk {
    /// Everybody active, by name. Open tickets count as far as the caller sees them (B20). Errors: `Forbidden` without
    /// `member:read`.
    pub async fn member_directory(&self, scope: &Scope) -> Result<Vec<PersonRow>> {
        scope.may(Permission::MemberRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let (people, within) = (tx.member_directory().await?, Within::read(&mut tx).await?);
        let roles = RoleHere::all(&mut tx).await?;
        let (zone, now) = (scope.org().zone(), self.now());
        let row = |person: PersonRecord| {
            let seen = person.seen_at.max(self.visits.last(person.id, scope.org().id));
            PersonRow {
                presence: Presence::of(person.away, seen, now),
                seen: seen.map(|at| zone.moment(at)),
                teams: within.of(person.id),
                role: RoleHere::in_list(&roles, person.role).tag,
                id: person.id,
                name: person.name,
                email: person.email,
                open: person.open_tickets,
            }
        };
        Ok(people.into_iter().map(row).collect())
    }
}
