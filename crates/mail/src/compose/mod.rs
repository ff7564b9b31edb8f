//! A letter and its envelope as the bytes of a message (RFC 5322): its text and its HTML side by side, files behind them.

mod encode;
mod head;

use crate::guard::Marks;
use crate::letter::{Attached, Letter};
use crate::parse::{Person, clean_media, file_name};
use domain::{MailAddress, Timestamp};
use encode::{base64_lines, date, parameter, quoted_printable};
use head::{Head, bare};

/// Who writes to whom, when, and as which message.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// What stands before the `@` of the Message-ID, the same every time this mail is sent: of a ticket's mail made by
    /// [`message_id`](crate::thread::message_id), of an account's the job's id.
    pub message_id: String,
    /// The mails before it, oldest first, as whole ids with their host, brackets or not. The first and the newest 20 are written.
    pub references: Vec<String>,
    /// The mail that it answers, as a whole id.
    pub in_reply_to: Option<String>,
    /// The name people see: the organization's, or the product's.
    pub from_name: String,
    /// Our address. Message-IDs are made under its domain.
    pub from: MailAddress,
    /// Where answers go, when that is elsewhere.
    pub reply_to: Option<MailAddress>,
    /// Whom it is for.
    pub to: Person,
    /// Who gets it as well, and is seen to.
    pub cc: Vec<MailAddress>,
    /// What kind of mail it is, for machines: made by [`marks`](crate::guard::marks).
    pub marks: Marks,
    /// When.
    pub at: Timestamp,
}

/// A message, ready to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// The whole message as it goes over the wire.
    pub raw: Vec<u8>,
    /// MAIL FROM, where bounces go; empty is the null path.
    pub return_path: String,
    /// The whole Message-ID, without brackets: what later mails name in `references`.
    pub message_id: String,
}

/// Why a mail could not be made; the text is for the operator.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// A name for the message that is none.
    #[error("not the beginning of a Message-ID: {0:?}")]
    MessageId(String),
}

/// The most characters of a Message-ID before its `@`.
const MESSAGE_ID: usize = 200;

/// The whole message as it goes over the wire. The same arguments give the same bytes.
///
/// # Errors
/// [`ComposeError::MessageId`] for anything but letters, digits and `-`, `_`, `.` between them.
pub fn compose(envelope: &Envelope, letter: &Letter) -> Result<Composed, ComposeError> {
    let local = &envelope.message_id;
    if !is_local(local) {
        return Err(ComposeError::MessageId(local.clone()));
    }
    let message_id = format!("{local}@{}", envelope.from.domain());
    let answered = envelope.in_reply_to.as_deref();
    let before = envelope.references.iter().map(String::as_str).chain(answered);
    let from = Person { name: envelope.from_name.clone(), address: envelope.from.clone() };
    let cc: Vec<Person> =
        envelope.cc.iter().filter(|cc| **cc != envelope.to.address).cloned().map(Person::from).collect();
    let reply_to = envelope.reply_to.clone().map(Person::from);

    let mut head = Head::default();
    head.people("From", &[&from]);
    head.people("To", &[&envelope.to]);
    head.people("Cc", &cc.iter().collect::<Vec<_>>());
    head.people("Reply-To", &reply_to.iter().collect::<Vec<_>>());
    head.text("Subject", &letter.subject);
    head.field("Date", vec![date(envelope.at)]);
    head.ids("Message-ID", [message_id.as_str()].into_iter());
    head.ids("In-Reply-To", answered.into_iter());
    head.ids("References", before.filter(|id| bare(id) != message_id));
    for (name, value) in &envelope.marks.headers {
        head.field(name, vec![value.clone()]);
    }
    head.field("MIME-Version", vec!["1.0".to_owned()]);
    let (fields, body) = content(letter, local);
    for (name, pieces) in fields {
        head.field(name, pieces);
    }
    let return_path = if envelope.marks.null_return_path { String::new() } else { envelope.from.to_string() };
    Ok(Composed { raw: (head.end() + &body).into_bytes(), return_path, message_id })
}

fn is_local(text: &str) -> bool {
    let atom = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    text.len() <= MESSAGE_ID && text.split('.').all(atom)
}

/// A part of a message: its fields in pieces, and what it holds as it goes over the wire.
type Content = (Vec<(&'static str, Vec<String>)>, String);

/// Text and HTML; where files come along, they stand behind both.
fn content(letter: &Letter, id: &str) -> Content {
    let both = multipart("alternative", id, &[text("plain", &letter.text()), text("html", &letter.html())]);
    if letter.attachments.is_empty() {
        return both;
    }
    let files = letter.attachments.iter().map(file);
    multipart("mixed", id, &[both].into_iter().chain(files).collect::<Vec<_>>())
}

/// Parts between boundaries. Neither encoding ever writes `=_`, so no content can be taken for one.
fn multipart(kind: &str, id: &str, parts: &[Content]) -> Content {
    let tail = &id[id.len().saturating_sub(50)..];
    let boundary = format!("=_{kind}.{tail}");
    let mut body = String::new();
    for (fields, content) in parts {
        let mut head = Head::default();
        for (name, pieces) in fields {
            head.field(name, pieces.clone());
        }
        body += &format!("--{boundary}\r\n{}{content}\r\n", head.end());
    }
    body += &format!("--{boundary}--\r\n");
    (vec![("Content-Type", vec![format!("multipart/{kind};"), format!("boundary=\"{boundary}\"")])], body)
}

fn text(kind: &str, text: &str) -> Content {
    let fields = vec![
        ("Content-Type", vec![format!("text/{kind};"), "charset=utf-8".to_owned()]),
        ("Content-Transfer-Encoding", vec!["quoted-printable".to_owned()]),
    ];
    (fields, quoted_printable(text))
}

fn file(file: &Attached) -> Content {
    let name = file_name(&file.name, "file");
    let plain = name.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    let name = if plain { format!("filename=\"{name}\"") } else { format!("filename*={}", parameter(&name)) };
    let fields = vec![
        ("Content-Type", vec![media(&file.media)]),
        ("Content-Transfer-Encoding", vec!["base64".to_owned()]),
        ("Content-Disposition", vec!["attachment;".to_owned(), name]),
    ];
    (fields, base64_lines(&file.bytes))
}

/// A whole message may not be encoded (RFC 2046 section 5.2.1), so one that comes along is a file like any other.
fn media(media: &str) -> String {
    let media = clean_media(&media.to_ascii_lowercase());
    let inner = ["message/", "multipart/"].iter().any(|kind| media.starts_with(kind));
    if inner { "application/octet-stream".to_owned() } else { media }
}
