//! Mail: how it is carried, whether its sender is who they say, and what became of it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How a connection to a mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// From the first byte (993, 465).
    #[default]
    Tls,
    /// Begun in the open, protected before anything is said (143, 587).
    StartTls,
    /// Not at all: only inside a network that the operator has allowed.
    Plain,
}

/// What one way of proving a sender came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The mail is from where it says.
    Pass,
    /// It is not.
    Fail,
    /// The sender's domain says nothing about it.
    #[default]
    None,
    /// It could not be asked.
    Unknown,
}

/// What SPF, DKIM and DMARC say of a mail (RFC 7208, 6376, 7489). DMARC is the one about the address that people see: it passes
/// only when SPF or DKIM passed for that very domain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MailProof {
    /// The sending machine may send for the return path's domain.
    pub spf: Verdict,
    /// The signature of a domain is good.
    pub dkim: Verdict,
    /// One of the two holds for the domain in From.
    pub dmarc: Verdict,
}

macro_rules! word {
    ($name:ident, $error:ident, $words:literal, $($variant:ident = $word:literal),+) => {
        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in tables and on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        /// Any other word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        #[error($words)]
        pub struct $error;

        impl TryFrom<String> for $name {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                match text.as_str() { $($word => Ok(Self::$variant),)+ _ => Err($error) }
            }
        }

        #[cfg(feature = "sql")]
        crate::sql::sql_text!($name);
    };
}

pub(crate) use word;

word!(MailTls, MailTlsError, "use tls, start_tls or plain", Tls = "tls", StartTls = "start_tls", Plain = "plain");

/// What became of a mail that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailInState {
    /// Kept, and not read yet.
    Waiting,
    /// A new ticket, a reply, or a bounce that found its mail.
    Done,
    /// Beside a ticket until an agent decides: a possible reply.
    Held,
    /// It could not be read, or nobody can tell who wrote it: kept for a person.
    Quarantined,
    /// A mail that came twice, came back, or that somebody put away.
    Ignored,
}

word!(
    MailInState,
    MailInStateError,
    "no state of a mail that came in",
    Waiting = "waiting",
    Done = "done",
    Held = "held",
    Quarantined = "quarantined",
    Ignored = "ignored"
);

/// What became of a mail of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailOutState {
    /// On its way; what it waits for stands beside it.
    Waiting,
    /// A mail server took it.
    Sent,
    /// It was given up.
    Failed,
    /// It came back.
    Bounced,
    /// Not sent, because a limit was reached or a machine would have been answered.
    Withheld,
}

impl MailOutState {
    /// Whether somebody may send it again: it ended, and not with its reader.
    #[must_use]
    pub const fn is_sent_again(self) -> bool {
        matches!(self, Self::Failed | Self::Bounced | Self::Withheld)
    }
}

word!(
    MailOutState,
    MailOutStateError,
    "no state of a mail of ours",
    Waiting = "waiting",
    Sent = "sent",
    Failed = "failed",
    Bounced = "bounced",
    Withheld = "withheld"
);
