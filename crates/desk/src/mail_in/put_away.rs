//! Put away a mail that waits beside a ticket, and take it back.

use super::decide::held;
use super::ended;
use crate::access::Scope;
use crate::ticket::visible;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::mail::MailInState;
use domain::ticket::{TicketCode, TicketPage};
use domain::{MailInId, Permission};
use serde_json::json;
use store::mail_in::MailInSet;

/// The word for a mail that a person put away.
const PUT_AWAY: &str = "put_away";

impl Desk {
    /// Puts a held mail away. With `renew`, all reply addresses of the ticket's customer are void from now on: whoever else knows one
    /// reaches nobody by it. Errors: `Forbidden` without `ticket:write`, `NotFound`, `Conflict` where somebody decided before.
    pub async fn mail_put_away(
        &self,
        scope: &Scope,
        code: &TicketCode,
        mail: MailInId,
        renew: bool,
    ) -> Result<TicketPage> {
        scope.may(Permission::TicketWrite)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let ticket = visible(&mut tx, code).await?;
        let record = held(&mut tx, ticket.id, mail).await?;
        // Why it waited stays, for whoever takes it back.
        let set = ended(MailInState::Ignored, PUT_AWAY, record.said.clone());
        tx.mail_in_set(mail, MailInSet { ticket: Some(ticket.id), ..set }).await?;
        if renew {
            tx.contact_addresses_void(ticket.contact_id).await?;
        }
        let fields = json!({ "did": "put away", "reply addresses": if renew { "renewed" } else { "kept" } });
        self.mail_decided(&mut tx, scope, (code.as_str(), &record), fields, at).await?;
        let seq = self.mail_held_changed(&mut tx, scope, ticket.id, at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &Event::TicketMailHeld, Some(code), scope.actor().user());
        self.ticket_page(scope, code).await
    }

    /// Lets a mail that was put away wait beside its ticket again. Void addresses stay void. Errors: as above; `Conflict` where it waits
    /// already.
    pub async fn mail_take_back(&self, scope: &Scope, code: &TicketCode, mail: MailInId) -> Result<TicketPage> {
        scope.may(Permission::TicketWrite)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let ticket = visible(&mut tx, code).await?;
        let record = tx.mail_in(mail).await?.filter(|record| record.ticket_id == Some(ticket.id));
        let record = record.ok_or(Error::NotFound)?;
        if (record.state, record.reason.as_str()) != (MailInState::Ignored, PUT_AWAY) {
            return Err(Error::Conflict("This mail is not put away.".to_owned()));
        }
        let set = ended(MailInState::Held, "taken_back", record.said.clone());
        tx.mail_in_set(mail, MailInSet { ticket: Some(ticket.id), ..set }).await?;
        self.mail_decided(&mut tx, scope, (code.as_str(), &record), json!({ "did": "took back" }), at).await?;
        let seq = self.mail_held_changed(&mut tx, scope, ticket.id, at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &Event::TicketMailHeld, Some(code), scope.actor().user());
        self.ticket_page(scope, code).await
    }
}
