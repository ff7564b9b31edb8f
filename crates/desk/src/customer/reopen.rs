//! "Not solved after all": the way back from "that solved it", one tap as well (screens.md 7).

use super::customer_of;
use crate::access::LinkScope;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::status::Category;

impl Desk {
    /// Opens the link's ticket again. A second tap changes nothing.
    pub async fn customer_reopen(&self, scope: &LinkScope) -> Result<()> {
        let at = self.now();
        let mut tx = self.store.write(&scope.sight()).await?;
        let mut ticket = tx.ticket_by_id(scope.ticket()).await?.ok_or(Error::NotFound)?;
        if !matches!(ticket.category, Category::Resolved | Category::Closed) {
            return Ok(());
        }
        let customer = customer_of(scope, &ticket);
        (ticket.waiting_since, ticket.active_at) = (Some(at), at);
        let told = self.ticket_step(&mut tx, &mut ticket, Category::Open, Event::TicketReopened, &customer, at).await?;
        tx.commit().await?;
        self.ticket_told(scope.org(), &ticket.code, None, &told);
        Ok(())
    }
}
