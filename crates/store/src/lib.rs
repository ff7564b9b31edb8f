//! The shelves: every SQL statement of Helpstead, written once for SQLite and PostgreSQL (design.md section 4).
//!
//! A tenant's row is reached only through a [`Tx`], which is bound to one organization and binds it as `$1` of every
//! statement; [`Global`] reaches the tables that belong to nobody (users, sessions, organizations) and the directory.

mod batch;
mod conn;
mod db;
mod error;
mod migrate;
mod sight;
mod statement;
mod tx;
mod writer;

pub mod role;
pub mod roles;
pub mod tables;

pub mod account;
pub mod attachment;
pub mod audit;
pub mod bulk;
pub mod contact;
pub mod directory;
pub mod event;
pub mod export;
pub mod idempotency;
pub mod invitation;
pub mod job;
pub mod live;
pub mod mail_domain;
pub mod mail_in;
pub mod mail_out;
pub mod mail_settings;
pub mod mailbox;
pub mod member;
pub mod message;
pub mod org_delete;
pub mod organization;
pub mod passkey;
pub mod priority;
pub mod search;
pub mod session;
pub mod setup;
pub mod site;
pub mod status;
pub mod team;
pub mod template;
pub mod ticket;
pub mod two_factor;
pub mod user;

pub use db::{Engine, Store, StoreOptions};
pub use error::{Result, StoreError};
pub use export::everything::Everything;
pub use migrate::{migration_names, postgres as migrate_postgres, postgres_settle};
pub use statement::{Registered, registered};
pub use tx::{Global, Tx};
