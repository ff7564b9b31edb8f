//! What the use cases need of the outside world, as traits: tests bring their own clock, mailer and files.

use async_trait::async_trait;
use domain::live::Change;
use domain::{OrgId, Timestamp, UserId};
use uuid::Uuid;

/// The time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// New ids and randomness.
pub trait Ids: Send + Sync {
    /// A UUIDv7 at `at`.
    fn uuid(&self, at: Timestamp) -> Uuid;
    /// 256 random bits.
    fn secret(&self) -> [u8; 32];
}

/// A mail, ready to go.
#[derive(Clone, Debug)]
pub struct OutgoingMail {
    /// Whose mail; `None` for accounts.
    pub org: Option<OrgId>,
    /// The job it belongs to: the same after a crash, so the Message-ID is too.
    pub id: Uuid,
    /// One address.
    pub to: String,
    /// The whole message as it goes over the wire.
    pub raw: Vec<u8>,
}

/// Outgoing mail: SMTP, or a folder of `.eml` files.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands the mail over. An error is retried later; its text is for the operator.
    async fn send(&self, mail: &OutgoingMail) -> Result<(), String>;
    /// Removes what is kept of an organization's mail. What was handed over is out of our hands.
    async fn forget(&self, _org: OrgId) -> Result<(), String> {
        Ok(())
    }
}

/// A file in the making, too large to be held in memory.
#[derive(Debug)]
pub struct Draft {
    /// Open for reading and writing, and empty.
    pub file: std::fs::File,
    /// Where it lies, for whoever keeps it.
    pub path: std::path::PathBuf,
}

/// Attachments' bytes, by a key that begins with the organization's id.
#[async_trait]
pub trait Files: Send + Sync {
    /// Keeps the bytes; they are on the disk when this answers (fsync), before any row names them.
    async fn put(&self, key: &str, bytes: &[u8]) -> Result<(), String>;
    /// The bytes, or `None` when there are none.
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, String>;
    /// At most `most` bytes from byte `from` on: a large file is read piece by piece. Empty at its end, `None` when there is none.
    async fn piece(&self, key: &str, from: u64, most: usize) -> Result<Option<Vec<u8>>, String>;
    /// An empty file that nobody reads, for what will be kept under `key`. One begun before and never kept is gone.
    async fn draft(&self, key: &str) -> Result<Draft, String>;
    /// Keeps what was written: on the disk when this answers, and whole. Errors when the draft is gone.
    async fn keep(&self, key: &str, draft: &Draft) -> Result<(), String>;
    /// Forgets the bytes, and what was begun; no error when there are none.
    async fn delete(&self, key: &str) -> Result<(), String>;
    /// Forgets all bytes of an organization; no error when there are none.
    async fn forget(&self, org: OrgId) -> Result<(), String>;
}

/// Why nothing was fetched: a category and no more. What was answered, and where a name leads, must not reach whoever typed the
/// address, or the desk would be their eyes inside the network it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// No address that begins with `https://`, or one with a name or password in it, or a port that no pictures come from.
    Address,
    /// Its name leads nowhere.
    Dns,
    /// Nobody answers there, or nobody may be asked there: which of the two is not told.
    Refused,
    /// It took too long.
    Timeout,
    /// Nobody there could prove to be who the address names.
    Tls,
    /// The answer was no plain yes; another address to go to is none.
    Status,
    /// More bytes than were wanted.
    TooLarge,
}

/// What lies behind addresses that people type.
#[async_trait]
pub trait Fetch: Send + Sync {
    /// The bytes behind an `https` address, at most `most` of them.
    async fn fetch(&self, address: &str, most: usize) -> Result<Vec<u8>, FetchError>;
}

/// Live screens of this process. On PostgreSQL other nodes learn through the database (`store::live`).
pub trait Live: Send + Sync {
    /// Tells the screens of an organization what changed, after its commit.
    fn publish(&self, change: Change);
    /// A session of that person ended, or (`None`) anybody's may have: their streams prove themselves at once.
    fn signed_out(&self, user: Option<UserId>);
}
