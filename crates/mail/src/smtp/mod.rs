//! Mail comes in by SMTP (RFC 5321): one conversation as bytes in, and replies and questions out. No network, no clock: whoever has the
//! connection feeds a [`Session`] and does what its [`Step`]s say.
//!
//! Strict where others were tricked: only CR LF ends a line and only CR LF . CR LF ends a mail. After a CR or LF that stands alone nothing
//! more is read, so no two machines can disagree about where a mail ends (SMTP smuggling). Nothing may follow STARTTLS before TLS.

mod command;
mod data;
mod line;
mod path;
pub mod reply;
mod session;
mod step;
mod trace;

pub use session::Session;
pub use step::{Mail, Step};
pub use trace::{Trace, trace, untraced};

/// The most bytes of a mail, as announced: 25 MiB.
pub const SIZE: usize = 25 * 1024 * 1024;
/// The most bytes that [`trace`] writes on top of a mail.
pub const TRACE: usize = 1024;
/// The most recipients of one mail.
pub const RECIPIENTS: usize = 100;
/// The most bytes of a command line without its end. RFC 5321 asks for 512 and for more with every parameter; senders of long bounce
/// addresses use it.
const COMMAND: usize = 2048;
/// The most bytes of a line of a mail without its end. RFC 5322 allows 998; programs that write a whole HTML mail as one line are many,
/// and who reads the mail copes. Beyond this it is no text.
const DATA_LINE: usize = 64 * 1024;
/// Commands that are wrong before the session ends.
const WRONG: usize = 10;
/// Recipients that nobody here is before the session ends: it is no telephone book.
const UNKNOWN: usize = 100;

#[cfg(test)]
mod tests;
