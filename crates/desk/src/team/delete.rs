//! Take a team away. Its tickets stay, in no team; mailboxes that led to it leave the choice to their site.

use super::{fields, row};
use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::{Permission, TeamId};
use serde_json::json;

impl Desk {
    /// Deletes a team; all its tickets become unrouted. `unroute` says that the caller was told how many open ones there are
    /// (D9): without it a team that has any stays. Errors: `Forbidden` without `team:edit`, `NotFound`; `Conflict` with the
    /// count.
    pub async fn team_delete(&self, scope: &Scope, id: TeamId, unroute: bool) -> Result<()> {
        scope.may(Permission::TeamEdit)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let team = row(&mut tx, id).await?;
        let open = tx.team_tickets_open(id).await?;
        if open > 0 && !unroute {
            return Err(Error::Conflict(warning(open)));
        }
        tx.mailboxes_leave_team(id).await?;
        tx.team_delete(id).await?;
        let (seq, event) = self.team_changed(&mut tx, scope, &team.name, at).await?;
        let mut before = fields(&team);
        if let Some(fields) = before.as_object_mut() {
            fields.insert("open_tickets".to_owned(), json!(open));
        }
        let entry = Entry::new(AuditAction::TeamDeleted, team.name).before(before);
        self.audit(&mut tx, scope, entry, at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        Ok(())
    }
}

fn warning(open: i64) -> String {
    let tickets = if open == 1 { "1 open ticket, which" } else { &format!("{open} open tickets, which") };
    format!("This team has {tickets} will be in no team. Confirm that to delete it.")
}
