//! Make a team. With the first one, teams begin to decide what an agent sees.

use super::{CheckedTeam, fields, name_taken, row};
use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::team::{TeamEdit, TeamRow};
use domain::{Permission, TeamId};

/// The most teams of an organization.
const MAX: i64 = 200;

impl Desk {
    /// Makes a team; new tickets of a site that it alone covers come to it. Errors: `Forbidden` without `team:edit`; `Invalid`
    /// per field, a name the organization has already with the code `name_taken`.
    pub async fn team_create(&self, scope: &Scope, new: TeamEdit) -> Result<TeamRow> {
        scope.may(Permission::TeamEdit)?;
        let checked = CheckedTeam::of(new, None)?;
        let at = self.now();
        let id = TeamId(self.ports.ids.uuid(at));
        let mut tx = self.store.write(scope.sight()).await?;
        if tx.team_count().await? >= MAX {
            return Err(Error::Conflict(format!("An organization has at most {MAX} teams.")));
        }
        let known = checked.known(&mut tx).await?;
        let name = known.name.clone();
        if !tx.team_add(id, name.clone(), known.description.clone(), at).await? {
            return Err(name_taken(name.as_str()));
        }
        self.team_filled(&mut tx, id, known).await?;
        let team = row(&mut tx, id).await?;
        let (seq, event) = self.team_changed(&mut tx, scope, name.as_str(), at).await?;
        let entry = Entry::new(AuditAction::TeamCreated, name.as_str()).after(fields(&team));
        self.audit(&mut tx, scope, entry, at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        Ok(team)
    }
}
