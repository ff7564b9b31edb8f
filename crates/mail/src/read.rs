//! Reads what this crate composed: for the outbox page, and for tests that follow a mailed link. Strangers' mail is read by
//! [`parse`](fn@crate::parse), with all its doubts.

use crate::parse::{Attachment, Fields, parse};

/// A mail of ours, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadMail {
    /// Such as `Acme <no-reply@desk.example>`.
    pub from: String,
    /// Such as `Ana <ana@example.com>`, or the address alone.
    pub to: String,
    /// One line.
    pub subject: String,
    /// As in the header (RFC 5322).
    pub date: String,
    /// With its angle brackets.
    pub message_id: String,
    /// All header fields in order: their names, and what they say in one line.
    pub headers: Vec<(String, String)>,
    /// The text part.
    pub text: String,
    /// The HTML part, a document of its own.
    pub html: Option<String>,
    /// The files.
    pub attachments: Vec<Attachment>,
}

impl ReadMail {
    /// The web addresses in the text, in order.
    #[must_use]
    pub fn links(&self) -> Vec<&str> {
        let words = self.text.split_whitespace();
        words.filter(|word| word.starts_with("https://") || word.starts_with("http://")).collect()
    }

    /// What a header field says; nothing when there is none of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

/// Reads a message made by [`compose`](crate::compose()); what it does not find stays empty.
#[must_use]
pub fn read(raw: &[u8]) -> ReadMail {
    let fields = Fields::split(raw).map(|(fields, _)| fields).unwrap_or_default();
    let headers = fields.lines().map(|(name, value)| (name.to_owned(), value)).collect();
    let mut mail = ReadMail { headers, ..ReadMail::default() };
    let header = |name: &str| mail.header(name).to_owned();
    let [from, to, subject, date, message_id] = ["From", "To", "Subject", "Date", "Message-ID"].map(header);
    (mail.from, mail.to, mail.subject, mail.date, mail.message_id) = (from, to, subject, date, message_id);
    if let Ok(incoming) = parse(raw) {
        (mail.text, mail.html) = (incoming.text.unwrap_or_default(), incoming.html);
        mail.attachments = incoming.attachments;
    }
    mail
}
