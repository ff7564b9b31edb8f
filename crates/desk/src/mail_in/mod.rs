//! Mail that comes in: kept raw first, read by a job, and turned into a ticket, a reply, or something that waits for a person.

mod bounced;
mod files;
mod opened;
mod placed;
mod process;
mod receive;
mod replied;
mod said;

pub(crate) use process::Reading;
pub use receive::Arrival;

use domain::mail::MailInState;
use domain::{MailInId, MessageId, OrgId, TicketId};
use store::mail_in::MailInSet;

/// Where the bytes of a mail lie: beside attachments, under its own id.
pub(crate) fn key(org: OrgId, mail: MailInId) -> String {
    format!("{org}/{mail}")
}

/// What became of a mail that made or joined nothing.
pub(crate) fn ended(state: MailInState, reason: &'static str, said: impl Into<String>) -> MailInSet {
    MailInSet { state, reason, said: said.into(), ticket: None, message: None }
}

/// What became of a mail that is in a ticket now.
fn done(reason: &'static str, ticket: TicketId, message: Option<MessageId>) -> MailInSet {
    MailInSet { state: MailInState::Done, reason, said: String::new(), ticket: Some(ticket), message }
}
