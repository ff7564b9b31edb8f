//! A mail of ours came back: it belongs to the ticket it was about, and its reader cannot be reached.

use super::reading::Reading;
use super::{done, ended};
use crate::access::Actor;
use crate::{Desk, Result};
use domain::event::Event;
use domain::mail::{MailInState, MailOutState};
use domain::{JobId, TicketId};
use mail::guard::{Action, Bounce, Failed};
use store::mail_out::MailOutRecord;
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
        if !reading.begins(&mut tx, Some(ticket)).await? {
            return Ok(tx.commit().await?);
        }
        let (sent, found) = (tx.mail_out(JobId(mail)).await?, tx.ticket_by_id(ticket).await?);
        let (Some(sent), Some(found)) = (sent.filter(|sent| sent.ticket_id == ticket), found) else {
            let set = ended(MailInState::Ignored, "report", "A report about a mail that is gone.");
            tx.mail_in_set(record.id, set).await?;
            return Ok(tx.commit().await?);
        };
        let Some(Came { failed, copy }) = Came::of(bounce, &sent) else {
            // It is still being tried: nothing to do, and nothing to tell.
            tx.mail_in_set(record.id, done("delayed", ticket, None)).await?;
            return Ok(tx.commit().await?);
        };
        let said = if failed.said.is_empty() { "The mail came back." } else { &failed.said };
        if copy.is_none() {
            tx.mail_out_ended(sent.id, MailOutState::Bounced, said).await?;
            // A copy, or what an agent gets, says nothing about the customer.
            let customer = tx.ticket_customer(ticket).await?;
            let customer = customer.filter(|one| one.email.eq_ignore_ascii_case(&sent.to_key));
            if let (true, Some(customer)) = (failed.is_permanent(), customer) {
                tx.contact_bounced(customer.contact_id, at, said).await?;
            }
        }
        let event = Event::TicketMailFailed { to: copy.unwrap_or(sent.to_key), said: said.to_owned() };
        let seq = tx.record(&event, Some(ticket), None, Actor::System.name(), at).await?;
        tx.mail_in_set(record.id, done("bounced", ticket, sent.message_id)).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, Some(&found.code), None);
        Ok(())
    }
}

/// What came back of a mail.
struct Came<'a> {
    failed: &'a Failed,
    /// The reader of a copy that went along in the same mail; whoever it was for has it.
    copy: Option<String>,
}

impl<'a> Came<'a> {
    /// The reader it was for comes first; `None` while it is still being tried. A report may name an address that theirs leads to, so only
    /// that of a copy is told apart.
    fn of(bounce: &'a Bounce, sent: &MailOutRecord) -> Option<Self> {
        let copy = |one: &Failed| {
            let key = one.address.as_ref()?.key();
            let is_copy = |cc: &&String| cc.eq_ignore_ascii_case(key) && key != sent.to_key;
            sent.cc.0.iter().find(is_copy).cloned()
        };
        let failed = bounce.failed.iter().filter(|one| one.action == Action::Failed);
        failed.map(|failed| Self { failed, copy: copy(failed) }).min_by_key(|one| one.copy.is_some())
    }
}
