//! Why a mail could not be read.

use super::limits;
use serde::{Deserialize, Serialize};

/// Why a message becomes no [`Incoming`](super::Incoming). The raw bytes are kept by whoever received them, so that a person can look and
/// it can be read again. The words are for that person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// More than [`limits::MESSAGE_BYTES`].
    #[error("The message is larger than {} MiB.", limits::MESSAGE_BYTES / 1024 / 1024)]
    TooLarge,
    /// More than [`limits::PARTS`].
    #[error("The message has more than {} parts.", limits::PARTS)]
    TooManyParts,
    /// More than [`limits::DEPTH`].
    #[error("The message has parts nested more than {} deep.", limits::DEPTH)]
    TooDeep,
    /// More than [`limits::FIELDS`] or [`limits::FIELD_BYTES`].
    #[error("The message has too many or too large headers.")]
    TooManyHeaders,
    /// No header field at the beginning.
    #[error("This is no mail: it does not begin with headers.")]
    NoHeaders,
    /// RFC 5322 asks for one From (security.md A10).
    #[error("Nobody is named as the sender.")]
    NoFrom,
    /// Two From headers, or two addresses in one: programs disagree which one counts.
    #[error("More than one sender is named.")]
    TwoFrom,
    /// The sender's address is none that could be answered, or it was hidden in an encoded word.
    #[error("The sender's address cannot be used.")]
    FromUnusable,
}

impl Refused {
    /// Whether somebody should look at it: a mail with an unclear sender may be from a customer, while one over the limits can be told so at
    /// once (SMTP 552 or 554).
    #[must_use]
    pub fn is_quarantine(self) -> bool {
        matches!(self, Self::NoFrom | Self::TwoFrom | Self::FromUnusable)
    }
}
