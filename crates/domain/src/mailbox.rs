//! Mailboxes: the addresses of an organization, each with the one site it delivers to (D13, B18).

use serde::{Deserialize, Serialize};

/// How far a folder has been read: durable, so that after a week's outage everything is caught up and nothing comes twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cursor {
    /// UIDVALIDITY: another one means that all numbers mean something else (RFC 3501 section 2.3.1.1).
    pub validity: u32,
    /// The last UID that has been read.
    pub uid: u32,
}
