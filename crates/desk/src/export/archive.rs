//! The zip, written to the disk as it grows. Every step moves it through a thread that may block.

use crate::{Error, Result};
use domain::export::SCHEMA;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Bytes kept back before they go to the disk.
const BUFFER: usize = 256 * 1024;

/// What stands in the zip under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) rows: Option<i64>,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// `manifest.json`: what there must be, so that a reader can tell whether it has all of it.
#[derive(Debug, Serialize)]
pub(super) struct Manifest {
    pub(super) format: &'static str,
    pub(super) schema: i64,
    /// Of the program that wrote it.
    pub(super) version: &'static str,
    /// The newest migration of its tables.
    pub(super) migration: String,
    pub(super) organization: serde_json::Value,
    /// The moment everything in it was read at.
    pub(super) taken_at: String,
    pub(super) tables: Vec<Entry>,
    pub(super) files: Vec<Entry>,
    /// Files that a table names and the disk does not have as they were kept.
    pub(super) missing_files: Vec<String>,
    /// Columns that are not in the tables, and why.
    pub(super) left_out: serde_json::Value,
}

impl Manifest {
    pub(super) fn new(migration: String, organization: serde_json::Value, taken_at: String) -> Self {
        Self {
            format: "helpstead-export",
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            migration,
            organization,
            taken_at,
            tables: Vec::new(),
            files: Vec::new(),
            missing_files: Vec::new(),
            left_out: serde_json::Value::Null,
        }
    }
}

/// The zip in the making. Boxed: it is large, and handed from thread to thread.
pub(super) struct Archive {
    zip: Box<ZipWriter<BufWriter<File>>>,
    entry: Option<(String, Sha256, u64)>,
}

impl Archive {
    pub(super) fn new(file: File) -> Self {
        Self { zip: Box::new(ZipWriter::new(BufWriter::with_capacity(BUFFER, file))), entry: None }
    }

    /// Begins what stands under `path`. Files are stored as they are: most are packed already.
    pub(super) async fn begin(self, path: String, pack: bool) -> Result<Self> {
        self.step(move |archive| {
            let method = if pack { CompressionMethod::Deflated } else { CompressionMethod::Stored };
            // Its size is not known yet: room for more than 4 GB.
            let options = SimpleFileOptions::default().compression_method(method).large_file(true);
            archive.zip.start_file(path.as_str(), options)?;
            archive.entry = Some((path, Sha256::new(), 0));
            Ok(())
        })
        .await
        .map(|(archive, ())| archive)
    }

    /// Adds to what was begun.
    pub(super) async fn add(self, bytes: Vec<u8>) -> Result<Self> {
        self.step(move |archive| {
            archive.zip.write_all(&bytes)?;
            if let Some((_, hash, size)) = &mut archive.entry {
                hash.update(&bytes);
                *size += bytes.len() as u64;
            }
            Ok(())
        })
        .await
        .map(|(archive, ())| archive)
    }

    /// Ends what was begun, and says what it is.
    pub(super) fn end(&mut self, rows: Option<i64>) -> Result<Entry> {
        let (path, hash, bytes) =
            self.entry.take().ok_or_else(|| Error::Broken("an entry that never began".to_owned()))?;
        Ok(Entry { path, rows, bytes, sha256: hex(&hash.finalize()) })
    }

    /// Ends the zip itself: its size and its hash.
    pub(super) async fn finish(self) -> Result<(i64, String)> {
        blocking(move || {
            let mut file = self.zip.finish().map_err(io::Error::from)?.into_inner().map_err(io::Error::other)?;
            file.flush()?;
            file.rewind()?;
            let (mut hash, mut size, mut buffer) = (Sha256::new(), 0_i64, vec![0; BUFFER]);
            loop {
                match file.read(&mut buffer)? {
                    0 => return Ok((size, hex(&hash.finalize()))),
                    read => {
                        hash.update(&buffer[..read]);
                        size += i64::try_from(read).unwrap_or_default();
                    }
                }
            }
        })
        .await
    }

    async fn step<T: Send + 'static>(
        mut self,
        work: impl FnOnce(&mut Self) -> io::Result<T> + Send + 'static,
    ) -> Result<(Self, T)> {
        blocking(move || {
            let done = work(&mut self)?;
            Ok((self, done))
        })
        .await
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| Error::Broken(error.to_string()))?;
    done.map_err(|error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::StorageFull(error.to_string()),
        _ => Error::Broken(format!("the export could not be written: {error}")),
    })
}
