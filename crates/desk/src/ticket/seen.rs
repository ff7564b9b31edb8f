//! Note how far a member has read.

use super::visible;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::Permission;
use domain::ticket::TicketCode;

impl Desk {
    /// The caller has read the ticket up to message `number`. Asked by the page when it is shown, not by the read itself: a
    /// GET changes nothing. A caller who is no member has nothing to note. Errors: `Forbidden` without `ticket:read`, `NotFound`.
    pub async fn ticket_seen(&self, scope: &Scope, code: &TicketCode, number: i64) -> Result<()> {
        scope.may(Permission::TicketRead)?;
        let Some(user) = scope.actor().user() else { return Ok(()) };
        let ticket = visible(&mut self.store.read(scope.sight()).await?, code).await?;
        if ticket.seen >= number.min(ticket.last_message) {
            return Ok(());
        }
        let mut tx = self.store.write(scope.sight()).await?;
        tx.ticket_seen(user, ticket.id, number).await?;
        Ok(tx.commit().await?)
    }
}
