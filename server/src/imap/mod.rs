//! Folders of mail on other people's servers, by IMAP: read and never changed.
//!
//! The client is ours, for what it must do is small and what it must not is not: no answer is longer than it may be, no byte from before
//! TLS counts as protected, and no command waits forever. It asks for numbers first, then for sizes, then for one mail after the other.

mod answer;
mod date;
mod folder;
mod session;
#[cfg(test)]
mod tests;

use crate::mail_host::{LONG_STEP, MailHosts, STEP};
use answer::{Answer, Item};
use async_trait::async_trait;
use desk::ports::{Fetched, FetchedMail, MailServer, Postbox};
use domain::Timestamp;
use domain::mailbox::Cursor;
use mail::parse::limits::MESSAGE_BYTES;
use session::{Folder, Session, Trouble};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Mails of one look.
const MAILS: usize = 50;
/// Bytes of one look, after which no other mail is fetched.
const BYTES: usize = 8 * 1024 * 1024;
/// Bytes of the header of a mail that is too large.
const HEADER: usize = 256 * 1024;
/// From here on a mail may take long.
const LARGE: u64 = 1024 * 1024;
/// Numbers that are asked for at once, at first.
const WINDOW: u32 = 500;
/// A server may end an IDLE after half an hour (RFC 2177).
const IDLE: Duration = Duration::from_secs(28 * 60);

/// Reads folders by IMAP; every look is a session of its own.
pub struct ImapPostbox {
    hosts: Arc<MailHosts>,
}

impl ImapPostbox {
    /// Over connections that `hosts` makes.
    #[must_use]
    pub fn new(hosts: Arc<MailHosts>) -> Self {
        Self { hosts }
    }
}

#[async_trait]
impl Postbox for ImapPostbox {
    async fn fetch(&self, server: &MailServer, folder: &str, after: Option<Cursor>) -> Result<Fetched, String> {
        let mut session = Session::open(&self.hosts, server).await?;
        let folder = session.examine(folder).await?;
        let fetched = look(&mut session, folder, after).await?;
        session.leave().await;
        Ok(fetched)
    }

    async fn begin(&self, server: &MailServer, folder: &str, since: Timestamp) -> Result<Cursor, String> {
        let mut session = Session::open(&self.hosts, server).await?;
        let folder = session.examine(folder).await?;
        let uid = before(&mut session, folder.next.saturating_sub(1), since).await?;
        session.leave().await;
        Ok(Cursor { validity: folder.validity, uid })
    }

    async fn wait(&self, server: &MailServer, folder: &str, after: Cursor, time: Duration) -> Result<(), String> {
        let end = Instant::now() + time.min(IDLE);
        let mut session = Session::open(&self.hosts, server).await?;
        let now = session.examine(folder).await?;
        if now.validity != after.validity || now.next.saturating_sub(1) > after.uid {
            session.leave().await;
            return Ok(());
        }
        if session.offers("IDLE").await? {
            session.idle(now.mails, end).await?;
            session.leave().await;
        } else {
            session.leave().await;
            tokio::time::sleep_until(end).await;
        }
        Ok(())
    }
}

/// The number before the first mail that came after `since`. Looks back from the end, in windows that grow, until there are older ones: a
/// folder may hold a million. A mail that was moved here counts from then on, whatever its date.
async fn before(session: &mut Session<'_>, end: u32, since: Timestamp) -> Result<u32, Trouble> {
    // Servers tell whole seconds.
    let since = since.plus_seconds(-1);
    let (mut first, mut to, mut window) = (None, end, WINDOW);
    while to > 0 {
        let (from, mut older) = (to.saturating_sub(window - 1).max(1), false);
        session
            .command(&format!("UID FETCH {from}:{to} (UID INTERNALDATE)"), |answer| {
                let Answer::Fetch(Item { uid: Some(uid), at, .. }) = answer else { return };
                match at {
                    Some(at) if at >= since => {
                        first = Some(first.map_or(uid, |first: u32| first.min(uid)));
                    }
                    _ => older = true,
                }
            })
            .await?;
        if older {
            break;
        }
        (to, window) = (from - 1, window.saturating_mul(8));
    }
    Ok(first.map_or(end, |first| first.saturating_sub(1)))
}

/// The oldest mails after the cursor.
async fn look(session: &mut Session<'_>, folder: Folder, after: Option<Cursor>) -> Result<Fetched, String> {
    let end = folder.next.saturating_sub(1);
    let cursor = |uid| Cursor { validity: folder.validity, uid };
    let Some(after) = after else { return Ok(Fetched { mails: Vec::new(), next: cursor(end), more: false }) };
    let read = if after.validity == folder.validity { after.uid } else { 0 };
    let (numbers, mut more) = numbers(session, read, end).await?;
    let sizes = sizes(session, &numbers).await?;
    let (mut mails, mut bytes, mut last) = (Vec::new(), 0, read);
    for uid in numbers {
        let item = sizes.get(&uid);
        let size = item.and_then(|item| item.size).unwrap_or(0);
        if !mails.is_empty() && bytes + usize::try_from(size).unwrap_or(usize::MAX).min(MESSAGE_BYTES) > BYTES {
            more = true;
            break;
        }
        match mail(session, uid, size).await {
            Ok(Some((raw, whole))) => {
                bytes += raw.len();
                mails.push(FetchedMail { uid, at: item.and_then(|item| item.at), raw, whole });
            }
            // One that somebody has deleted meanwhile is passed over.
            Ok(None) => {}
            // What came before it is kept; the next look begins at it, and says what is wrong if that is so still.
            Err(_) if !mails.is_empty() => {
                more = true;
                break;
            }
            Err(said) => return Err(said),
        }
        last = uid;
    }
    // Numbers that nobody has will not be had by anybody: the next look begins behind them.
    let last = if more { last } else { last.max(end) };
    Ok(Fetched { mails, next: cursor(last), more })
}

/// The lowest numbers after `read` and up to `end`, and whether there are more. Asked for in windows that grow: a folder may hold a
/// million mails in a row, or two that are a million apart. Only as many as are wanted are kept, whatever the server says.
async fn numbers(session: &mut Session<'_>, read: u32, end: u32) -> Result<(BTreeSet<u32>, bool), Trouble> {
    let mut found = BTreeSet::new();
    let (mut from, mut window) = (read.saturating_add(1), WINDOW);
    while from <= end && found.len() <= MAILS {
        let to = from.saturating_add(window - 1).min(end);
        session
            .command(&format!("UID FETCH {from}:{to} (UID)"), |answer| {
                if let Answer::Fetch(Item { uid: Some(uid), .. }) = answer
                    && (from..=to).contains(&uid)
                {
                    found.insert(uid);
                    if found.len() > MAILS + 1 {
                        found.pop_last();
                    }
                }
            })
            .await?;
        let Some(next) = to.checked_add(1) else { break };
        (from, window) = (next, window.saturating_mul(8));
    }
    let more = found.len() > MAILS;
    if more {
        found.pop_last();
    }
    Ok((found, more))
}

/// How large those mails are, and when they came.
async fn sizes(session: &mut Session<'_>, numbers: &BTreeSet<u32>) -> Result<BTreeMap<u32, Item>, Trouble> {
    let mut sizes = BTreeMap::new();
    if numbers.is_empty() {
        return Ok(sizes);
    }
    let list = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    session
        .command(&format!("UID FETCH {list} (UID RFC822.SIZE INTERNALDATE)"), |answer| {
            if let Answer::Fetch(item) = answer
                && let Some(uid) = item.uid.filter(|uid| numbers.contains(uid))
            {
                sizes.insert(uid, item);
            }
        })
        .await?;
    Ok(sizes)
}

/// One mail and whether it is whole; `None` when it is gone. One that is too large, or that the server will not give out as a whole,
/// comes as its header, and one without even that as nothing, so that it stops no other mail.
async fn mail(session: &mut Session<'_>, uid: u32, size: u64) -> Result<Option<(Vec<u8>, bool)>, String> {
    if size <= MESSAGE_BYTES as u64 {
        // One byte more than it may have: who is told the wrong size finds out.
        match body(session, uid, "", MESSAGE_BYTES + 1, size).await {
            Ok(Some(raw)) if raw.len() > MESSAGE_BYTES => {}
            Ok(raw) => return Ok(raw.map(|raw| (raw, true))),
            Err(Trouble::Refused(_)) => {}
            Err(trouble) => return Err(trouble.into()),
        }
    }
    match body(session, uid, "HEADER", HEADER, 0).await {
        Ok(raw) => Ok(raw.map(|raw| (raw, false))),
        Err(Trouble::Refused(said)) => {
            tracing::warn!(uid, said, "a mail that its server does not give out");
            Ok(Some((Vec::new(), false)))
        }
        Err(trouble) => Err(trouble.into()),
    }
}

/// The first `most` bytes of a part of a mail. PEEK: it is not marked as seen.
async fn body(
    session: &mut Session<'_>,
    uid: u32,
    part: &str,
    most: usize,
    size: u64,
) -> Result<Option<Vec<u8>>, Trouble> {
    let (mut body, mut broken) = (None, false);
    let command = format!("UID FETCH {uid} (UID BODY.PEEK[{part}]<0.{most}>)");
    let time = if size > LARGE { LONG_STEP } else { STEP };
    session
        .commands(vec![command.into_bytes()], most + session::SMALL, time, |answer| {
            if let Answer::Fetch(item) = answer
                && item.uid == Some(uid)
            {
                broken |= item.broken;
                body = item.body.or(body.take());
            }
        })
        .await?;
    if broken && body.is_none() { Err(Trouble::Refused("it is there, and empty.".to_owned())) } else { Ok(body) }
}
