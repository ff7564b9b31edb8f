//! One session with an IMAP server, from its greeting to the goodbye (RFC 3501). Every step ends in time.

use super::answer::{self, Answer, Item, State, Unread};
use super::folder;
use crate::mail_host::{GOODBYE, Line, MailHosts, STEP, words};
use desk::ports::MailServer;
use domain::mail::MailTls;
use std::time::Duration;
use tokio::io::{AsyncWriteExt as _, BufReader};
use tokio::time::{Instant, timeout, timeout_at};

/// Bytes of an answer that carries no mail.
pub(super) const SMALL: usize = 64 * 1024;
/// Answers that a server may give while nothing comes: one that talks without end is no server to wait for.
const CHATTER: usize = 10_000;

/// Why a step failed, in words for whoever looks after the mailbox.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The server said no to it; the session goes on. Its words.
    Refused(String),
    /// The session is over.
    Broken(String),
}

impl From<Trouble> for String {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Refused(said) if said.is_empty() => "The server refused that without a word.".to_owned(),
            Trouble::Refused(said) => format!("The server refused that: {said}"),
            Trouble::Broken(said) => said,
        }
    }
}

/// A folder as it was when it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Folder {
    /// UIDVALIDITY.
    pub(super) validity: u32,
    /// UIDNEXT: the mails that are there have lower numbers, those that will come this one or higher ones.
    pub(super) next: u32,
    /// EXISTS: how many mails are there.
    pub(super) mails: u32,
}

/// Whom we talk to, signed in or about to be.
pub(super) struct Session<'a> {
    line: BufReader<Line>,
    server: &'a MailServer,
    tags: u32,
    /// What the server said when it ended the session.
    bye: String,
}

impl<'a> Session<'a> {
    /// Connects, protects, signs in. Errors: words.
    pub(super) async fn open(hosts: &MailHosts, server: &'a MailServer) -> Result<Self, String> {
        let line = hosts.connect(server).await?;
        Self::begun(line, hosts, server).await
    }

    /// The same over a connection that is there.
    pub(super) async fn begun(line: Line, hosts: &MailHosts, server: &'a MailServer) -> Result<Self, String> {
        let (mut session, known) = Self::greeted(line, server).await?;
        if server.tls == MailTls::StartTls {
            // Somebody in between may greet so, and be told everything in the open.
            if known {
                return Err("The server began as if signed in already, before STARTTLS. It is not trusted.".to_owned());
            }
            session = session.start_tls(hosts).await?;
        }
        if !known {
            session.sign_in().await?;
        }
        Ok(session)
    }

    /// Reads the greeting. Whether the server knows already who we are.
    async fn greeted(line: Line, server: &'a MailServer) -> Result<(Self, bool), Trouble> {
        let mut session = Self { line: BufReader::new(line), server, tags: 0, bye: String::new() };
        match session.hear(SMALL).await? {
            Answer::Status { state: State::Ok, .. } => Ok((session, false)),
            Answer::Status { state: State::PreAuth, .. } => Ok((session, true)),
            _ => Err(session.unread(&Unread::Nonsense)),
        }
    }

    /// STARTTLS. Bytes that came ahead of it would seem to have come under its protection.
    async fn start_tls(mut self, hosts: &MailHosts) -> Result<Self, String> {
        match self.command("STARTTLS", drop).await {
            Err(Trouble::Refused(said)) => return Err(format!("The server does not begin TLS: {said}")),
            done => done?,
        }
        if !self.line.buffer().is_empty() {
            return Err("The server said more in the open than it may before TLS. It is not trusted.".to_owned());
        }
        let line = hosts.protect(self.server, self.line.into_inner()).await?;
        Ok(Self { line: BufReader::new(line), ..self })
    }

    /// LOGIN.
    async fn sign_in(&mut self) -> Result<(), String> {
        if self.server.user.is_empty() {
            return Err("Give a user name and a password: every IMAP server wants them.".to_owned());
        }
        let mut parts = vec![b"LOGIN ".to_vec()];
        string(&self.server.user, &mut parts);
        parts.last_mut().into_iter().for_each(|part| part.push(b' '));
        string(&self.server.password, &mut parts);
        match self.commands(parts, SMALL, STEP, drop).await {
            Err(Trouble::Refused(said)) if said.starts_with("[UNAVAILABLE]") => {
                Err(format!("The server signs nobody in at the moment: {said}"))
            }
            Err(Trouble::Refused(said)) => Err(format!("The server did not take the user name and password: {said}")),
            done => Ok(done?),
        }
    }

    /// Opens a folder for reading alone: nothing in it is marked as seen.
    pub(super) async fn examine(&mut self, name: &str) -> Result<Folder, String> {
        let (mut validity, mut next, mut there) = (None, None, 0);
        let mut parts = vec![b"EXAMINE ".to_vec()];
        string(&folder::encoded(if name.is_empty() { "INBOX" } else { name }), &mut parts);
        let opened = self.commands(parts, SMALL, STEP, |answer| match answer {
            Answer::Exists(mails) => there = mails,
            Answer::Status { text, .. } => {
                validity = code(&text, "[UIDVALIDITY ").or(validity);
                next = code(&text, "[UIDNEXT ").or(next);
            }
            _ => {}
        });
        match opened.await {
            Err(Trouble::Refused(said)) => return Err(format!("The server does not open the folder {name}: {said}")),
            done => done?,
        }
        let validity = validity.ok_or("The server gives the mails of this folder no lasting numbers (UIDVALIDITY).")?;
        let next = match next {
            Some(next) => next,
            None if there == 0 => 1,
            // UIDNEXT is the server's to leave out. The last mail has the highest number.
            None => self.last(there).await?.saturating_add(1),
        };
        Ok(Folder { validity, next, mails: there })
    }

    async fn last(&mut self, place: u32) -> Result<u32, String> {
        let mut last = 0;
        self.command(&format!("FETCH {place} (UID)"), |answer| {
            if let Answer::Fetch(Item { uid: Some(uid), .. }) = answer {
                last = last.max(uid);
            }
        })
        .await?;
        Ok(last)
    }

    /// Whether the server offers something, named in capitals.
    pub(super) async fn offers(&mut self, what: &str) -> Result<bool, Trouble> {
        let mut offered = false;
        self.command("CAPABILITY", |answer| {
            if let Answer::Capability(all) = answer {
                offered |= all.iter().any(|one| one == what);
            }
        })
        .await?;
        Ok(offered)
    }

    /// Waits until there are more than `mails` in the folder, or until `end`; told by the server (RFC 2177).
    pub(super) async fn idle(&mut self, mut mails: u32, end: Instant) -> Result<(), Trouble> {
        let tag = self.say(b"IDLE\r\n").await?;
        for heard in 0.. {
            let Ok(answer) = timeout_at(end, self.read(SMALL)).await else { break };
            match answer.map_err(|unread| self.unread(&unread))? {
                // Some say how many there are whenever they are asked to wait: that is no news.
                Answer::Exists(now) if now > mails => break,
                Answer::Exists(now) => mails = now,
                Answer::Expunged => mails = mails.saturating_sub(1),
                Answer::Status { tag: ended, text, .. } if ended == tag => {
                    return Err(Trouble::Refused(words(&text, self.server)));
                }
                _ if heard > CHATTER => return Err(self.unread(&Unread::TooMuch)),
                _ => {}
            }
        }
        // The news is there; whether the server still listens does not matter.
        let _ = timeout(GOODBYE, self.line.write_all(b"DONE\r\n")).await;
        Ok(())
    }

    /// Says goodbye, and does not mind how that is taken.
    pub(super) async fn leave(mut self) {
        let goodbye = async {
            let tag = self.say(b"LOGOUT\r\n").await?;
            self.until(&tag, SMALL, &mut drop).await?;
            self.line.shutdown().await.map_err(|_| self.unread(&Unread::Gone))
        };
        let _: Result<Result<(), Trouble>, _> = timeout(GOODBYE, goodbye).await;
    }

    /// A command whose answers are small.
    pub(super) async fn command(&mut self, text: &str, each: impl FnMut(Answer)) -> Result<(), Trouble> {
        self.commands(vec![text.into()], SMALL, STEP, each).await
    }

    /// A command in parts: before the next one the server is heard. `most` bytes an answer, `time` for all of it.
    pub(super) async fn commands(
        &mut self,
        parts: Vec<Vec<u8>>,
        most: usize,
        time: Duration,
        mut each: impl FnMut(Answer),
    ) -> Result<(), Trouble> {
        let spoken = async {
            let mut parts = parts.into_iter().peekable();
            let mut tag = None;
            while let Some(mut part) = parts.next() {
                part.extend(b"\r\n");
                match &tag {
                    None => tag = Some(self.say(&part).await?),
                    Some(_) => self.write(&part).await?,
                }
                if let (Some(tag), Some(_)) = (&tag, parts.peek()) {
                    self.until_asked(tag, &mut each).await?;
                }
            }
            self.until(&tag.unwrap_or_default(), most, &mut each).await
        };
        match timeout(time, spoken).await {
            Ok(done) => done,
            Err(_) => Err(Trouble::Broken("The server took too long to answer.".to_owned())),
        }
    }

    /// Reads until the command of that tag has ended.
    async fn until(&mut self, tag: &str, most: usize, each: &mut impl FnMut(Answer)) -> Result<(), Trouble> {
        loop {
            match self.hear(most).await? {
                Answer::Status { tag: ended, state, text } if ended == tag => {
                    return if state == State::Ok { Ok(()) } else { Err(Trouble::Refused(words(&text, self.server))) };
                }
                answer => each(answer),
            }
        }
    }

    /// Reads until the server wants the rest of a command.
    async fn until_asked(&mut self, tag: &str, each: &mut impl FnMut(Answer)) -> Result<(), Trouble> {
        loop {
            match self.hear(SMALL).await? {
                Answer::GoOn => return Ok(()),
                Answer::Status { tag: ended, text, .. } if ended == tag => {
                    return Err(Trouble::Refused(words(&text, self.server)));
                }
                answer => each(answer),
            }
        }
    }

    /// Sends a command under a new tag, which it answers with.
    async fn say(&mut self, command: &[u8]) -> Result<String, Trouble> {
        self.tags += 1;
        let tag = format!("A{}", self.tags);
        let mut line = format!("{tag} ").into_bytes();
        line.extend(command);
        self.write(&line).await?;
        Ok(tag)
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        let written = async {
            self.line.write_all(bytes).await?;
            self.line.flush().await
        };
        match timeout(STEP, written).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(self.unread(&Unread::Gone)),
        }
    }

    async fn hear(&mut self, most: usize) -> Result<Answer, Trouble> {
        let read = self.read(most).await;
        read.map_err(|unread| self.unread(&unread))
    }

    async fn read(&mut self, most: usize) -> Result<Answer, Unread> {
        let read = answer::read(&mut self.line, most).await?;
        if let Answer::Status { state: State::Bye, text, .. } = &read {
            self.bye.clone_from(text);
        }
        Ok(read)
    }

    fn unread(&self, unread: &Unread) -> Trouble {
        Trouble::Broken(match unread {
            Unread::Gone if self.bye.is_empty() => "The server ended the connection.".to_owned(),
            Unread::Gone => format!("The server ended the connection: {}", words(&self.bye, self.server)),
            Unread::TooMuch => "The server sent more than it was asked for.".to_owned(),
            Unread::Nonsense => "Whoever answers there does not speak IMAP.".to_owned(),
        })
    }
}

/// Ends the last part with a string: quoted, or announced and sent in a part of its own where quotes cannot hold it.
fn string(text: &str, parts: &mut Vec<Vec<u8>>) {
    let Some(last) = parts.last_mut() else { return };
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        last.extend(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")).bytes());
    } else {
        last.extend(format!("{{{}}}", text.len()).bytes());
        parts.push(text.as_bytes().to_vec());
    }
}

/// The number behind a response code.
fn code(text: &str, name: &str) -> Option<u32> {
    let digits =
        text.get(..name.len()).filter(|begin| begin.eq_ignore_ascii_case(name)).map(|_| &text[name.len()..])?;
    digits.split(']').next()?.trim().parse().ok().filter(|number| *number > 0)
}
