//! Messages: what people wrote on a ticket.

use crate::attachment::AttachmentRow;
use crate::{MessageId, Moment};
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
    /// Who wrote it, as they were called then.
    pub author: String,
    /// Sanitised on the server; the only HTML a screen may insert.
    pub html: String,
    /// When.
    pub at: Moment,
    /// Its files.
    pub attachments: Vec<AttachmentRow>,
}
