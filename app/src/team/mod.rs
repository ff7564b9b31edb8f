//! Teams: who sees which tickets (`/{org}/settings/teams`).

pub mod calls;
mod card;
mod fields;
mod list;
pub mod text;

pub use list::TeamListPage;
