//! Mail as values in and bytes out: what our own mails say, and how they go over the wire. And as bytes in and values out: what a
//! stranger's mail says, which ticket it belongs to, and whether a person wrote it.
//!
//! Pure: no network, no clock, no randomness. The same mail composed twice is the same bytes, so a job that runs again
//! after a crash sends the same Message-ID (design.md section 4). [`read`] takes apart what [`compose`] put together, for
//! the outbox of a machine without SMTP.

mod compose;
mod letter;
mod mailbox;
mod read;
mod shown;

pub mod account;
pub mod guard;
pub mod html;
pub mod invitation;
pub mod parse;
pub mod quote;
pub mod smtp;
pub mod thread;
pub mod ticket;

pub use compose::{ComposeError, Composed, Envelope, compose};
pub use guard::{Guard, guard};
pub use letter::{Attached, Brand, Letter, Link, Part};
pub use mailbox::mailbox_test;
pub use parse::{Incoming, Person, Refused, parse};
pub use quote::quote;
pub use read::{ReadMail, read};
pub use shown::shown;
pub use thread::{Thread, thread};
