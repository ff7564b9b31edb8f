//! Files that come with messages: kept before their row, always downloaded, never shown in place (D37).

mod download;
mod keep;
mod name;

pub use download::Download;
pub(crate) use keep::{files_problem, prints};
pub(crate) use name::safe_name;

/// A file as somebody sent it: nothing about it is believed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upload {
    /// The name the sender's machine gave it.
    pub name: String,
    /// What the sender says it is; kept for exports, never served.
    pub content_type: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// How a picture inside a mail names it (RFC 2392).
    pub content_id: Option<String>,
}

/// Where the bytes of an attachment lie: a key that begins with the organization.
pub(crate) fn key(org: domain::OrgId, id: domain::AttachmentId) -> String {
    format!("{org}/{id}")
}
