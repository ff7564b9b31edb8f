//! A letter and its envelope as the bytes of a message (RFC 5322, multipart/alternative).

use crate::letter::Letter;
use domain::Timestamp;
use lettre::Message;
use lettre::address::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, MultiPartKind, SinglePart};
use std::time::{Duration, UNIX_EPOCH};

/// Who writes to whom, when, and as which message.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The job that sends it, as text: makes the Message-ID, so it is the same after a crash.
    pub id: String,
    /// The name people see: the organization's, or the product's.
    pub from_name: String,
    /// Our address.
    pub from: String,
    /// One address.
    pub to: String,
    /// What a mail program threads by: the same for all mails of one ticket.
    pub thread: Option<String>,
    /// Whether nobody wrote it: robots must not answer it (RFC 3834).
    pub automatic: bool,
    /// When.
    pub at: Timestamp,
}

/// Why a mail could not be made; the text is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// An address that is none.
    #[error("not a mail address: {0}")]
    Address(String),
    /// Anything else.
    #[error("the mail could not be composed: {0}")]
    Message(String),
}

#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[derive(Clone)]
struct NoAutoResponse;

impl Header for NoAutoResponse {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Auto-Response-Suppress")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "All".to_owned())
    }
}

/// The whole message as it goes over the wire. The same arguments give the same bytes.
///
/// # Errors
/// [`ComposeError::Address`] for an address that SMTP could not carry.
pub fn compose(envelope: &Envelope, letter: &Letter) -> Result<Vec<u8>, ComposeError> {
    let from = address(&envelope.from)?;
    let host = from.domain().to_owned();
    let id = |local: &str| format!("<{}@{host}>", atom(local));
    let when = UNIX_EPOCH + Duration::from_secs(u64::try_from(envelope.at.0 / 1_000_000).unwrap_or_default());
    let mut builder = Message::builder()
        .from(Mailbox::new(Some(one_line(&envelope.from_name)), from))
        .to(Mailbox::new(None, address(&envelope.to)?))
        .subject(one_line(&letter.subject))
        .date(when)
        .message_id(Some(id(&envelope.id)));
    if let Some(thread) = &envelope.thread {
        builder = builder.in_reply_to(id(thread)).references(id(thread));
    }
    if envelope.automatic {
        builder = builder.header(AutoSubmitted).header(NoAutoResponse);
    }
    let parts = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("=_{}", atom(&envelope.id)))
        .singlepart(part(ContentType::TEXT_PLAIN, letter.text())?)
        .singlepart(part(ContentType::TEXT_HTML, letter.html())?);
    let message = builder.multipart(parts).map_err(|error| ComposeError::Message(error.to_string()))?;
    Ok(message.formatted())
}

/// Quoted-printable: passes every relay, keeps lines short, and begins no line with a bare dot or `From `.
fn part(kind: ContentType, text: String) -> Result<SinglePart, ComposeError> {
    let body = Body::new_with_encoding(text, ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| ComposeError::Message("quoted-printable refused".to_owned()))?;
    Ok(SinglePart::builder().header(kind).body(body))
}

fn address(text: &str) -> Result<Address, ComposeError> {
    text.parse().map_err(|_| ComposeError::Address(text.to_owned()))
}

/// A header is one line: line ends and other control characters become spaces, whoever typed them (security.md A10).
fn one_line(text: &str) -> String {
    let spaced: String =
        text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Only what may stand in a Message-ID and a boundary.
fn atom(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')).collect()
}
