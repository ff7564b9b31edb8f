//! The audit log (D33): written in the transaction of the change it tells of, chained, read by who may.

mod csv;
mod list;
mod record;
mod search;
mod verify;

pub(crate) use record::{By, Entry};
pub use verify::Verified;
