//! Make a ticket of a mail that waits.

use super::decide::{held, shown};
use super::done;
use super::said::Said;
use crate::access::Scope;
use crate::ticket::new::Inserted;
use crate::ticket::visible;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::mail::MailInState;
use domain::ticket::{TicketCode, TicketOpened};
use domain::{MailInId, Permission, TicketId};
use serde_json::json;
use store::Tx;
use store::mail_in::MailInRecord;

/// What is told once a ticket was made.
struct Made {
    inserted: Inserted,
    /// Number of the event that the place where it waited is to hear of, and that event.
    left: (i64, Event),
}

impl Desk {
    /// Makes a ticket of its own of a mail, on the same site; nobody gets an acknowledgement for it. The mail waits beside the ticket
    /// `code`, or, without one, among those that nobody could place. Errors: `Forbidden` without `ticket:write`, and without
    /// `mailbox:edit` where there is no `code`; `NotFound`; `Conflict` where somebody decided before, or where it cannot be read.
    pub async fn mail_make_ticket(
        &self,
        scope: &Scope,
        code: Option<&TicketCode>,
        mail: MailInId,
    ) -> Result<TicketOpened> {
        scope.may(Permission::TicketWrite)?;
        let (beside, record) = match code {
            Some(code) => {
                let (ticket, record) = self.mail_beside(scope, code, mail).await?;
                (Some(ticket.id), record)
            }
            None => {
                scope.may(Permission::MailboxEdit)?;
                let mut tx = self.store.read(scope.sight()).await?;
                (None, quarantined(&mut tx, mail).await?)
            }
        };
        let (reading, placed, machine) = self.mail_read_again(scope, &record).await?;
        let said = Said::of(reading.incoming.clone(), machine)?;
        let (words, files) = self.mail_words(scope.org().id, said).await?;
        let at = self.now();
        let made = async {
            let mut tx = self.store.write(scope.sight()).await?;
            match code {
                Some(code) => {
                    let ticket = visible(&mut tx, code).await?.id;
                    held(&mut tx, ticket, mail).await?
                }
                None => quarantined(&mut tx, mail).await?,
            };
            tx.mail_in_read(mail, reading.read.clone()).await?;
            let inserted = self.mail_ticket(&mut tx, (&reading, &placed), (words, &files), false, at).await?;
            tx.mail_in_set(mail, done("made", inserted.ticket, Some(inserted.message))).await?;
            let about = code.map_or_else(|| shown(&record.rcpt), |code| code.to_string());
            let fields = json!({ "did": "made a ticket", "ticket": inserted.code });
            self.mail_decided(&mut tx, scope, (&about, &record), fields, at).await?;
            let left = self.mail_left(&mut tx, scope, beside, &record).await?;
            tx.commit().await?;
            Ok(Made { inserted, left })
        };
        let made: Result<Made> = made.await;
        if made.is_err() {
            self.attachment_forget(scope.org().id, &files).await;
        }
        let Made { inserted, left: (seq, event) } = made?;
        self.job_ready();
        self.changed(scope.org(), inserted.seq, &Event::TicketOpened, Some(&inserted.code), None);
        self.changed(scope.org(), seq, &event, code, scope.actor().user());
        Ok(TicketOpened { code: inserted.code, url: inserted.url })
    }

    /// Records that the place where the mail waited has it no more.
    pub(super) async fn mail_left(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        beside: Option<TicketId>,
        record: &MailInRecord,
    ) -> Result<(i64, Event)> {
        match beside {
            Some(ticket) => Ok((self.mail_held_changed(tx, scope, ticket, self.now()).await?, Event::TicketMailHeld)),
            None => self.mailbox_told(tx, record).await,
        }
    }
}

/// A mail that nobody could place. Errors: `NotFound`, also for one that came to a ticket behind the wall (B20), and `Conflict` where
/// somebody was faster.
pub(super) async fn quarantined(tx: &mut Tx, mail: MailInId) -> Result<MailInRecord> {
    let record = tx.mail_in(mail).await?.ok_or(Error::NotFound)?;
    if let Some(ticket) = record.ticket_id {
        tx.ticket_by_id(ticket).await?.ok_or(Error::NotFound)?;
    }
    match record.state {
        MailInState::Quarantined => Ok(record),
        MailInState::Held => Err(Error::NotFound),
        _ => Err(Error::Conflict("Somebody decided about this mail meanwhile.".to_owned())),
    }
}
