//! Folders and files.

use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Every file below `path` (or `path` itself), sorted; none when it does not exist.
pub fn below(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    if path.is_dir() {
        let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        entries.sort();
        for entry in entries {
            if entry.file_name().is_none_or(|name| name != "node_modules" && name != "target") {
                found.extend(below(&entry)?);
            }
        }
    }
    Ok(found)
}

pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes only what differs, so that nothing after it is rebuilt for nothing.
pub fn write(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

/// An empty folder at `path`.
pub fn fresh_dir(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path)?;
    }
    fs::create_dir_all(path).with_context(|| format!("cannot make {}", path.display()))
}

/// Removes the files below `folder` that `keep` does not want.
pub fn sweep(folder: &Path, keep: impl Fn(&Path) -> bool) -> Result<()> {
    for path in below(folder)? {
        if !keep(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
