//! Mailboxes: all of them with how they are doing, connecting one, one with its health and its mail, and how mail leaves.

pub mod actions;
pub mod calls;
mod delete;
mod domains;
mod form;
mod health;
mod list;
mod mails;
mod new;
mod presets;
mod servers;
mod settings;
mod show;
mod sites;
pub mod text;
mod typed;

pub use list::MailboxListPage;
pub use new::MailboxNewPage;
pub use show::MailboxShowPage;
pub use typed::{settings_typed, site_typed, typed};
