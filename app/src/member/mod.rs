//! Members: who works here (`/{org}/agents`).

pub mod calls;
mod list;

pub use list::MemberListPage;
