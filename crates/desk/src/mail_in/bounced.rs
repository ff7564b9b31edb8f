//! A mail of ours came back: it belongs to the ticket it was about, and its reader cannot be reached.

use super::reading::{Goes, Reading};
use super::{done, ended};
use crate::access::Actor;
use crate::{Desk, Result};
use domain::event::Event;
use domain::mail::{MailInState, MailOutState};
use domain::{JobId, TicketId};
use mail::guard::{Action, Bounce};
use uuid::Uuid;

impl Desk {
    /// Notes beside the message that it did not arrive, and at the contact that their address takes no mail. A report about a mail
    /// that we did not send says nothing: anybody can write one.
    pub(super) async fn mail_bounced(
        &self,
        reading: &Reading<'_>,
        named: Option<(TicketId, Uuid)>,
        bounce: &Bounce,
    ) -> Result<()> {
        let Reading { scope, record, .. } = reading;
        let Some((ticket, mail)) = named else {
            let set = ended(MailInState::Ignored, "report", "A report about a mail that we did not send.");
            return self.mail_ended_read(reading, set).await;
        };
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        if !reading.begins(&mut tx, Goes::Beside(ticket)).await? {
            return Ok(tx.commit().await?);
        }
        let (sent, found) = (tx.mail_out(JobId(mail)).await?, tx.ticket_by_id(ticket).await?);
        let (Some(sent), Some(found)) = (sent.filter(|sent| sent.ticket_id == ticket), found) else {
            let set = ended(MailInState::Ignored, "report", "A report about a mail that is gone.");
            tx.mail_in_set(record.id, set).await?;
            return Ok(tx.commit().await?);
        };
        // Each mail has one reader, whatever address of theirs the report names.
        let Some(failed) = bounce.failed.iter().find(|one| one.action == Action::Failed) else {
            // It is still being tried: nothing to do, and nothing to tell.
            tx.mail_in_set(record.id, done("delayed", ticket, None)).await?;
            return Ok(tx.commit().await?);
        };
        let said = if failed.said.is_empty() { "The mail came back." } else { &failed.said };
        tx.mail_out_ended(sent.id, MailOutState::Bounced, said).await?;
        // A copy, or what an agent gets, says nothing about the customer.
        let customer = tx.ticket_customer(ticket).await?;
        let customer = customer.filter(|one| one.email.eq_ignore_ascii_case(&sent.to_key));
        if let (true, Some(customer)) = (failed.is_permanent(), customer) {
            tx.contact_bounced(customer.contact_id, at, said).await?;
        }
        let event = Event::TicketMailFailed { to: sent.to_key, said: said.to_owned() };
        let seq = tx.record(&event, Some(ticket), None, Actor::System.name(), at).await?;
        tx.mail_in_set(record.id, done("bounced", ticket, sent.message_id)).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, Some(&found.code), None);
        Ok(())
    }
}
