//! Decide who sees tickets that are in no team.

use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Result};
use domain::Permission;
use domain::audit::AuditAction;
use serde_json::json;

impl Desk {
    /// Shows tickets in no team to everybody who is in the organization, or only to those whom teams do not bind (B20). Errors:
    /// `Forbidden` without `team:edit`.
    pub async fn team_set_unrouted(&self, scope: &Scope, visible: bool) -> Result<()> {
        scope.may(Permission::TeamEdit)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        if !tx.unrouted_visible_set(visible).await? {
            return Ok(());
        }
        let (seq, event) = self.team_changed(&mut tx, scope, "", at).await?;
        let entry = Entry::new(AuditAction::TeamUnroutedSet, scope.org().name.clone())
            .before(json!({ "unrouted_visible": !visible }))
            .after(json!({ "unrouted_visible": visible }));
        self.audit(&mut tx, scope, entry, at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        Ok(())
    }
}
