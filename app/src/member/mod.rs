//! Members: who works here (`/{org}/agents`).

pub mod calls;
mod directory;
mod list;

pub use directory::DirectoryPage;
pub use list::MemberListPage;
