//! What all decisions about a mail have in common: whose it is to decide, that it is decided once, and that it is told.

use super::placed::Placed;
use super::reading::Reading;
use crate::access::Scope;
use crate::audit::Entry;
use crate::ticket::visible;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::mail::MailInState;
use domain::ticket::TicketCode;
use domain::{MailInId, TicketId, Timestamp};
use mail::Guard;
use serde_json::{Value, json};
use store::Tx;
use store::mail_in::{MailInRead, MailInRecord};
use store::ticket::TicketRecord;

/// What the audit log calls the address a mail came to: what follows a plus sign may be a proof, and proofs are no business of the log's.
pub(super) fn shown(rcpt: &str) -> String {
    match rcpt.rsplit_once('@') {
        Some((local, domain)) => format!("{}@{domain}", local.split('+').next().unwrap_or_default()),
        None => rcpt.to_owned(),
    }
}

/// Under the lock as well as before it: the mail that waits beside that ticket. Errors: `NotFound` where there never was one,
/// `Conflict` where somebody was faster.
pub(super) async fn held(tx: &mut Tx, ticket: TicketId, mail: MailInId) -> Result<MailInRecord> {
    let record = tx.mail_in(mail).await?.ok_or(Error::NotFound)?;
    let is_here = record.ticket_id == Some(ticket);
    match (record.state, record.reason.as_str()) {
        (MailInState::Held, _) if is_here => Ok(record),
        (MailInState::Ignored, "put_away") if is_here => {
            Err(Error::Conflict("Somebody put this mail away meanwhile.".to_owned()))
        }
        (MailInState::Done, _) if is_here => {
            Err(Error::Conflict("Somebody added this mail to the ticket meanwhile.".to_owned()))
        }
        // It has another ticket by now, which the caller need not see.
        (MailInState::Done, "made") => {
            Err(Error::Conflict("Somebody made a ticket of this mail meanwhile.".to_owned()))
        }
        _ => Err(Error::NotFound),
    }
}

impl Desk {
    /// The ticket as the caller sees it, and the mail beside it.
    pub(super) async fn mail_beside(
        &self,
        scope: &Scope,
        code: &TicketCode,
        mail: MailInId,
    ) -> Result<(TicketRecord, MailInRecord)> {
        let mut tx = self.store.read(scope.sight()).await?;
        let ticket = visible(&mut tx, code).await?;
        let record = held(&mut tx, ticket.id, mail).await?;
        Ok((ticket, record))
    }

    /// Reads a mail once more, for whoever decided about it. Errors: `Conflict` for one that cannot be read.
    pub(super) async fn mail_read_again<'a>(
        &self,
        scope: &'a Scope,
        record: &'a MailInRecord,
    ) -> Result<(Reading<'a>, Placed, bool)> {
        let unreadable = |why: &str| Err(Error::Conflict(format!("This mail cannot become a message. {why}")));
        if !record.is_whole {
            return unreadable("Only its beginning was fetched.");
        }
        let (incoming, digest) = self.mail_parsed(record, self.mail_raw_of(scope.org().id, record.id).await?).await?;
        let incoming = match incoming {
            Ok(incoming) => incoming,
            Err(refused) => return unreadable(&refused.to_string()),
        };
        let mut tx = self.store.read(scope.sight()).await?;
        let Some(placed) = Placed::of(self, &mut tx, record, &incoming).await? else {
            return unreadable("The mailbox it came to is gone, so nobody can tell which site it is for.");
        };
        drop(tx);
        let read = MailInRead {
            from_email: incoming.from.address.key().to_owned(),
            from_name: incoming.from.name.clone(),
            subject: incoming.subject.clone(),
            snippet: record.snippet.clone(),
            proof: record.proof.0,
            dedup: super::process::dedup(&incoming, &digest),
        };
        let reading = Reading { scope, record, incoming, read };
        let machine = !matches!(self.mail_wrote(&reading, &placed).await?, Guard::Person);
        Ok((reading, placed, machine))
    }

    /// Records that what waits beside a ticket is another by now, in the caller's transaction.
    pub(super) async fn mail_held_changed(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        ticket: TicketId,
        at: Timestamp,
    ) -> Result<i64> {
        let actor = scope.actor();
        Ok(tx.record(&Event::TicketMailHeld, Some(ticket), actor.user(), actor.name(), at).await?)
    }

    /// Notes in the audit log who decided what, in the caller's transaction.
    pub(super) async fn mail_decided(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        (about, record): (&str, &MailInRecord),
        fields: Value,
        at: Timestamp,
    ) -> Result<()> {
        let mut after = json!({ "from": record.from_email, "mail": record.id });
        if let (Some(after), Value::Object(fields)) = (after.as_object_mut(), fields) {
            after.extend(fields);
        }
        self.audit(tx, scope, Entry::new(AuditAction::MailDecided, about).after(after), at).await
    }
}
