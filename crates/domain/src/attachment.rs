//! Attachments: files that came with a message; always downloaded, never shown in place.

use crate::AttachmentId;
use serde::{Deserialize, Serialize};

/// Bytes one file may have.
pub const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// Files one message may have.
pub const MAX_FILES: usize = 5;

/// A file as a timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentRow {
    /// Which.
    pub id: AttachmentId,
    /// The name it came with, made safe.
    pub name: String,
    /// Bytes.
    pub size: i64,
}
