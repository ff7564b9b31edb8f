//! A mail that belongs to no ticket opens one, on its mailbox's site and nowhere else (S0-16).

use super::placed::Placed;
use super::reading::{Goes, Reading};
use super::said::Said;
use super::{FLOODED, done, quarantined};
use crate::ticket::new::Inserted;
use crate::{Desk, Result};
use domain::event::Event;
use domain::mail::Verdict;

/// Tickets that one address opens by mail in an hour; what comes after them waits for a person.
const FLOOD: i64 = 30;
const HOUR: i64 = 3600;

impl Desk {
    /// Opens a ticket. Whoever wrote gets an acknowledgement, unless a machine did, or the sender's domain says that it was not them.
    pub(super) async fn mail_opened(&self, reading: &Reading<'_>, placed: &Placed, machine: bool) -> Result<()> {
        let Reading { scope, record, .. } = reading;
        let acknowledged = !machine && reading.read.proof.dmarc != Verdict::Fail;
        let said = Said::of(reading.incoming.clone(), machine)?;
        let (words, files) = self.mail_words(scope.org().id, said).await?;
        let at = self.now();
        let opened = async {
            let mut tx = self.store.write(scope.sight()).await?;
            if !reading.begins(&mut tx, Goes::Nowhere).await? {
                tx.commit().await?;
                return Ok(None);
            }
            let since = at.plus_seconds(-HOUR);
            if tx.mail_in_opened(&reading.read.from_email, since, FLOOD).await? >= usize::try_from(FLOOD).unwrap_or(0) {
                let said = "This address opened 30 tickets within an hour. Make a ticket of it if it is not a flood.";
                tx.mail_in_set(record.id, quarantined(record, FLOODED, said)).await?;
                tx.commit().await?;
                return Ok(None);
            }
            let acknowledged = acknowledged && tx.mail_settings().await?.acknowledges;
            let inserted = self.mail_ticket(&mut tx, (reading, placed), (words, &files), acknowledged, at).await?;
            tx.mail_in_set(record.id, done("opened", inserted.ticket, Some(inserted.message))).await?;
            tx.commit().await?;
            Ok(Some(inserted))
        };
        let opened: Result<Option<Inserted>> = opened.await;
        if !matches!(opened, Ok(Some(_))) {
            self.attachment_forget(scope.org().id, &files).await;
        }
        if let Some(inserted) = opened? {
            self.job_ready();
            self.changed(scope.org(), inserted.seq, &Event::TicketOpened, Some(&inserted.code), None);
        }
        Ok(())
    }
}
