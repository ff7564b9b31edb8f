//! Roles: what there is to be here, and what each may do (`/{org}/settings/roles`).

pub mod calls;
mod edit;
mod list;
mod matrix;
mod page;
pub mod text;

pub use page::RolesPage;
