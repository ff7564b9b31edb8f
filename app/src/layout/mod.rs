//! What stands around every page of people who work here.

mod banner;
mod header;
pub mod mark;
mod nav;
mod not_found;
mod org;
mod plain;
pub mod switcher;
pub mod theme;

pub use not_found::NotFoundPage;
pub(crate) use org::wear;
pub use org::{OrgContext, OrgLayout, use_org};
pub use plain::PlainLayout;
