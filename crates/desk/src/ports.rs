//! What the use cases need of the outside world, as traits: tests bring their own clock, mailer and files.

use async_trait::async_trait;
use domain::live::Change;
use domain::mail::{MailProof, MailTls};
use domain::mailbox::Cursor;
use domain::{MailAddress, OrgId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::time::Duration;
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

/// A server of somebody's, with what it takes to be let in.
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: MailTls,
    /// Empty where nobody has to sign in.
    pub user: String,
    /// Never shown, never logged.
    pub password: String,
}

impl std::fmt::Debug for MailServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} ({})", self.host, self.port, self.tls)
    }
}

/// A mail, ready to go.
#[derive(Clone, Debug)]
pub struct OutgoingMail {
    /// Whose mail; `None` for accounts.
    pub org: Option<OrgId>,
    /// The job it belongs to: the same after a crash, so the Message-ID is too.
    pub id: Uuid,
    /// MAIL FROM, where bounces go; empty is the null path, for what nobody may answer by machine (RFC 3834).
    pub return_path: String,
    /// Everybody who gets it.
    pub to: Vec<String>,
    /// The whole message as it goes over the wire.
    pub raw: Vec<u8>,
    /// The server it leaves by; `None` is the installation's own way.
    pub by: Option<MailServer>,
}

/// Why a mail did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{said}")]
pub struct NotSent {
    /// What the server said, for whoever looks after the mailbox.
    pub said: String,
    /// Whether trying again is of no use (a reply of the 500s).
    pub for_good: bool,
}

/// Outgoing mail: SMTP, or a folder of `.eml` files.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands the mail over. An error that is not for good is retried later.
    async fn send(&self, mail: &OutgoingMail) -> Result<(), NotSent>;
    /// Whether a server lets us in and would take mail: connects, protects, signs in, leaves. Errors: its words.
    async fn knock(&self, server: &MailServer) -> Result<(), String>;
    /// Removes what is kept of an organization's mail. What was handed over is out of our hands.
    async fn forget(&self, _org: OrgId) -> Result<(), String> {
        Ok(())
    }
}

/// A mail that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedMail {
    /// Its number in the folder.
    pub uid: u32,
    /// When the folder got it.
    pub at: Option<Timestamp>,
    /// The whole message; of one that is too large its header alone.
    pub raw: Vec<u8>,
    /// Whether it is whole.
    pub whole: bool,
}

/// What one look into a folder brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// In the folder's order, all after the cursor that was given.
    pub mails: Vec<FetchedMail>,
    /// Where to go on: after the last of `mails`.
    pub next: Cursor,
    /// Whether there is more already.
    pub more: bool,
}

/// Folders of mail elsewhere: IMAP.
#[async_trait]
pub trait Postbox: Send + Sync {
    /// The oldest mails after the cursor, few enough to be held in memory; changes nothing there. Without a cursor none, and where the
    /// folder ends now. A cursor of another validity: the folder is a new one and is read from its beginning. Errors: words for whoever
    /// looks after the mailbox.
    async fn fetch(&self, server: &MailServer, folder: &str, after: Option<Cursor>) -> Result<Fetched, String>;
    /// Where reading begins in a folder that nobody has read yet: before the first mail that came after `since`. Errors: as above.
    async fn begin(&self, server: &MailServer, folder: &str, since: Timestamp) -> Result<Cursor, String>;
    /// Waits until there may be something after the cursor, at most `time`: told by the server where it offers that (IDLE).
    async fn wait(&self, server: &MailServer, folder: &str, after: Cursor, time: Duration) -> Result<(), String>;
}

/// The session that brought a mail: what SPF is asked with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPeer {
    /// The sending machine.
    pub ip: IpAddr,
    /// What it called itself.
    pub helo: String,
    /// MAIL FROM; empty is the null path.
    pub return_path: String,
}

/// A key that signs mail, and what the domain has to say about it.
#[derive(Clone)]
pub struct DkimKey {
    /// PKCS#8, to be sealed.
    pub private: Vec<u8>,
    /// The TXT record's text.
    pub record: String,
}

/// Who really sent a mail, and proof that we did.
#[async_trait]
pub trait MailTrust: Send + Sync {
    /// What SPF, DKIM and DMARC say of a mail with that From. Without a `peer`, which must be the author's side and nobody who passed
    /// the mail on, SPF is [`None`](domain::mail::Verdict::None) and DMARC never [`Fail`](domain::mail::Verdict::Fail).
    async fn check(&self, raw: &[u8], from: &MailAddress, peer: Option<&MailPeer>) -> MailProof;
    /// A new key for signing.
    fn key(&self) -> Result<DkimKey, String>;
    /// The same mail with a signature on top.
    fn sign(&self, raw: &[u8], domain: &str, selector: &str, private: &[u8]) -> Result<Vec<u8>, String>;
    /// The TXT records of a name; empty when it has none. Errors: it could not be asked.
    async fn txt(&self, name: &str) -> Result<Vec<String>, String>;
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
