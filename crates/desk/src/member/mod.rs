//! Members: who works in an organization.

mod list;
pub(crate) mod seen;
