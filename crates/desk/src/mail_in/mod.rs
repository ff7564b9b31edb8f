//! Mail that comes in: kept raw first, read by a job, and turned into a ticket, a reply, or something that waits for a person.

mod accept;
mod bounced;
mod decide;
mod files;
mod frame;
mod heard;
mod made;
mod make_ticket;
mod opened;
mod original;
mod pictures;
mod placed;
mod process;
mod put_away;
mod reading;
mod receive;
mod replay;
mod replied;
mod said;

pub use frame::MailFrame;
pub(crate) use reading::Reading;
pub use receive::Arrival;

use domain::mail::MailInState;
use domain::{MailInId, MessageId, OrgId, TicketId};
use store::mail_in::{MailInRecord, MailInSet};

/// The word for a mail that is kept back because its sender writes too many.
pub(crate) const FLOODED: &str = "flood";

/// Where the bytes of a mail lie: beside attachments, under its own id.
pub(crate) fn key(org: OrgId, mail: MailInId) -> String {
    format!("{org}/{mail}")
}

/// What became of a mail that made or joined nothing.
pub(crate) fn ended(state: MailInState, reason: &'static str, said: impl Into<String>) -> MailInSet {
    MailInSet { state, reason, said: said.into(), ticket: None, message: None }
}

/// What became of a mail that a person has to look at. One that came to a reply address keeps the ticket by which it can be placed.
pub(crate) fn quarantined(record: &MailInRecord, reason: &'static str, said: impl Into<String>) -> MailInSet {
    MailInSet { ticket: record.ticket_id, ..ended(MailInState::Quarantined, reason, said) }
}

/// What became of a mail that is in a ticket now.
fn done(reason: &'static str, ticket: TicketId, message: Option<MessageId>) -> MailInSet {
    MailInSet { state: MailInState::Done, reason, said: String::new(), ticket: Some(ticket), message }
}
