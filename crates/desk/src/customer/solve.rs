//! "That solved it": one tap, and it can be taken back (screens.md 7).

use super::customer_of;
use crate::access::LinkScope;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::status::Category;

impl Desk {
    /// Resolves the link's ticket. A second tap, or one on what is over already, changes nothing.
    pub async fn customer_solve(&self, scope: &LinkScope) -> Result<()> {
        let at = self.now();
        let mut tx = self.store.write(&scope.sight()).await?;
        let mut ticket = tx.ticket_by_id(scope.ticket()).await?.ok_or(Error::NotFound)?;
        if matches!(ticket.category, Category::Resolved | Category::Closed) {
            return Ok(());
        }
        let customer = customer_of(scope, &ticket);
        ticket.active_at = at;
        let told =
            self.ticket_step(&mut tx, &mut ticket, Category::Resolved, Event::TicketSolved, &customer, at).await?;
        tx.commit().await?;
        self.ticket_told(scope.org(), &ticket.code, None, &told);
        Ok(())
    }
}
