//! Members: who works in an organization, as what, and how that ends (D19, B12).

mod activate;
mod deactivate;
mod directory;
pub(crate) mod gone;
mod leave;
mod list;
mod remove;
pub(crate) mod seen;
mod set_away;
mod set_role;
mod show;
mod target;
mod team;
mod transfer;
mod within;
