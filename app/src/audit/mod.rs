//! The audit log of an organization (`/{org}/settings/audit`).

pub mod calls;
mod filters;
mod list;

pub use list::AuditListPage;
