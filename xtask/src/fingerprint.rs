//! Whether a step's inputs are what they were when it last succeeded.

use crate::files;
use anyhow::Result;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// The first 16 hexadecimal digits of a SHA-256: enough to tell two files of one site apart.
pub fn of(content: &[u8]) -> String {
    short(Sha256::digest(content).as_slice())
}

fn short(digest: &[u8]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// All files below `inputs`, by name and content (a checkout changes times, not content), and `extra`: versions, flags.
pub fn of_inputs(root: &Path, inputs: &[&str], extra: &str) -> Result<String> {
    let mut hasher = Sha256::new_with_prefix(extra);
    for input in inputs {
        for path in files::below(&root.join(input))? {
            hasher.update(path.to_string_lossy().as_bytes());
            hasher.update(files::read(&path)?);
        }
    }
    Ok(short(&hasher.finalize()))
}

/// Remembers in one small file the fingerprint under which a step last succeeded.
pub struct Stamp {
    path: PathBuf,
    now: String,
}

impl Stamp {
    pub fn new(path: PathBuf, now: String) -> Self {
        Self { path, now }
    }

    /// Does `work` unless nothing has changed; tells which.
    pub fn unless_fresh(self, work: impl FnOnce() -> Result<()>) -> Result<String> {
        if fs::read_to_string(&self.path).is_ok_and(|last| last == self.now) {
            return Ok("unchanged".to_owned());
        }
        // A step that fails half way must not look like the last one that succeeded.
        let _ = fs::remove_file(&self.path);
        work()?;
        files::write(&self.path, self.now.as_bytes())?;
        Ok(String::new())
    }
}
