//! Look into folders elsewhere: each by itself, so that a slow one holds up no other; and so that nothing is lost or comes twice,
//! whenever the process ends (peers.md 3.2).

use crate::access::MailScope;
use crate::mail_in::Arrival;
use crate::mail_out::{IMAP_SECRET, SealedServer};
use crate::ports::Fetched;
use crate::{Desk, Error, Result};
use domain::Timestamp;
use domain::event::Event;
use domain::mailbox::{Cursor, MailboxKind};
use std::time::Duration;
use store::directory::mailbox::PollDue;
use store::mailbox::MailboxRecord;

/// Seconds a folder is left alone by other nodes; renewed while it is looked into.
const LEASE: i64 = 30;
const RENEW: Duration = Duration::from_secs(10);
/// Folders taken at once.
const AT_ONCE: i64 = 64;
/// Seconds after the first failure; doubles with each further one, up to a quarter of an hour.
const DELAY: i64 = 15;
const DELAY_MOST: i64 = 900;
/// Seconds after which the numbers in a folder may become others once more: then it is read from its beginning.
const RENUMBERED: i64 = 3600;

/// A folder that this process looks into, for as long as it holds it.
#[derive(Debug)]
pub struct Poll {
    due: PollDue,
    held: Timestamp,
}

/// What a folder needs to be looked into.
struct Folder {
    scope: MailScope,
    record: MailboxRecord,
    server: SealedServer,
}

impl Desk {
    /// Takes the folders that are due and that nobody else is at.
    pub async fn mailbox_polls(&self) -> Result<Vec<Poll>> {
        let now = self.now();
        let due = self.store.read_global().await?.polls_due(now, AT_ONCE).await?;
        let mut polls = Vec::with_capacity(due.len());
        if due.is_empty() {
            return Ok(polls);
        }
        let held = now.plus_seconds(LEASE);
        let mut tx = self.store.write_global().await?;
        for due in due {
            if tx.poll_claim(due, now, held).await? {
                polls.push(Poll { due, held });
            }
        }
        tx.commit().await?;
        Ok(polls)
    }

    /// Catches a folder up, then waits for news in it until its next look is due. What goes wrong stands at the mailbox, in words.
    pub async fn mailbox_poll(&self, mut poll: Poll) -> Result<()> {
        let Some(mut folder) = self.folder(poll.due).await? else { return Ok(()) };
        let looked = self.folder_looked(&mut poll, &mut folder).await;
        let next = match looked {
            Ok(()) => self.now(),
            Err(Error::Conflict(_)) => return Ok(()),
            Err(error) => {
                let said = match error {
                    Error::Busy(said) => said,
                    error => format!("Mail of this mailbox could not be kept: {error}"),
                };
                self.folder_troubled(&poll, &folder, &said).await?;
                self.now().plus_seconds(delay(folder.record.failures))
            }
        };
        let mut tx = self.store.write_global().await?;
        tx.poll_done(poll.due, poll.held, next).await?;
        Ok(tx.commit().await?)
    }

    /// `None` when nobody is to look into it any more.
    async fn folder(&self, due: PollDue) -> Result<Option<Folder>> {
        let scope = match self.enter_folder(due.org_id, due.mailbox_id).await {
            Err(Error::NotFound) => return Ok(None),
            scope => scope?,
        };
        let record = self.store.read(&scope.sight()).await?.mailbox_record(due.mailbox_id).await?;
        let Some(record) = record.filter(|one| one.kind == MailboxKind::Imap && one.direction.receives()) else {
            return Ok(None);
        };
        let server = SealedServer::of(&record, IMAP_SECRET);
        Ok(server.map(|server| Folder { scope, record, server }))
    }

    /// Errors: `Busy` with the server's words, or why it cannot be asked; `Conflict` when somebody else has the folder by now.
    async fn folder_looked(&self, poll: &mut Poll, folder: &mut Folder) -> Result<()> {
        let server = self.server_opened(&folder.server).map_err(Error::Busy)?;
        let name = folder.record.folder.clone();
        loop {
            let after = match folder.record.cursor() {
                Some(after) => after,
                None => self.held(poll, self.ports.postbox.begin(&server, &name, since(&folder.record))).await?,
            };
            let fetched = self.held(poll, self.ports.postbox.fetch(&server, &name, Some(after))).await?;
            let more = self.folder_kept(poll, folder, fetched).await?;
            if !more {
                break;
            }
        }
        let Some(cursor) = folder.record.cursor() else { return Ok(()) };
        let time = Duration::from_secs(folder.record.interval_s.unsigned_abs());
        self.held(poll, self.ports.postbox.wait(&server, &name, cursor, time)).await
    }

    /// Keeps what was fetched, each mail under its own number, then how far the folder has been read: whoever dies in between begins
    /// again at the first that is not kept. Answers whether there is more.
    async fn folder_kept(&self, poll: &mut Poll, folder: &mut Folder, fetched: Fetched) -> Result<bool> {
        let Fetched { mails, next, more } = fetched;
        let is_renumbered = folder.record.cursor().is_some_and(|cursor| cursor.validity != next.validity);
        let since = self.now().plus_seconds(-RENUMBERED);
        if is_renumbered && folder.record.renumbered_at.is_some_and(|at| at > since) {
            let said = "The server gives the mails of this folder other numbers again and again, so nobody can tell which of them are new. \
                All of them are read once an hour.";
            return Err(Error::Busy(said.to_owned()));
        }
        folder.record.is_renumbered |= is_renumbered;
        let mut kept = std::time::Instant::now();
        for mail in mails {
            // Of a folder that was made anew, what lay in it before the mailbox was connected is none of ours.
            let is_older = mail.at.is_some_and(|at| at < folder.record.created_at);
            if folder.record.is_renumbered && is_older {
                continue;
            }
            let source = Some(source(&folder.record, next.validity, mail.uid));
            let arrival = Arrival { source, peer: None, raw: mail.raw, whole: mail.whole };
            self.mail_receive(&folder.scope, arrival).await?;
            if kept.elapsed() > RENEW {
                self.renew(poll).await?;
                kept = std::time::Instant::now();
            }
        }
        self.folder_read(poll, folder, next).await?;
        Ok(more)
    }

    /// Errors: `Conflict` when somebody else has the folder by now, or it is another one.
    async fn folder_read(&self, poll: &Poll, folder: &mut Folder, next: Cursor) -> Result<()> {
        let at = self.now();
        let mended = folder.record.error.is_some();
        let mut tx = self.store.write(&folder.scope.sight()).await?;
        let is_there = tx.mailbox_cursor(&folder.record, next, at).await?;
        if !is_there || !tx.mailbox_poll_held(folder.record.id, poll.held).await? {
            return Err(lost());
        }
        if folder.record.uid_validity.is_some_and(|validity| validity != i64::from(next.validity)) {
            folder.record.renumbered_at = Some(at);
        }
        folder.record.uid_validity = Some(next.validity.into());
        folder.record.uid_last = next.uid.into();
        folder.record.error = None;
        folder.record.failures = 0;
        self.folder_event(tx, folder, mended).await
    }

    async fn folder_troubled(&self, poll: &Poll, folder: &Folder, said: &str) -> Result<()> {
        let id = folder.record.id;
        tracing::warn!(mailbox = %id, said, "a mailbox could not be looked into");
        let is_news = folder.record.error.as_deref() != Some(said);
        let mut tx = self.store.write(&folder.scope.sight()).await?;
        tx.mailbox_trouble(id, said, self.now()).await?;
        if !tx.mailbox_poll_held(id, poll.held).await? {
            // It was another server's.
            return Ok(());
        }
        self.folder_event(tx, folder, is_news).await
    }

    /// Commits; what is new is told to whoever looks at the mailboxes.
    async fn folder_event(&self, mut tx: store::Tx, folder: &Folder, is_news: bool) -> Result<()> {
        if !is_news {
            return Ok(tx.commit().await?);
        }
        let event = Event::MailboxChanged { address: folder.record.address.to_string() };
        let seq = tx.record(&event, None, None, crate::access::Actor::System.name(), self.now()).await?;
        tx.commit().await?;
        self.changed(folder.scope.org(), seq, &event, None, None);
        Ok(())
    }

    /// Keeps the folder while `work` goes on. Errors: `Busy` with the words of `work`; `Conflict`, as [`Self::renew`].
    async fn held<T>(&self, poll: &mut Poll, work: impl Future<Output = std::result::Result<T, String>>) -> Result<T> {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done.map_err(Error::Busy),
                () = tokio::time::sleep(RENEW) => self.renew(poll).await?,
            }
        }
    }

    /// Errors: `Conflict` when the folder was given to somebody else, or set anew.
    async fn renew(&self, poll: &mut Poll) -> Result<()> {
        let until = self.now().plus_seconds(LEASE);
        let mut tx = self.store.write_global().await?;
        if !tx.poll_hold(poll.due, poll.held, until).await? {
            return Err(lost());
        }
        tx.commit().await?;
        poll.held = until;
        Ok(())
    }
}

/// From when on mail of a folder that nobody has read yet is ours: since the mailbox was last looked into, wherever that was, so that a
/// server under another name loses nothing; else since it was connected.
fn since(record: &MailboxRecord) -> Timestamp {
    record.polled_at.unwrap_or(record.created_at)
}

/// Nobody is told: whoever has the folder now does the rest.
fn lost() -> Error {
    Error::Conflict("somebody else looks into this folder by now".to_owned())
}

/// Where a mail was taken from. In another folder, or on another server, the same number is another mail's.
fn source(record: &MailboxRecord, validity: u32, uid: u32) -> String {
    match record.rewinds {
        0 => format!("imap:{validity}:{uid}"),
        rewinds => format!("imap:{rewinds}:{validity}:{uid}"),
    }
}

/// Seconds to wait after one more failure than `failures`.
fn delay(failures: i64) -> i64 {
    let doublings = u32::try_from(failures.clamp(0, 10)).unwrap_or_default();
    (DELAY << doublings).min(DELAY_MOST)
}

#[cfg(test)]
mod tests {
    use super::delay;

    #[test]
    fn delays_double_up_to_a_quarter_of_an_hour() {
        let delays: Vec<i64> = (0..9).map(delay).collect();
        assert_eq!(delays, [15, 30, 60, 120, 240, 480, 900, 900, 900]);
    }
}
