//! Say whether one is there. Everybody says it of themselves (B30).

use crate::access::Scope;
use crate::{Desk, Result};
use domain::Permission;
use domain::event::Event;

impl Desk {
    /// The caller is away, or back. A caller who is no member has nothing to say. Errors: `Forbidden` without `member:read`.
    pub async fn member_set_away(&self, scope: &Scope, away: bool) -> Result<()> {
        scope.may(Permission::MemberRead)?;
        let Some(user) = scope.actor().user() else { return Ok(()) };
        let mut tx = self.store.write(scope.sight()).await?;
        if !tx.member_away(user, away).await? {
            return Ok(());
        }
        let name = scope.actor().name();
        let event = Event::MemberChanged { name: name.to_owned() };
        let seq = tx.record(&event, None, Some(user), name, self.now()).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, Some(user));
        Ok(())
    }
}
