//! One connection: bytes go in and out between the wire and [`mail::smtp::Session`], questions between that and the door.

use super::room::Share;
use super::{Door, House, Stopping};
use desk::access::SystemClock;
use desk::ports::{Clock as _, MailPeer};
use domain::MailAddress;
use mail::smtp::{Mail, Session, Step, Trace, reply, trace};
use std::io;
use std::net::IpAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::{Instant, timeout, timeout_at};
use uuid::Uuid;

/// Bytes that are read at once.
const CHUNK: usize = 16 * 1024;

/// A connection, in the clear or not.
pub(super) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Wire for S {}

/// Serves a client until either goes.
pub(super) async fn serve<S: Wire, D: Door>(mut wire: S, ip: IpAddr, house: &House<D>, stopping: Stopping) {
    let mut talk = Talk {
        house,
        ip,
        session: Session::new(house.identity.name(), true),
        until: Instant::now() + house.limits.whole,
        share: house.room.share(),
        stopping,
    };
    // A wire that breaks is a client that is gone: it has not been told that its mail is kept, so it comes again.
    let ended = match talk.on(&mut wire).await {
        Ok(End::StartTls) => talk.on_tls(wire).await,
        Ok(End::Over) => Ok(()),
        Err(error) => Err(error),
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a client of the receiver is gone");
    }
}

/// How a conversation on one wire ended.
enum End {
    Over,
    StartTls,
}

struct Talk<'a, D: Door> {
    house: &'a House<D>,
    ip: IpAddr,
    session: Session<D::Recipient>,
    /// When it has taken long enough.
    until: Instant,
    share: Share<'a>,
    stopping: Stopping,
}

impl<D: Door> Talk<'_, D> {
    async fn on_tls<S: Wire>(&mut self, wire: S) -> io::Result<()> {
        let mut wire = timeout(self.house.limits.brief, self.house.identity.acceptor().accept(wire)).await??;
        self.session.secured();
        self.on(&mut wire).await?;
        Ok(())
    }

    async fn on(&mut self, wire: &mut dyn Wire) -> io::Result<End> {
        let mut chunk = vec![0; CHUNK];
        let mut filled = 0;
        loop {
            let mut input = &chunk[..filled];
            let mut said = Vec::new();
            let mut end = None;
            while let Some(step) = self.session.step(&mut input) {
                match step {
                    Step::Reply(text) => said.extend_from_slice(text.as_bytes()),
                    Step::AskRecipient(address) => self.ask(&address).await,
                    Step::Deliver(mail) => {
                        // A mail that is kept is said to be before the next one may take its time.
                        self.send(wire, &said).await?;
                        said.clear();
                        self.deliver(mail).await;
                    }
                    Step::StartTls => end = Some(End::StartTls),
                    Step::Close => end = Some(End::Over),
                }
            }
            if !self.share.set(self.session.held()) {
                self.session.no_room();
                self.share.set(self.session.held());
            }
            self.send(wire, &said).await?;
            match end {
                Some(End::Over) => return self.part(wire).await,
                Some(End::StartTls) => return Ok(End::StartTls),
                None => {}
            }
            filled = match self.read(wire, &mut chunk).await? {
                Ok(0) => return Ok(End::Over),
                Ok(read) => read,
                Err(farewell) => {
                    self.send(wire, farewell.as_bytes()).await?;
                    return self.part(wire).await;
                }
            };
        }
    }

    /// What came in; nothing when the client is gone. The inner error is what to say before the conversation ends.
    async fn read(&mut self, wire: &mut dyn Wire, chunk: &mut [u8]) -> io::Result<Result<usize, String>> {
        let (now, name) = (Instant::now(), self.house.identity.name());
        // A client that always has something to say would always be heard before the clock.
        if now >= self.until {
            return Ok(Err(reply::too_slow(name)));
        }
        let until = self.until.min(now + self.house.limits.idle);
        tokio::select! {
            () = self.stopping.told() => Ok(Err(reply::stopping(name))),
            read = timeout_at(until, wire.read(chunk)) => match read {
                Ok(read) => read.map(Ok),
                Err(_) => Ok(Err(reply::too_slow(name))),
            },
        }
    }

    async fn send(&self, wire: &mut dyn Wire, said: &[u8]) -> io::Result<()> {
        if said.is_empty() {
            return Ok(());
        }
        timeout(self.house.limits.idle, async {
            wire.write_all(said).await?;
            wire.flush().await
        })
        .await?
    }

    /// Ends our side and waits a little for the other's: a connection that is closed while bytes are on their way is reset, and the client
    /// would never read why.
    async fn part(&mut self, wire: &mut dyn Wire) -> io::Result<End> {
        let farewell = async {
            wire.shutdown().await?;
            let mut rest = [0; 1024];
            while wire.read(&mut rest).await? > 0 {}
            Ok(End::Over)
        };
        tokio::select! {
            () = self.stopping.told() => Ok(End::Over),
            ended = timeout(self.house.limits.brief, farewell) => ended.unwrap_or(Ok(End::Over)),
        }
    }

    async fn ask(&mut self, address: &MailAddress) {
        match in_time(self.house.limits.door, self.house.door.recipient(address)).await {
            Ok(Some(recipient)) => self.session.here(recipient),
            Ok(None) => self.session.nobody(),
            Err(error) => {
                tracing::warn!(error, "nobody can say who has an address, so the sender is to try again");
                self.session.later();
            }
        }
    }

    /// Keeps the mail for everybody. One who cannot have it now makes the sender try again for all; for the others it is the same mail
    /// once more.
    async fn deliver(&mut self, mail: Mail<D::Recipient>) {
        let id = Uuid::now_v7().simple().to_string();
        let Mail { helo, with, return_path, recipients, data: mut raw } = mail;
        let size = raw.len();
        let at = SystemClock.now();
        let (ip, by, id) = (self.ip, self.house.identity.name(), id.as_str());
        raw.splice(0..0, trace(&Trace { helo: &helo, ip, by, with, id, at, return_path: &return_path }));
        let peer = MailPeer { ip, helo, return_path };
        let door = &self.house.door;
        let all = async {
            let mut failed = Ok(());
            for (at, recipient) in recipients.iter().enumerate() {
                if recipients.iter().take(at).any(|before| door.is_same(before, recipient)) {
                    continue;
                }
                failed = door.deliver(recipient, &peer, &raw).await.and(failed);
            }
            failed
        };
        match in_time(self.house.limits.door, all).await {
            Ok(()) => {
                tracing::info!(id, size, recipients = recipients.len(), with, "mail came in");
                self.session.kept(id);
            }
            Err(error) => {
                tracing::warn!(id, error, "mail cannot be kept, so the sender is to try again");
                self.session.not_kept();
            }
        }
    }
}

/// What the door says, or that it says nothing.
async fn in_time<T>(time: Duration, answer: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    timeout(time, answer).await.unwrap_or_else(|_| Err(format!("no answer within {} seconds", time.as_secs())))
}
