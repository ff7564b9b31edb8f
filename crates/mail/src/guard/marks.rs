//! What our own mail carries, so that machines do not answer it and we know it again (RFC 3834 section 5, security.md A10).

use crate::parse::Incoming;

/// The header with which we know our own mail: the marker of its place, and whether a person wrote it.
pub const MARKER: &str = "X-Helpstead";

/// What kind of mail goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outgoing {
    /// An agent wrote it.
    Person,
    /// It answers a mail by itself: the acknowledgement, the auto-reply.
    Reply,
    /// It goes out by itself: a notification, a reminder, a survey.
    Notice,
}

/// What a mail must carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Names and values, ASCII and of one line.
    pub headers: Vec<(&'static str, String)>,
    /// Whether MAIL FROM must be empty, so that a bounce goes nowhere and nobody bounces it back.
    pub null_return_path: bool,
}

/// What a mail of that kind carries, sent from the place with that [`marker`](crate::thread::marker); an empty one is no place, as for
/// mails about accounts.
#[must_use]
pub fn marks(kind: Outgoing, marker: &str) -> Marks {
    let place = if marker.is_empty() { NOWHERE } else { marker };
    let wrote = if kind == Outgoing::Person { PERSON } else { AUTOMATIC };
    let mut headers = vec![(MARKER, format!("{place}; {wrote}"))];
    let submitted = match kind {
        Outgoing::Person => None,
        Outgoing::Reply => Some("auto-replied"),
        Outgoing::Notice => Some("auto-generated"),
    };
    if let Some(submitted) = submitted {
        headers.push(("Auto-Submitted", submitted.to_owned()));
        headers.push(("X-Auto-Response-Suppress", "All".to_owned()));
    }
    Marks { headers, null_return_path: kind == Outgoing::Reply }
}

const PERSON: &str = "person";
const AUTOMATIC: &str = "automatic";
/// No place has such a marker.
const NOWHERE: &str = "-";

/// Whether the place with that marker sent it.
pub(super) fn is_of(incoming: &Incoming, marker: &str) -> bool {
    !marker.is_empty()
        && incoming
            .fields
            .texts("x-helpstead")
            .any(|value| value.split(';').next().is_some_and(|found| found.trim() == marker))
}

/// Whether a Helpstead, whichever, sent it by itself. What its agents write is a person's.
pub(super) fn is_automatic_elsewhere(incoming: &Incoming) -> bool {
    incoming
        .fields
        .texts("x-helpstead")
        .any(|value| value.split(';').nth(1).is_some_and(|kind| kind.trim() == AUTOMATIC))
}
