//! Sites: branded surfaces, each with its own key, origins and queue.

mod check;
mod create;
mod delete;
mod edit;
mod key;
mod knock;
mod list;
mod origins;
mod page_seen;
mod show;
pub(crate) mod used;

pub use domain::site::{SiteEdit, SiteNew};
