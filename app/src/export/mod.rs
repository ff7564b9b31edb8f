//! Exports: everything the organization has, as one file (`/{org}/settings/export`).

pub mod calls;
mod list;
mod row;
pub mod text;

pub use list::ExportListPage;
