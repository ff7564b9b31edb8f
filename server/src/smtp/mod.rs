//! The receiver of mail: listens, lets in as many as there is room for, and hands what they bring to a [`Door`]. What is said on the wire
//! is [`mail::smtp`]'s.

mod desk;
mod door;
mod room;
mod session;
mod tls;

pub use self::desk::DeskDoor;
pub use door::Door;
pub use tls::Identity;

use room::{Callers, Room};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};

/// How many may come, and how long anything may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Connections at once of one client: an IPv4 address, or a /64 of IPv6.
    pub per_client: usize,
    /// Bytes of memory for mails that are coming in, all together. Whoever finds no room is to try again.
    pub room: usize,
    /// How long a client may be silent, or not take what it is told.
    pub idle: Duration,
    /// How long a handshake may take, and the farewell.
    pub brief: Duration,
    /// How long a session may last; a mail that is being kept then is kept.
    pub whole: Duration,
    /// How long the door may take for one recipient's name, or for one mail.
    pub door: Duration,
    /// How long sessions may take to end when the process stops.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        Self {
            connections: 100,
            per_client: 10,
            room: 384 * 1024 * 1024,
            idle: minutes(5),
            brief: Duration::from_secs(30),
            whole: minutes(30),
            door: minutes(2),
            grace: Duration::from_secs(15),
        }
    }
}

/// Takes the address. Errors: it cannot be had, and what to do.
pub async fn bind(addr: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(addr).await.map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::AddrInUse => "Another mail server has it: stop that one, or choose another with --smtp-addr.",
            io::ErrorKind::PermissionDenied => {
                "Ports below 1024 are for root, or for whom the system allows it (CAP_NET_BIND_SERVICE); or choose another with --smtp-addr."
            }
            _ => "Choose another with --smtp-addr.",
        };
        anyhow::anyhow!("cannot receive mail on {addr}: {error}. {why}")
    })
}

/// Receives from now on, until it is told to stop.
pub fn start<D: Door>(listener: TcpListener, door: Arc<D>, identity: Identity, limits: Limits) -> Receiver {
    let (stop, stopping) = watch::channel(false);
    let house = Arc::new(House {
        door,
        identity,
        callers: Callers::new(limits.connections, limits.per_client),
        room: Room::new(limits.room),
        limits,
    });
    Receiver { stop, listening: tokio::spawn(listen(listener, house, Stopping(stopping))) }
}

/// The receiver at work.
#[must_use = "it is told to stop"]
pub struct Receiver {
    stop: watch::Sender<bool>,
    listening: JoinHandle<()>,
}

impl Receiver {
    /// Lets nobody in any more. Mails that are being kept are kept and said to be; everybody else is told to come again.
    pub async fn stop(self) {
        // Nobody listening means that it has ended already.
        let _ = self.stop.send(true);
        if let Err(error) = self.listening.await {
            tracing::error!(%error, "the receiver of mail ended badly");
        }
    }
}

/// What all sessions share.
struct House<D> {
    door: Arc<D>,
    identity: Identity,
    callers: Callers,
    room: Room,
    limits: Limits,
}

/// Tells a session when the process stops.
#[derive(Clone)]
struct Stopping(watch::Receiver<bool>);

impl Stopping {
    async fn told(&mut self) {
        // A sender that is gone is a process that stops.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

async fn listen<D: Door>(listener: TcpListener, house: Arc<House<D>>, mut stopping: Stopping) {
    let mut sessions = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = stopping.told() => break,
            Some(ended) = sessions.join_next() => {
                if let Err(error) = ended {
                    tracing::error!(%error, "a session of the receiver ended badly");
                }
                continue;
            }
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => let_in(stream, peer.ip().to_canonical(), &house, &stopping, &mut sessions),
            Err(error) => {
                // Such as too many open files: others have to end theirs first.
                tracing::warn!(%error, "no connection can be taken for mail");
                sleep(Duration::from_secs(1)).await;
            }
        }
    }
    drop(listener);
    let ended = timeout(house.limits.grace, async { while sessions.join_next().await.is_some() {} }).await;
    if ended.is_err() {
        tracing::warn!("some sessions of the receiver did not end in time");
    }
}

fn let_in<D: Door>(
    mut stream: TcpStream,
    ip: IpAddr,
    house: &Arc<House<D>>,
    stopping: &Stopping,
    sessions: &mut JoinSet<()>,
) {
    let (house, stopping) = (Arc::clone(house), stopping.clone());
    match house.callers.admit(ip) {
        Some(place) => {
            sessions.spawn(async move {
                // Answers are small, and clients wait for them.
                let _ = stream.set_nodelay(true);
                session::serve(stream, ip, &house, stopping).await;
                drop(place);
            });
        }
        None => {
            // A connection that is new takes a line at once; one that does not is of no use.
            let said = mail::smtp::reply::busy(house.identity.name());
            sessions.spawn(async move {
                let _ = timeout(Duration::from_secs(1), stream.write_all(said.as_bytes())).await;
            });
        }
    }
}

#[cfg(test)]
mod tests;
