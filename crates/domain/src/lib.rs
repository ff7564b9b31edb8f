//! The language of Helpstead: everything that is true without a database, a clock or a screen.
//!
//! Pure by rule: no I/O, no async, no randomness, no clock; time and ids come in as arguments. It compiles to wasm, so
//! the browser form, the REST door and the store share one parser per word. Feature `sql` adds nothing but the
//! newtypes' sqlx traits for both engines.

#[cfg(feature = "sql")]
mod sql;

pub mod access;
pub mod attachment;
pub mod audit;
pub mod color;
pub mod contact;
pub mod currency;
pub mod day;
pub mod event;
pub mod export;
pub mod id;
pub mod invitation;
pub mod job;
pub mod key;
pub mod live;
pub mod mail;
pub mod mail_address;
pub mod mail_record;
pub mod mail_server;
pub mod mailbox;
pub mod member;
pub mod message;
pub mod organization;
pub mod origin;
pub mod permission;
pub mod prefix;
pub mod priority;
pub mod problem;
pub mod role;
pub mod signature;
pub mod site;
pub mod slug;
pub mod status;
pub mod team;
pub mod text;
pub mod ticket;
pub mod time;
pub mod user;

pub use id::*;
pub use mail_address::MailAddress;
pub use permission::Permission;
pub use problem::{Field, Problem, Problems};
pub use slug::{OrgSlug, SiteSlug};
pub use time::{Moment, Timestamp};
