//! Mail as values in and bytes out: what our own mails say, and how they go over the wire. And as bytes in and values out: what a
//! stranger's mail says, which ticket it belongs to, and whether a person wrote it.
//!
//! Pure: no network, no clock, no randomness. The same mail composed twice is the same bytes, so a job that runs again
//! after a crash sends the same Message-ID (design.md section 4). [`read`] takes apart what [`compose`] put together, for
//! the outbox of a machine without SMTP.

mod compose;
mod escape;
mod letter;
mod read;

pub mod account;
pub mod guard;
pub mod html;
pub mod invitation;
pub mod parse;
pub mod quote;
pub mod smtp;
pub mod thread;
pub mod ticket;

pub use compose::{ComposeError, Envelope, compose};
pub use guard::{Guard, guard};
pub use letter::{Letter, Part};
pub use parse::{Incoming, Refused, parse};
pub use quote::quote;
pub use read::{ReadMail, read};
pub use thread::{Thread, thread};
