//! Whether a person wrote a mail. What a machine wrote is kept and shown like any other, but nothing of ours answers it by itself
//! (INV-13, RFC 3834, peers.md 3.1). Headers can lie; budgets by count, which are the desk's, hold where these guards fail.

mod automatic;
mod bounce;
mod marks;
mod report;
mod status;

pub use automatic::Reason;
pub use bounce::{Action, Bounce, Failed};
pub use marks::{MARKER, Marks, Outgoing, marks};
pub use status::Status;

use crate::parse::Incoming;
use domain::MailAddress;

/// What wrote a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Somebody, as far as the headers tell.
    Person,
    /// A machine: no acknowledgement, no auto-reply, and the ticket keeps its status.
    Automatic(Reason),
    /// A mail system, about a mail that it could not deliver.
    Bounce(Bounce),
    /// The very place that receives it: a mail of ours that came back.
    Own,
}

/// What the receiving end knows.
#[derive(Clone, Copy)]
pub struct Receiver<'a> {
    /// The [`marker`](crate::thread::marker)s of the place that the mail is for, and of the tickets it may be about.
    pub markers: &'a [String],
    /// MAIL FROM of the session; empty is the null path of bounces. `None` when the mail came another way, then the header Return-Path counts.
    pub return_path: Option<&'a str>,
    /// Whether an address is a mailbox of this installation.
    pub is_ours: &'a dyn Fn(&MailAddress) -> bool,
}

/// What wrote the mail. Everybody can pretend to be a machine, and gains nothing: it only makes us silent.
#[must_use]
pub fn guard(incoming: &Incoming, receiver: &Receiver<'_>) -> Guard {
    if receiver.markers.iter().any(|marker| marks::is_of(incoming, marker)) {
        return Guard::Own;
    }
    let null_path = has_null_path(incoming, receiver);
    if let Some(bounce) = bounce::bounce(incoming, null_path) {
        return Guard::Bounce(bounce);
    }
    automatic::reason(incoming, null_path, receiver.is_ours).map_or(Guard::Person, Guard::Automatic)
}

/// The null reverse path of RFC 5321 section 4.5.5.
fn has_null_path(incoming: &Incoming, receiver: &Receiver<'_>) -> bool {
    match receiver.return_path {
        Some(path) => path.trim().trim_matches(['<', '>']).is_empty(),
        None => incoming
            .fields
            .texts("return-path")
            .any(|path| path.chars().all(|c| matches!(c, '<' | '>' | ' ')) && path.contains('<')),
    }
}
