//! Raw bytes of a stranger's mail into a value, or the reason why not. Nothing in here trusts the sender: every limit is checked before
//! or while reading, every text that stands in one line is one line, and time grows with the size alone.

mod attachment;
pub(crate) mod clean;
mod decode;
mod fields;
mod file_name;
mod flowed;
pub(crate) mod ids;
pub mod limits;
mod people;
mod refused;
mod sort;
mod split;

pub use attachment::{Attachment, Kind};
pub use fields::{Fields, plain_body};
pub use file_name::file_name;
pub use people::{Person, address};
pub use refused::Refused;

pub(crate) use attachment::clean_media;

use domain::{MailAddress, Timestamp};
use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;
use serde::{Deserialize, Serialize};

/// A mail as it was received, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// The one From. It says who wants to have written, not who has: it authenticates nobody (security.md A10).
    pub from: Person,
    /// Where the sender wants answers, when that is another address than From: only ever a suggestion with a warning.
    pub reply_to: Option<MailAddress>,
    /// To.
    pub to: Vec<Person>,
    /// Cc: suggested, never subscribed by themselves (INV-14).
    pub cc: Vec<Person>,
    /// Where transport brought it: Delivered-To, X-Original-To, Envelope-To, X-Envelope-To.
    pub delivered_to: Vec<MailAddress>,
    /// One line of at most 200 characters, as a ticket's subject; may be empty.
    pub subject: String,
    /// When the sender's clock says it was written.
    pub date: Option<Timestamp>,
    /// Without brackets.
    pub message_id: Option<String>,
    /// Which mails it answers, without brackets.
    pub in_reply_to: Vec<String>,
    /// The mails before it, oldest first, without brackets.
    pub references: Vec<String>,
    /// The plain text, when the sender wrote some: lines end with LF.
    pub text: Option<String>,
    /// The HTML as it came: only for [`html::sanitise`](crate::html::sanitise).
    pub html: Option<String>,
    /// Everything else, in order.
    pub attachments: Vec<Attachment>,
    /// The media type of the whole, such as `multipart/report`.
    pub media: String,
    /// `report-type` of a `multipart/report` (RFC 6522), in lower case.
    pub report: Option<String>,
    /// All header fields of the message, for whoever decides by them.
    pub fields: Fields,
    /// What an agent should know about how it was read.
    pub notes: Vec<Note>,
}

/// What an agent should know about how a mail was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// A part's base64 or quoted-printable was damaged; what could be had is there.
    BrokenEncoding,
    /// The parts could not be told apart; all of it is the text.
    BrokenStructure,
    /// A charset that nobody knows; the text is a guess.
    UnknownCharset,
    /// More attachments than are kept; the original has them.
    AttachmentsLeftOut,
    /// S/MIME or PGP: the text is inside the attachment.
    Sealed,
    /// Answers are asked to go to another address than the sender's.
    ReplyElsewhere,
    /// The sender's name is written like an address, which is not theirs.
    NameLikeAddress,
}

/// Reads a message. The same bytes give the same value.
///
/// # Errors
/// [`Refused`], before any memory is taken for what is over the [`limits`].
pub fn parse(raw: &[u8]) -> Result<Incoming, Refused> {
    if raw.len() > limits::MESSAGE_BYTES {
        return Err(Refused::TooLarge);
    }
    let root = split::split(raw)?;
    if root.fields.is_empty() {
        return Err(Refused::NoHeaders);
    }
    let from = people::sender(&root.fields)?;
    let mut sorted = sort::sort(&root);
    let (text, html) = (sorted.text(), sorted.html());
    let reply_to =
        people::all(&root.fields, "reply-to").into_iter().map(|person| person.address).find(|it| *it != from.address);
    sorted.notes.extend(reply_to.is_some().then_some(Note::ReplyElsewhere));
    sorted.notes.extend(from.name.contains(['@', '＠']).then_some(Note::NameLikeAddress));
    let report =
        root.fields.typed("content-type").and_then(|kind| Some(kind.attribute("report-type")?.to_ascii_lowercase()));
    Ok(Incoming {
        reply_to,
        to: people::all(&root.fields, "to"),
        cc: people::all(&root.fields, "cc"),
        delivered_to: delivered_to(&root.fields),
        subject: clean::cut_line(&root.fields.text("subject").unwrap_or_default(), clean::SUBJECT),
        date: date(&root.fields),
        message_id: ids::all(&root.fields, "message-id").into_iter().next(),
        in_reply_to: ids::all(&root.fields, "in-reply-to"),
        references: ids::all(&root.fields, "references"),
        text,
        html,
        attachments: sorted.attachments,
        report: report.filter(|_| root.media == "multipart/report"),
        media: root.media,
        from,
        fields: root.fields,
        notes: sorted.notes,
    })
}

impl Incoming {
    /// Every address it was for, transport's first, each once.
    #[must_use]
    pub fn recipients(&self) -> Vec<&MailAddress> {
        let people = self.to.iter().chain(&self.cc).map(|person| &person.address);
        let mut found: Vec<&MailAddress> = Vec::new();
        for address in self.delivered_to.iter().chain(people) {
            if !found.contains(&address) {
                found.push(address);
            }
        }
        found
    }

    /// What there is to read, quote and search: the text, or what the HTML says.
    #[must_use]
    pub fn readable(&self) -> String {
        let made = || self.html.as_deref().map(crate::html::text);
        self.text.clone().or_else(made).unwrap_or_default()
    }
}

fn delivered_to(fields: &Fields) -> Vec<MailAddress> {
    let mut found = Vec::new();
    for name in ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to"] {
        let texts = fields.texts(name).take(limits::RECIPIENTS);
        let addresses =
            texts.flat_map(|text| text.split(',').filter_map(address).take(limits::RECIPIENTS).collect::<Vec<_>>());
        for address in addresses {
            if found.len() < limits::RECIPIENTS && !found.contains(&address) {
                found.push(address);
            }
        }
    }
    found
}

/// A date that a calendar knows, from 1970 to 2999.
fn date(fields: &Fields) -> Option<Timestamp> {
    let HeaderValue::DateTime(date) = MessageStream::new(fields.values("date").next()?).parse_date() else {
        return None;
    };
    let known = date.is_valid() && (1970..3000).contains(&date.year) && date.tz_hour < 24 && date.tz_minute < 60;
    known.then(|| Timestamp(date.to_timestamp().saturating_mul(1_000_000)))
}

/// What a server said, for a screen: one line of at most 200 characters.
pub(crate) fn one_line_of(said: &str) -> String {
    clean::cut_line(said, clean::SUBJECT)
}
