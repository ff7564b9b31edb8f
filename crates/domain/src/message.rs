//! Messages: what people wrote on a ticket.

use crate::attachment::AttachmentRow;
use crate::mail::{MailOutState, MailProof};
use crate::{MailInId, MessageId, Moment};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who may read a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// The customer and everybody who sees the ticket.
    Public,
    /// Members only, never the customer.
    Note,
}

impl MessageKind {
    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for MessageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Text that names no kind of message.
#[derive(Debug, thiserror::Error)]
#[error("a message is public or note")]
pub struct MessageKindError;

impl TryFrom<String> for MessageKind {
    type Error = MessageKindError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "public" => Ok(Self::Public),
            "note" => Ok(Self::Note),
            _ => Err(MessageKindError),
        }
    }
}

#[cfg(feature = "sql")]
crate::sql::sql_text!(MessageKind);

/// A message as a timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    /// Its place in the ticket, from 1; also its link: `#m7`.
    pub number: i64,
    /// Which.
    pub id: MessageId,
    /// Who may read it.
    pub kind: MessageKind,
    /// Whether a customer wrote it.
    pub from_customer: bool,
    /// Whether the ticket's own customer did: the mail of somebody else may have been added.
    pub is_requester: bool,
    /// Who wrote it, as they were called then.
    pub author: String,
    /// Sanitised on the server; the only HTML a screen may insert.
    pub html: String,
    /// When.
    pub at: Moment,
    /// Its files.
    pub attachments: Vec<AttachmentRow>,
    /// What it has besides its words, where it came by mail; for members only.
    pub mail: Option<MessageMail>,
    /// What became of it, where it went out by mail; for members only.
    pub delivery: Option<Delivery>,
}

/// What a message that came by mail has besides its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageMail {
    /// The mail itself: its original, and its HTML in a frame.
    pub id: MailInId,
    /// The address in From.
    pub from: String,
    /// Whether the sender is who they say.
    pub proof: MailProof,
    /// The rest.
    #[serde(flatten)]
    pub facts: MailFacts,
}

/// What is worth knowing of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailFacts {
    /// Whether it has HTML, which a frame can show.
    pub has_html: bool,
    /// Pictures of the web in it, which wait until somebody asks for them.
    pub pictures: usize,
    /// Whether a machine wrote it.
    pub is_automatic: bool,
    /// Where answers are asked to go, when that is another address.
    pub reply_to: Option<String>,
    /// Who else got it: suggested, never subscribed by itself (INV-14).
    pub cc: Vec<String>,
    /// What an agent should know about how it was read, in sentences.
    pub notes: Vec<String>,
}

/// What became of a mail of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// How far it came.
    pub state: MailOutState,
    /// What a server said, or what it waits for; may be empty.
    pub said: String,
    /// Who else gets it.
    pub copies: Vec<Copied>,
    /// Tries so far.
    pub tries: i64,
}

impl Delivery {
    /// Whether one of its mails did not reach its reader, so that it can be sent once more.
    #[must_use]
    pub fn is_sent_again(&self) -> bool {
        self.state.is_sent_again() || self.copies.iter().any(|copy| copy.state.is_sent_again())
    }
}

/// A mail of ours to somebody who is copied in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// Their address.
    pub to: String,
    /// How far it came.
    pub state: MailOutState,
    /// What a server said, or what it waits for; may be empty.
    pub said: String,
}

/// A mail beside a ticket, until an agent decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldMail {
    /// Which.
    pub id: MailInId,
    /// Who wrote it.
    pub from: String,
    /// What they call themselves.
    pub name: String,
    /// What it is about.
    pub subject: String,
    /// How it begins.
    pub snippet: String,
    /// Why it waits, in a sentence.
    pub said: String,
    /// Whether the sender is who they say.
    pub proof: MailProof,
    /// When it came.
    pub at: Moment,
}
