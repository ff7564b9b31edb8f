//! Members: who works in an organization.

mod leave;
mod list;
pub(crate) mod seen;
