//! The outside world, for tests: a clock that stands still, a mailer that keeps, files in memory, a web of one picture.

use async_trait::async_trait;
use desk::ports::{Clock, Draft, Fetch, FetchError, Files, Ids, Live, Mailer, OutgoingMail};
use domain::live::Change;
use domain::{OrgId, Timestamp, UserId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use uuid::{NoContext, Uuid};

/// 2026-11-22T12:00:00Z.
const START: i64 = 1_795_348_800_000_000;

/// A clock that moves when it is told to.
pub struct FakeClock(AtomicI64);

impl Default for FakeClock {
    fn default() -> Self {
        Self(AtomicI64::new(START))
    }
}

impl FakeClock {
    /// Moves on by whole seconds.
    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Real randomness: ids must differ between tests that share a cluster.
pub struct SeededIds;

impl Ids for SeededIds {
    fn uuid(&self, at: Timestamp) -> Uuid {
        let seconds = u64::try_from(at.0.div_euclid(1_000_000)).unwrap_or(0);
        Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, 0))
    }

    fn secret(&self) -> [u8; 32] {
        let (a, b) = (Uuid::new_v4(), Uuid::new_v4());
        let mut secret = [0; 32];
        secret[..16].copy_from_slice(a.as_bytes());
        secret[16..].copy_from_slice(b.as_bytes());
        secret
    }
}

/// Keeps what was sent; fails when told to.
#[derive(Default)]
pub struct FakeMailer {
    sent: Mutex<Vec<OutgoingMail>>,
    broken: AtomicBool,
}

impl FakeMailer {
    /// Everything sent so far.
    #[must_use]
    pub fn sent(&self) -> Vec<OutgoingMail> {
        self.sent.lock().expect("no test panicked while sending").clone()
    }

    /// From now on every mail fails, or none.
    pub fn set_broken(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }
}

#[async_trait]
impl Mailer for FakeMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), String> {
        if self.broken.load(Ordering::SeqCst) {
            return Err("the mail server is away".to_owned());
        }
        self.sent.lock().expect("no test panicked while sending").push(mail.clone());
        Ok(())
    }

    async fn forget(&self, org: OrgId) -> Result<(), String> {
        self.sent.lock().expect("no test panicked while sending").retain(|mail| mail.org != Some(org));
        Ok(())
    }
}

/// Files in memory; what is in the making lies in the temporary folder.
#[derive(Default)]
pub struct MemoryFiles {
    kept: Mutex<HashMap<String, Vec<u8>>>,
    drafts: Mutex<HashMap<String, tempfile::NamedTempFile>>,
    full: AtomicBool,
}

/// What is kept; nothing is in the making in a copy.
impl Clone for MemoryFiles {
    fn clone(&self) -> Self {
        let kept = self.kept.lock().expect("no test panicked while writing").clone();
        Self { kept: Mutex::new(kept), ..Self::default() }
    }
}

impl MemoryFiles {
    /// From now on nothing more can be begun, or it can.
    pub fn set_full(&self, full: bool) {
        self.full.store(full, Ordering::SeqCst);
    }

    /// The keys of what was begun and neither kept nor given up.
    #[must_use]
    pub fn drafts(&self) -> Vec<String> {
        self.drafts.lock().expect("no test panicked while writing").keys().cloned().collect()
    }

    /// The keys that are kept.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.kept.lock().expect("no test panicked while writing").keys().cloned().collect()
    }
}

#[async_trait]
impl Files for MemoryFiles {
    async fn put(&self, key: &str, bytes: &[u8]) -> Result<(), String> {
        self.kept.lock().expect("no test panicked while writing").insert(key.to_owned(), bytes.to_vec());
        Ok(())
    }

    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
        Ok(self.kept.lock().expect("no test panicked while writing").get(key).cloned())
    }

    async fn piece(&self, key: &str, from: u64, most: usize) -> Result<Option<Vec<u8>>, String> {
        let from = usize::try_from(from).map_err(|error| error.to_string())?;
        let kept = self.kept.lock().expect("no test panicked while writing");
        Ok(kept.get(key).map(|bytes| bytes.iter().skip(from).take(most).copied().collect()))
    }

    async fn draft(&self, key: &str) -> Result<Draft, String> {
        if self.full.load(Ordering::SeqCst) {
            return Err("the disk is full".to_owned());
        }
        let begun = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
        let draft = Draft { file: begun.reopen().map_err(|error| error.to_string())?, path: begun.path().to_owned() };
        self.drafts.lock().expect("no test panicked while writing").insert(key.to_owned(), begun);
        Ok(draft)
    }

    async fn keep(&self, key: &str, draft: &Draft) -> Result<(), String> {
        let bytes = std::fs::read(&draft.path).map_err(|error| error.to_string())?;
        self.drafts.lock().expect("no test panicked while writing").remove(key);
        self.put(key, &bytes).await
    }

    async fn delete(&self, key: &str) -> Result<(), String> {
        self.drafts.lock().expect("no test panicked while writing").remove(key);
        self.kept.lock().expect("no test panicked while writing").remove(key);
        Ok(())
    }

    async fn forget(&self, org: OrgId) -> Result<(), String> {
        let folder = format!("{org}/");
        self.drafts.lock().expect("no test panicked while writing").retain(|key, _| !key.starts_with(&folder));
        self.kept.lock().expect("no test panicked while writing").retain(|key, _| !key.starts_with(&folder));
        Ok(())
    }
}

/// Where the fake web has a picture.
pub const PICTURE_URL: &str = "https://pictures.example/logo.png";
/// Eight by four pixels of one colour.
const PICTURE: &[u8] = include_bytes!("fakes/picture.png");

/// A web that holds one picture, and whatever it is told to; who asked for what is remembered.
pub struct FakeWeb {
    answers: Mutex<HashMap<String, Result<Vec<u8>, FetchError>>>,
    asked: Mutex<Vec<String>>,
}

impl Default for FakeWeb {
    fn default() -> Self {
        let answers = HashMap::from([(PICTURE_URL.to_owned(), Ok(PICTURE.to_vec()))]);
        Self { answers: Mutex::new(answers), asked: Mutex::default() }
    }
}

impl FakeWeb {
    /// From now on this is what comes of that address.
    pub fn set(&self, address: &str, answer: Result<Vec<u8>, FetchError>) {
        self.answers.lock().expect("no test panicked while fetching").insert(address.to_owned(), answer);
    }

    /// The addresses that were asked for so far.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no test panicked while fetching").clone()
    }
}

#[async_trait]
impl Fetch for FakeWeb {
    async fn fetch(&self, address: &str, most: usize) -> Result<Vec<u8>, FetchError> {
        self.asked.lock().expect("no test panicked while fetching").push(address.to_owned());
        let answers = self.answers.lock().expect("no test panicked while fetching");
        let bytes = answers.get(address).cloned().unwrap_or(Err(FetchError::Dns))?;
        if bytes.len() > most { Err(FetchError::TooLarge) } else { Ok(bytes) }
    }
}

/// What live screens were told; passed on to real ones where there are some.
#[derive(Default)]
pub struct RecordedLive {
    told: Mutex<Vec<Change>>,
    signed_out: Mutex<Vec<Option<UserId>>>,
    real: OnceLock<Arc<dyn Live>>,
}

impl RecordedLive {
    /// Everything told so far.
    #[must_use]
    pub fn told(&self) -> Vec<Change> {
        self.told.lock().expect("no test panicked while telling").clone()
    }

    /// Whose streams were told to prove themselves so far.
    #[must_use]
    pub fn signed_out(&self) -> Vec<Option<UserId>> {
        self.signed_out.lock().expect("no test panicked while telling").clone()
    }

    /// From now on these screens are told as well.
    pub fn pass_on(&self, real: Arc<dyn Live>) {
        assert!(self.real.set(real).is_ok(), "there are real screens already");
    }
}

impl Live for RecordedLive {
    fn publish(&self, change: Change) {
        self.told.lock().expect("no test panicked while telling").push(change.clone());
        if let Some(real) = self.real.get() {
            real.publish(change);
        }
    }

    fn signed_out(&self, user: Option<UserId>) {
        self.signed_out.lock().expect("no test panicked while telling").push(user);
        if let Some(real) = self.real.get() {
            real.signed_out(user);
        }
    }
}
