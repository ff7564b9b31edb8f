//! How much of a stranger's mail is looked at (security.md A10). What is larger is refused or left out, and the raw mail is kept.

/// The most bytes of a whole message: what the receiver takes, and what it writes on top.
pub const MESSAGE_BYTES: usize = crate::smtp::SIZE + crate::smtp::TRACE;
/// The most MIME parts, multiparts included.
pub const PARTS: usize = 100;
/// The most multiparts inside each other.
pub const DEPTH: usize = 10;
/// The most header fields of a message or a part.
pub const FIELDS: usize = 200;
/// The most bytes of the header fields of a message or a part: 256 KiB.
pub const FIELD_BYTES: usize = 256 * 1024;
/// The most bytes of one header field that are looked at: 16 KiB. The rest is cut.
pub const FIELD_LOOK: usize = 16 * 1024;
/// The most attachments that are kept; further ones are left out with a note.
pub const ATTACHMENTS: usize = 50;
/// The most message ids that are kept of References: the first and the newest.
pub const REFERENCES: usize = 50;
/// The most addresses that are kept of one recipient header.
pub const RECIPIENTS: usize = 100;
