//! Members: who works in an organization.

mod directory;
mod leave;
mod list;
pub(crate) mod seen;
mod set_away;
