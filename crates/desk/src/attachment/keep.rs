//! Keep files: bytes to the disk first, rows after, so that no row ever names a file that is not there.

use super::{Upload, key, safe_name};
use crate::{Desk, Error, Result};
use domain::attachment::{MAX_BYTES, MAX_FILES};
use domain::{AttachmentId, Field, OrgId, Problem};
use sha2::{Digest, Sha256};
use store::attachment::AttachmentNew;

impl Desk {
    /// Keeps the bytes of `files` (fsynced) and says what to write down beside the message. Whoever then fails to commit calls
    /// [`Desk::attachment_forget`]. Errors: `Invalid(Field::Files)` for more than five files or one over 10 MB, before any is kept;
    /// `StorageFull` when the disk is.
    pub(crate) async fn attachment_keep(&self, org: OrgId, files: Vec<Upload>) -> Result<Vec<AttachmentNew>> {
        if let Some(problem) = files_problem(&files) {
            return Err(Error::Invalid(problem.into()));
        }
        self.attachment_keep_all(org, files).await
    }

    /// The same for files that were counted elsewhere: what comes by mail has the limits of mail.
    pub(crate) async fn attachment_keep_all(&self, org: OrgId, files: Vec<Upload>) -> Result<Vec<AttachmentNew>> {
        let mut kept = Vec::with_capacity(files.len());
        for file in files {
            let id = AttachmentId(self.ports.ids.uuid(self.now()));
            if let Err(problem) = self.ports.files.put(&key(org, id), &file.bytes).await {
                self.attachment_forget(org, &kept).await;
                return Err(Error::StorageFull(problem));
            }
            kept.push(AttachmentNew {
                id,
                name: safe_name(&file.name),
                content_type: content_type(&file.content_type),
                size: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
                sha256: hex(&Sha256::digest(&file.bytes)),
                content_id: file.content_id,
            });
        }
        Ok(kept)
    }

    /// Takes back what [`Desk::attachment_keep`] kept for a message that did not come to be. A file that cannot be
    /// deleted is reachable by nobody: no row names it.
    pub(crate) async fn attachment_forget(&self, org: OrgId, kept: &[AttachmentNew]) {
        for file in kept {
            if let Err(problem) = self.ports.files.delete(&key(org, file.id)).await {
                tracing::warn!(%problem, file = %file.id, "a file without a row stays");
            }
        }
    }
}

/// What is wrong with the files of one message (D37): too many, or one too large.
pub(crate) fn files_problem(files: &[Upload]) -> Option<Problem> {
    if files.len() > MAX_FILES {
        return Some(Problem::coded(
            Field::Files,
            "too_many",
            format!("Send at most {MAX_FILES} files with one message."),
        ));
    }
    let big = files.iter().find(|file| file.bytes.len() as u64 > MAX_BYTES)?;
    let words = format!("“{}” is larger than 10 MB. Send a smaller one, or a link to it.", safe_name(&big.name));
    Some(Problem::coded(Field::Files, "too_large", words))
}

/// Names and contents, for telling whether two requests are the same.
pub(crate) fn prints(files: &[Upload]) -> Vec<(&str, String)> {
    files.iter().map(|file| (file.name.as_str(), hex(&Sha256::digest(&file.bytes)))).collect()
}

/// What a sender called it, when it looks like a media type at all.
fn content_type(raw: &str) -> String {
    let kind = raw.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let token =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b));
    match kind.split_once('/') {
        Some((one, two)) if kind.len() <= 100 && token(one) && token(two) => kind,
        _ => "application/octet-stream".to_owned(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{content_type, files_problem};
    use crate::attachment::Upload;

    fn file(bytes: usize) -> Upload {
        Upload { name: "a.bin".to_owned(), bytes: vec![0; bytes], ..Upload::default() }
    }

    #[test]
    fn five_files_of_ten_megabytes_fit_and_no_more() {
        const TEN: usize = 10 * 1024 * 1024;
        assert_eq!(files_problem(&vec![file(TEN); 5]), None);
        let code = |files: &[Upload]| files_problem(files).map(|problem| problem.code);
        assert_eq!(code(&vec![file(1); 6]).as_deref(), Some("too_many"));
        assert_eq!(code(&[file(1), file(TEN + 1)]).as_deref(), Some("too_large"));
    }

    #[test]
    fn a_lying_media_type_is_not_kept() {
        assert_eq!(content_type("Image/PNG; charset=x"), "image/png");
        for raw in ["", "text", "text/html\r\nX: y", "a/b/c", "/"] {
            assert_eq!(content_type(raw), "application/octet-stream", "{raw:?}");
        }
    }
}
