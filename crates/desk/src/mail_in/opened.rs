//! A mail that belongs to no ticket opens one, on its mailbox's site and nowhere else (S0-16).

use super::placed::Placed;
use super::process::Reading;
use super::said::Said;
use super::{done, ended};
use crate::access::Actor;
use crate::ticket::new::{CheckedTicket, Inserted};
use crate::{Desk, Result};
use domain::event::Event;
use domain::mail::{MailInState, Verdict};
use domain::text::Name;
use domain::ticket::Channel;
use store::Tx;
use store::attachment::AttachmentNew;

/// Tickets that one address opens by mail in an hour; what comes after them waits for a person.
const FLOOD: i64 = 30;
const HOUR: i64 = 3600;

impl Desk {
    /// Opens a ticket. Whoever wrote gets an acknowledgement, unless a machine did, or the sender's domain says that it was not them.
    pub(super) async fn mail_opened(&self, reading: Reading<'_>, placed: Placed, machine: bool) -> Result<()> {
        let Reading { scope, record, incoming, read } = reading;
        let acknowledged = !machine && read.proof.dmarc != Verdict::Fail;
        let reading = Reading { scope, record, incoming: incoming.clone(), read };
        let Said { subject, prose, files, facts } = Said::of(incoming, machine)?;
        let kept = self.attachment_keep_all(scope.org().id, files).await?;
        let (at, name) = (self.now(), reading.name());
        let opened = async {
            let mut tx = self.store.write(scope.sight()).await?;
            if !reading.begins(&mut tx).await? {
                return Ok(None);
            }
            let since = at.plus_seconds(-HOUR);
            if tx.mail_in_opened(&reading.read.from_email, since, FLOOD).await? >= usize::try_from(FLOOD).unwrap_or(0) {
                let said = "This address opened 30 tickets within an hour. Make a ticket of it if it is not a flood.";
                tx.mail_in_set(record.id, ended(MailInState::Quarantined, "flood", said)).await?;
                tx.commit().await?;
                return Ok(None);
            }
            let acknowledged = acknowledged && tx.mail_settings().await?.acknowledges;
            let actor = Actor::Customer { id: None, name: name.clone() };
            let ticket = CheckedTicket {
                site: placed.place.site,
                email: reading.incoming.from.address.clone(),
                name,
                subject,
                body: prose,
                channel: Channel::Mail,
                opened_by: &actor,
                acknowledged,
            };
            let inserted = self.ticket_insert(&mut tx, scope.org(), ticket, at).await?;
            if let Some(mailbox) = &placed.mailbox {
                tx.ticket_routed(inserted.ticket, mailbox).await?;
            }
            self.mail_files(&mut tx, &inserted, &kept).await?;
            reading.keep(&mut tx, inserted.ticket, inserted.message, facts).await?;
            tx.mail_in_set(record.id, done("opened", inserted.ticket, Some(inserted.message))).await?;
            tx.commit().await?;
            Ok(Some(inserted))
        };
        let opened: Result<Option<Inserted>> = opened.await;
        if !matches!(opened, Ok(Some(_))) {
            self.attachment_forget(scope.org().id, &kept).await;
        }
        if let Some(inserted) = opened? {
            self.job_ready();
            self.changed(scope.org(), inserted.seq, &Event::TicketOpened, Some(&inserted.code), None);
        }
        Ok(())
    }

    async fn mail_files(&self, tx: &mut Tx, inserted: &Inserted, kept: &[AttachmentNew]) -> Result<()> {
        for file in kept {
            tx.attachment_add(inserted.ticket, inserted.message, file, self.now()).await?;
        }
        Ok(())
    }
}

impl Reading<'_> {
    /// What the sender calls themselves, where that can be a name.
    pub(super) fn name(&self) -> String {
        Name::parse(&self.incoming.from.name).map(String::from).unwrap_or_default()
    }
}
