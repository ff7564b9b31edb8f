//! Exports: everything an organization has as one zip, for its owners, to take along (S1-54, D31).
//!
//! Asking writes a row and a job; the job reads one snapshot and writes the file to the disk as it goes, so that its size costs no
//! memory. A process that dies leaves a draft nobody reads; whoever claims the job next begins anew.

mod archive;
mod create;
mod download;
mod expire;
mod list;
mod run;

pub use download::ExportDownload;

use domain::{ExportId, OrgId};

/// Where the file of an export lies: a key that begins with the organization, so that it goes with it.
fn key(org: OrgId, id: ExportId) -> String {
    format!("{org}/{id}")
}
