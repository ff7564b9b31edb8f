//! Change what a team is called, who is in it and which sites it covers.

use super::{CheckedTeam, fields, name_taken, row};
use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Result};
use domain::audit::AuditAction;
use domain::team::{TeamEdit, TeamRow};
use domain::{Permission, TeamId};

impl Desk {
    /// Changes what was said and leaves the rest; `members` and `sites` are whole lists. Who comes in sees the team's tickets at
    /// once, who goes sees them no more. Errors: `Forbidden` without `team:edit`, `NotFound`; `Invalid` per field, another
    /// team's name with the code `name_taken`.
    pub async fn team_edit(&self, scope: &Scope, id: TeamId, edit: TeamEdit) -> Result<TeamRow> {
        scope.may(Permission::TeamEdit)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let before = row(&mut tx, id).await?;
        let known = CheckedTeam::of(edit, Some(&before))?.known(&mut tx).await?;
        let name = known.name.clone();
        if !tx.team_update(id, name.clone(), known.description.clone()).await? {
            return Err(name_taken(name.as_str()));
        }
        self.team_filled(&mut tx, id, known).await?;
        let after = row(&mut tx, id).await?;
        if after == before {
            return Ok(after);
        }
        let (seq, event) = self.team_changed(&mut tx, scope, name.as_str(), at).await?;
        let entry = Entry::new(AuditAction::TeamEdited, name.as_str()).before(fields(&before)).after(fields(&after));
        self.audit(&mut tx, scope, entry, at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        Ok(after)
    }
}
