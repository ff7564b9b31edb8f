//! Add a mail that waits to the ticket it waits beside.

use super::decide::held;
use super::done;
use super::said::Said;
use crate::access::{Actor, Scope};
use crate::ticket::{Told, visible};
use crate::{Desk, Result};
use domain::event::Event;
use domain::ticket::{TicketCode, TicketPage};
use domain::{ContactId, MailInId, Permission};
use serde_json::json;

impl Desk {
    /// Makes a held mail a public message of its ticket, in its sender's name. The sender is known as a contact from then on, and takes
    /// no part in the ticket: the requester stays, and nobody becomes a reader (INV-14). Errors: `Forbidden` without `ticket:write`,
    /// `NotFound`, `Conflict` where somebody decided before.
    pub async fn mail_accept(&self, scope: &Scope, code: &TicketCode, mail: MailInId) -> Result<TicketPage> {
        scope.may(Permission::TicketWrite)?;
        let (_, record) = self.mail_beside(scope, code, mail).await?;
        let (reading, _, machine) = self.mail_read_again(scope, &record).await?;
        let (words, files) = self.mail_words(scope.org().id, Said::of(reading.incoming.clone(), machine)?).await?;
        let at = self.now();
        let accepted = async {
            let mut tx = self.store.write(scope.sight()).await?;
            let mut ticket = visible(&mut tx, code).await?;
            held(&mut tx, ticket.id, mail).await?;
            let id = ContactId(self.ports.ids.uuid(at));
            let contact = tx.contact_known(id, &reading.incoming.from.address, &reading.name(), at).await?;
            let author = Actor::Customer { id: Some(contact.id), name: reading.author() };
            let written = self.mail_message(&mut tx, (&reading, &author), &mut ticket, (words, &files), at).await?;
            tx.mail_in_set(mail, done("accepted", ticket.id, Some(written.id))).await?;
            let held = self.mail_held_changed(&mut tx, scope, ticket.id, at).await?;
            self.mail_decided(&mut tx, scope, (code.as_str(), &record), json!({ "did": "accepted" }), at).await?;
            tx.commit().await?;
            Ok((written.told, held))
        };
        let accepted: Result<(Told, i64)> = accepted.await;
        if accepted.is_err() {
            self.attachment_forget(scope.org().id, &files).await;
        }
        let (told, held) = accepted?;
        self.job_ready();
        self.ticket_told(scope.org(), code, None, &told);
        self.changed(scope.org(), held, &Event::TicketMailHeld, Some(code), scope.actor().user());
        self.ticket_page(scope, code).await
    }
}
