//! Read a mail that was kept, and do what it asks for. Run again after a crash it does nothing twice: what became of a mail is
//! written in the transaction that did it.

use super::heard::Heard;
use super::placed::Placed;
use super::reading::Reading;
use super::{ended, key, quarantined};
use crate::access::Scope;
use crate::access::mailbox::is_forward;
use crate::ports::MailPeer;
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::mail::{MailInState, MailProof};
use domain::{MailAddress, MailInId, OrgId};
use mail::guard::Receiver;
use mail::smtp::untraced;
use mail::{Guard, Incoming, Thread, guard};
use sha2::{Digest as _, Sha256};
use store::job::ClaimedJob;
use store::mail_in::{MailInRead, MailInRecord, MailInSet};

/// Why a mail is not whole: it is too large, or nothing of it could be had.
const CUT: [&str; 2] = [
    "The mail is larger than 25 MB: only its beginning was fetched. The whole of it is in the mailbox.",
    "The mail's server does not give it out. It is in the mailbox, and nowhere else.",
];

impl Desk {
    pub(crate) async fn mail_process(&self, claimed: &ClaimedJob, mail: MailInId) -> Result<()> {
        let org = claimed.org.ok_or_else(|| Error::Broken("a mail without an organization".to_owned()))?;
        let scope = self.enter_system(org).await?;
        let record = self.store.read(scope.sight()).await?.mail_in(mail).await?.ok_or(Error::NotFound)?;
        if record.state != MailInState::Waiting {
            return Ok(());
        }
        let raw = self.mail_raw_of(org, mail).await?;
        // Who wrote it can be told of a beginning as well.
        let cut = (!record.is_whole).then(|| quarantined(&record, "too_large", CUT[usize::from(raw.is_empty())]));
        let (incoming, digest) = self.mail_parsed(&record, raw.clone()).await?;
        let incoming = match incoming {
            Ok(incoming) => incoming,
            Err(refused) => {
                let set = cut.unwrap_or_else(|| quarantined(&record, "unreadable", refused.to_string()));
                return self.mail_ended(&scope, &record, set).await;
            }
        };
        let from = &incoming.from.address;
        let author = peer(&record).filter(|_| !is_forward(&record.rcpt, record.mailbox_id));
        let proof = match cut {
            Some(_) => MailProof::default(),
            None => self.ports.trust.check(&raw, from, author.as_ref()).await,
        };
        let read = MailInRead {
            from_email: from.key().to_owned(),
            from_name: incoming.from.name.clone(),
            subject: incoming.subject.clone(),
            snippet: incoming.begins.clone(),
            proof,
            dedup: dedup(&incoming, &digest),
        };
        let reading = Reading { scope: &scope, record: &record, incoming, read };
        match cut {
            Some(set) => self.mail_ended_read(&reading, set).await,
            None => self.mail_read(reading).await,
        }
    }

    /// What wrote it, and where it belongs, decide what becomes of it.
    async fn mail_read(&self, reading: Reading<'_>) -> Result<()> {
        let Reading { scope, record, incoming, read } = &reading;
        let mut tx = self.store.read(scope.sight()).await?;
        let Some(mut placed) = Placed::of(self, &mut tx, record, incoming).await? else {
            let set = quarantined(record, "no_mailbox", "The mailbox it came to is gone.");
            return self.mail_ended_read(&reading, set).await;
        };
        let twin = tx.mail_in_twin(record, &read.dedup).await?;
        drop(tx);
        if twin {
            return self.mail_ended_read(&reading, reading.twice()).await;
        }
        if let Some(test) = placed.test_of(incoming, scope.org().id) {
            return self.mailbox_test_arrived(&reading, test).await;
        }
        let is_machine = match self.mail_wrote(&reading, &placed).await? {
            Guard::Own => {
                let set = ended(MailInState::Ignored, "own", "A mail of ours that came back.");
                return self.mail_ended_read(&reading, set).await;
            }
            Guard::Bounce(bounce) => {
                let named = placed.about(&mut self.store.read(scope.sight()).await?, &bounce).await?;
                if bounce.by_system || named.is_some() {
                    return self.mail_bounced(&reading, named, &bounce).await;
                }
                // A report that no mail system wrote, about no mail of ours, may be what somebody wants to tell.
                true
            }
            Guard::Automatic(_) => true,
            Guard::Person => false,
        };
        match placed.thread(incoming) {
            Thread::New => self.mail_opened(&reading, &placed, is_machine).await,
            Thread::Reply { ticket, who, .. } => self.mail_replied(reading, ticket, who, is_machine).await,
            Thread::Possible { ticket, .. } => {
                let said = "Somebody who takes no part in this ticket answered a mail about it.";
                self.mail_held(&reading, ticket, "stranger", said).await
            }
        }
    }

    /// What wrote it, as far as anybody can tell.
    pub(super) async fn mail_wrote(&self, reading: &Reading<'_>, placed: &Placed) -> Result<Guard> {
        let Reading { record, incoming, .. } = reading;
        let (peer, from) = (peer(record), &incoming.from.address);
        let ours = self.is_our_address(from).await?;
        let receiver = Receiver {
            markers: &placed.markers,
            return_path: peer.as_ref().map(|peer| peer.return_path.as_str()),
            is_ours: &|address| address == from && ours,
        };
        Ok(guard(incoming, &receiver))
    }

    /// A mail's bytes. Errors: `Broken` when they are gone, which the next try may mend where the disk was away.
    pub(crate) async fn mail_raw_of(&self, org: OrgId, mail: MailInId) -> Result<Vec<u8>> {
        let raw = self.ports.files.get(&key(org, mail)).await.map_err(Error::Broken)?;
        raw.ok_or_else(|| Error::Broken(format!("the bytes of mail {mail} are gone")))
    }

    /// Parsed, with all that takes long to find in it, and the digest of all that its sender sent. The address it came to counts among its
    /// recipients, also where no field names it.
    pub(crate) async fn mail_parsed(
        &self,
        record: &MailInRecord,
        raw: Vec<u8>,
    ) -> Result<(std::result::Result<Heard, mail::Refused>, Vec<u8>)> {
        let (traced, rcpt) = (record.peer.is_some(), MailAddress::parse(&record.rcpt).ok());
        let read = move || {
            let sent = if traced { untraced(&raw) } else { &raw };
            let parsed = mail::parse(&raw).map(|mut incoming| {
                incoming.delivered_to.splice(0..0, rcpt);
                Heard::of(incoming)
            });
            (parsed, Sha256::digest(sent).to_vec())
        };
        self.mail_aside(read).await
    }

    /// Beside the requests, a few at a time: a large mail takes a core for a while.
    pub(super) async fn mail_aside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let broken = |error: &dyn std::fmt::Display| Error::Broken(error.to_string());
        let _turn = self.parsing.acquire().await.map_err(|error| broken(&error))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| broken(&error))
    }

    /// Writes down what became of a mail that could not be read, or was not looked at.
    pub(crate) async fn mail_ended(&self, scope: &Scope, record: &MailInRecord, set: MailInSet) -> Result<()> {
        let mut tx = self.store.write(scope.sight()).await?;
        tx.mail_in_set(record.id, set).await?;
        let (seq, event) = self.mailbox_told(&mut tx, record).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, None);
        Ok(())
    }

    /// The same, with what was read in it.
    pub(crate) async fn mail_ended_read(&self, reading: &Reading<'_>, set: MailInSet) -> Result<()> {
        let Reading { scope, record, read, .. } = reading;
        let mut tx = self.store.write(scope.sight()).await?;
        tx.mail_in_read(record.id, read.clone()).await?;
        tx.mail_in_set(record.id, set).await?;
        let (seq, event) = self.mailbox_told(&mut tx, record).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, None);
        Ok(())
    }

    /// Whether an address is one of this installation, whichever organization's: machines of ours must not answer each other.
    async fn is_our_address(&self, address: &MailAddress) -> Result<bool> {
        if address.as_str().eq_ignore_ascii_case(&self.settings.mail_from) {
            return Ok(true);
        }
        match self.enter_mailbox(address).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// The session that brought it, where one did.
fn peer(record: &MailInRecord) -> Option<MailPeer> {
    record.peer.as_ref().and_then(|peer| serde_json::from_value(peer.0.clone()).ok())
}

/// By what a mail is known again: its id with its sender, so that nobody can hide another's mail by using its id first; without one,
/// every byte of it.
pub(super) fn dedup(incoming: &Incoming, digest: &[u8]) -> String {
    match &incoming.message_id {
        Some(id) => hash(&format!("{id}\n{}", incoming.from.address.key())),
        None => crate::token::hex(digest),
    }
}
