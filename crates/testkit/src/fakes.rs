//! The outside world, for tests: a clock that stands still, a mailer that keeps, files in memory, a web of one picture.

use async_trait::async_trait;
use desk::ports::{
    Clock, DkimKey, Draft, Fetch, FetchError, Fetched, FetchedMail, Files, Ids, Live, MailPeer, MailServer, MailTrust,
    Mailer, NotSent, OutgoingMail, Postbox,
};
use domain::live::Change;
use domain::mail::{MailProof, Verdict};
use domain::mailbox::Cursor;
use domain::{MailAddress, OrgId, Timestamp, UserId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
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
    refused: Mutex<Vec<String>>,
}

impl FakeMailer {
    /// Everything sent so far.
    #[must_use]
    pub fn sent(&self) -> Vec<OutgoingMail> {
        self.sent.lock().expect("no test panicked while sending").clone()
    }

    /// From now on mail to that address is refused for good.
    pub fn refuse(&self, address: &str) {
        self.refused.lock().expect("no test panicked while sending").push(address.to_owned());
    }

    /// From now on it is not refused any more.
    pub fn take_again(&self, address: &str) {
        self.refused.lock().expect("no test panicked while sending").retain(|one| one != address);
    }

    /// From now on every mail fails, or none.
    pub fn set_broken(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }
}

#[async_trait]
impl Mailer for FakeMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), NotSent> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(NotSent { said: "the mail server is away".to_owned(), for_good: false });
        }
        let refused = self.refused.lock().expect("no test panicked while sending").clone();
        if let Some(to) = mail.to.iter().find(|to| refused.contains(to)) {
            return Err(NotSent { said: format!("550 5.1.1 no mailbox {to}"), for_good: true });
        }
        self.sent.lock().expect("no test panicked while sending").push(mail.clone());
        Ok(())
    }

    async fn knock(&self, _: &MailServer) -> Result<(), String> {
        if self.broken.load(Ordering::SeqCst) { Err("the mail server is away".to_owned()) } else { Ok(()) }
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

/// A folder of mail that tests put mails into, and that can be away.
#[derive(Default)]
pub struct FakePostbox {
    mails: Mutex<Vec<FetchedMail>>,
    validity: Mutex<u32>,
    away: AtomicBool,
    restless: AtomicBool,
}

impl FakePostbox {
    /// A mail more.
    pub fn put(&self, raw: &[u8], at: Timestamp) {
        let mut mails = self.mails.lock().expect("no test panicked while fetching");
        let uid = mails.last().map_or(1, |mail| mail.uid + 1);
        mails.push(FetchedMail { uid, at: Some(at), raw: raw.to_vec(), whole: true });
    }

    /// All numbers mean something else from now on.
    pub fn renumber(&self) {
        *self.validity.lock().expect("no test panicked while fetching") += 1;
    }

    /// Another folder lies there now: it is empty, and counts as the old one did.
    pub fn empty(&self) {
        self.mails.lock().expect("no test panicked while fetching").clear();
    }

    /// From now on its numbers become others at every look, or no more.
    pub fn set_restless(&self, restless: bool) {
        self.restless.store(restless, Ordering::SeqCst);
    }

    /// From now on it cannot be reached, or can be again.
    pub fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }
}

/// Mails of one look.
const LOOK: usize = 50;

#[async_trait]
impl Postbox for FakePostbox {
    async fn fetch(&self, _: &MailServer, _: &str, after: Option<Cursor>) -> Result<Fetched, String> {
        if self.away.load(Ordering::SeqCst) {
            return Err("nobody answers".to_owned());
        }
        if self.restless.load(Ordering::SeqCst) {
            self.renumber();
        }
        let validity = *self.validity.lock().expect("no test panicked while fetching") + 1;
        let mails = self.mails.lock().expect("no test panicked while fetching");
        let Some(after) = after else {
            let uid = mails.last().map_or(0, |mail| mail.uid);
            return Ok(Fetched { mails: Vec::new(), next: Cursor { validity, uid }, more: false });
        };
        let from = if after.validity == validity { after.uid } else { 0 };
        let found: Vec<FetchedMail> = mails.iter().filter(|mail| mail.uid > from).take(LOOK).cloned().collect();
        let uid = found.last().map_or(from, |mail| mail.uid);
        let more = mails.last().is_some_and(|last| last.uid > uid);
        Ok(Fetched { mails: found, next: Cursor { validity, uid }, more })
    }

    async fn begin(&self, server: &MailServer, folder: &str, since: Timestamp) -> Result<Cursor, String> {
        let end = self.fetch(server, folder, None).await?.next;
        let mails = self.mails.lock().expect("no test panicked while fetching");
        let first = mails.iter().find(|mail| mail.at.is_some_and(|at| at > since));
        Ok(Cursor { uid: first.map_or(end.uid, |first| first.uid - 1), ..end })
    }

    async fn wait(&self, _: &MailServer, _: &str, _: Cursor, _: Duration) -> Result<(), String> {
        Ok(())
    }
}

/// Proof as tests want it: by the sender's address, else none.
#[derive(Default)]
pub struct FakeTrust {
    proofs: Mutex<HashMap<MailAddress, MailProof>>,
    peers: Mutex<Vec<Option<MailPeer>>>,
    records: Mutex<HashMap<String, Vec<String>>>,
}

impl FakeTrust {
    /// From now on mail with that From comes with this verdict in all three.
    pub fn set(&self, from: &str, verdict: Verdict) {
        let from = MailAddress::parse(from).expect("a mail address");
        let proof = MailProof { spf: verdict, dkim: verdict, dmarc: verdict };
        self.proofs.lock().expect("no test panicked while asking").insert(from, proof);
    }

    /// The session that it was asked about last; none where it was to ask nobody.
    pub fn last_peer(&self) -> Option<MailPeer> {
        self.peers.lock().expect("no test panicked while asking").last().cloned().flatten()
    }

    /// From now on that name has these TXT records.
    pub fn record(&self, name: &str, texts: &[&str]) {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        self.records.lock().expect("no test panicked while asking").insert(name.to_owned(), texts);
    }
}

#[async_trait]
impl MailTrust for FakeTrust {
    async fn check(&self, _: &[u8], from: &MailAddress, peer: Option<&MailPeer>) -> MailProof {
        self.peers.lock().expect("no test panicked while asking").push(peer.cloned());
        self.proofs.lock().expect("no test panicked while asking").get(from).copied().unwrap_or_default()
    }

    fn key(&self) -> Result<DkimKey, String> {
        Ok(DkimKey { private: b"a key for tests".to_vec(), record: "v=DKIM1; k=rsa; p=dGVzdHM=".to_owned() })
    }

    fn sign(&self, raw: &[u8], domain: &str, selector: &str, _: &[u8]) -> Result<Vec<u8>, String> {
        Ok([format!("DKIM-Signature: v=1; d={domain}; s={selector}; b=tests\r\n").as_bytes(), raw].concat())
    }

    async fn txt(&self, name: &str) -> Result<Vec<String>, String> {
        Ok(self.records.lock().expect("no test panicked while asking").get(name).cloned().unwrap_or_default())
    }
}
