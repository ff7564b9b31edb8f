//! Bytes of attachments and exports in the data directory: `files/{org}/{id}`, on the disk before any row names them.

use async_trait::async_trait;
use desk::ports::{Draft, Files};
use domain::OrgId;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A folder of files, one folder per organization. Names are ours alone: nothing a sender wrote reaches the disk's directory.
#[derive(Clone, Debug)]
pub struct LocalFiles {
    root: PathBuf,
}

impl LocalFiles {
    /// Files below `root`, which is made with the first file.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Only `uuid/uuid`, so that no key can leave the folder.
    fn path(&self, key: &str) -> Result<PathBuf, String> {
        let parts: Vec<&str> = key.split('/').collect();
        match parts[..] {
            [org, file] if uuid::Uuid::try_parse(org).is_ok() && uuid::Uuid::try_parse(file).is_ok() => {
                Ok(self.root.join(org).join(file))
            }
            _ => Err(format!("not a key of a file: {key:?}")),
        }
    }
}

#[async_trait]
impl Files for LocalFiles {
    async fn put(&self, key: &str, bytes: &[u8]) -> Result<(), String> {
        let (path, bytes) = (self.path(key)?, bytes.to_vec());
        on_disk(move || write(&path, &bytes)).await
    }

    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
        let path = self.path(key)?;
        on_disk(move || absent_is_none(fs::read(path))).await
    }

    async fn piece(&self, key: &str, from: u64, most: usize) -> Result<Option<Vec<u8>>, String> {
        let path = self.path(key)?;
        on_disk(move || {
            let Some(mut file) = absent_is_none(File::open(path))? else { return Ok(None) };
            file.seek(SeekFrom::Start(from))?;
            let mut bytes = Vec::with_capacity(most);
            file.take(most as u64).read_to_end(&mut bytes)?;
            Ok(Some(bytes))
        })
        .await
    }

    async fn draft(&self, key: &str) -> Result<Draft, String> {
        let path = self.path(key)?;
        on_disk(move || {
            let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
            make_folder(folder)?;
            remove_drafts(&path)?;
            // A name of its own: whoever lost the work to another must not write into, or keep, what that one makes.
            let path = path.with_extension(format!("{}.draft", uuid::Uuid::new_v4().simple()));
            let file = File::options().read(true).write(true).create_new(true).open(&path)?;
            Ok(Draft { file, path })
        })
        .await
    }

    async fn keep(&self, key: &str, draft: &Draft) -> Result<(), String> {
        let (path, begun) = (self.path(key)?, draft.path.clone());
        let file = draft.file.try_clone().map_err(|error| format!("files: {error}"))?;
        on_disk(move || {
            file.sync_all()?;
            fs::rename(begun, &path)?;
            File::open(path.parent().ok_or(ErrorKind::InvalidInput)?)?.sync_all()
        })
        .await
    }

    async fn delete(&self, key: &str) -> Result<(), String> {
        let path = self.path(key)?;
        on_disk(move || {
            remove_drafts(&path)?;
            absent_is_none(fs::remove_file(path)).map(drop)
        })
        .await
    }

    async fn forget(&self, org: OrgId) -> Result<(), String> {
        let folder = self.root.join(org.to_string());
        on_disk(move || absent_is_none(fs::remove_dir_all(folder)).map(drop)).await
    }
}

/// Writes a file that its owner alone may read, whole or not at all.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let fresh = path.with_extension("new");
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(fresh, path)
}

async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, String> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| format!("files: {error}")),
        Err(error) => Err(format!("files: {error}")),
    }
}

/// What was begun for a file and never kept.
fn remove_drafts(path: &Path) -> io::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Err(ErrorKind::InvalidInput.into());
    };
    for entry in absent_is_none(fs::read_dir(folder))?.into_iter().flatten() {
        let entry = entry?.file_name();
        let begun = entry.to_str().is_some_and(|one| one.starts_with(name) && one.ends_with(".draft"));
        if begun {
            absent_is_none(fs::remove_file(folder.join(entry)))?;
        }
    }
    Ok(())
}

fn absent_is_none<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A name that nobody reads, its bytes synced, then the real name, then the folder synced: after a power cut the file
/// is whole or not there.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
    make_folder(folder)?;
    let unfinished = path.with_extension("part");
    let written = File::create(&unfinished).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written?;
    File::open(folder)?.sync_all()
}

/// A folder is an entry of its parent, which has to be on the disk as well.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = folder.parent().ok_or(ErrorKind::InvalidInput)?;
    if !parent.as_os_str().is_empty() {
        make_folder(parent)?;
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    File::open(parent)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::LocalFiles;
    use desk::ports::Files;
    use std::io::Write as _;

    fn key() -> String {
        format!("{}/{}", uuid::Uuid::new_v4(), uuid::Uuid::new_v4())
    }

    #[tokio::test]
    async fn a_file_is_kept_read_and_forgotten() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = LocalFiles::new(dir.path().join("deep").join("files"));
        let key = key();
        assert_eq!(files.get(&key).await, Ok(None));
        files.put(&key, b"one").await.expect("kept");
        files.put(&key, b"two").await.expect("kept again");
        assert_eq!(files.get(&key).await, Ok(Some(b"two".to_vec())));
        files.delete(&key).await.expect("forgotten");
        files.delete(&key).await.expect("twice does no harm");
        assert_eq!(files.get(&key).await, Ok(None));
    }

    #[tokio::test]
    async fn a_large_file_is_written_beside_and_read_in_pieces() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = LocalFiles::new(dir.path().join("files"));
        let key = key();
        let first = files.draft(&key).await.expect("begun");
        (&first.file).write_all(b"lost").expect("written");
        assert_eq!(files.get(&key).await, Ok(None), "nobody reads what is begun");
        let second = files.draft(&key).await.expect("begun anew");
        (&second.file).write_all(b"0123456789").expect("written");
        assert!(files.keep(&key, &first).await.is_err(), "what was lost to another is not kept");
        files.keep(&key, &second).await.expect("kept");
        for (from, most, piece) in [(0, 4, "0123"), (4, 4, "4567"), (8, 4, "89"), (10, 4, ""), (99, 4, "")] {
            assert_eq!(files.piece(&key, from, most).await, Ok(Some(piece.as_bytes().to_vec())), "{from}");
        }
        files.draft(&key).await.expect("begun");
        files.delete(&key).await.expect("forgotten");
        assert_eq!(files.piece(&key, 0, 4).await, Ok(None));
        let folder = dir.path().join("files").join(key.split('/').next().expect("an organization"));
        assert_eq!(std::fs::read_dir(folder).expect("a folder").count(), 0, "nothing begun stays");
    }

    #[tokio::test]
    async fn no_key_leaves_the_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let files = LocalFiles::new(dir.path().join("files"));
        let own = key();
        for hostile in
            ["", "a", "../x", "/etc/passwd", &format!("../{own}"), &format!("{own}/x"), &own.replace('/', "/../")]
        {
            assert!(files.put(hostile, b"x").await.is_err(), "{hostile}");
            assert!(files.get(hostile).await.is_err(), "{hostile}");
        }
        assert!(!dir.path().join("files").exists());
    }
}
