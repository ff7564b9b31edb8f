//! Mail that goes out: from which address, by which server, signed by whom, and what became of it (D14).

mod again;
mod copies;
mod failed;
mod health;
mod letters;
mod send;
mod sender;
mod shown;
mod test;
mod thread;

pub(crate) use sender::{IMAP_SECRET, SMTP_SECRET, SealedServer, Sender};

/// The place of a domain's signing key in its seal.
pub(crate) const DKIM_SECRET: &str = "mail_domain.secret";
