//! Invitations: who is asked to work here (`/{org}/settings/invitations`).

pub mod calls;
mod form;
mod list;
mod pending;
pub mod text;

pub use list::InvitationListPage;
