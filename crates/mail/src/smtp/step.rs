//! What a session asks of whoever has the connection.

use domain::MailAddress;
use std::borrow::Cow;

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<R> {
    /// Send this, line ends included. Several may be sent together.
    Reply(Cow<'static, str>),
    /// Is that one of us? Answer with [`here`](super::Session::here), [`nobody`](super::Session::nobody) or
    /// [`later`](super::Session::later).
    AskRecipient(MailAddress),
    /// Keep the mail, then answer with [`kept`](super::Session::kept) or [`not_kept`](super::Session::not_kept).
    Deliver(Mail<R>),
    /// Make the connection a TLS one, from the very next byte, then say [`secured`](super::Session::secured).
    StartTls,
    /// The conversation is over: what else comes is not looked at.
    Close,
}

/// A mail, whole, with what the session knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail<R> {
    /// What the sending machine called itself: printable ASCII without blanks.
    pub helo: String,
    /// How it spoke, in the words of RFC 3848: `SMTP`, `ESMTP`, `SMTPS` or `ESMTPS`.
    pub with: &'static str,
    /// MAIL FROM without brackets: printable ASCII; empty is the null path.
    pub return_path: String,
    /// Who gets it, as they were named with [`here`](super::Session::here); each address once.
    pub recipients: Vec<R>,
    /// The message, its dots unstuffed.
    pub data: Vec<u8>,
}
