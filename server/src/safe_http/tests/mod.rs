//! The way out, with a web of its own: names lead where a test says, and connections end where it says.

mod answers;
mod guard;
mod spellings;

use super::network::Network;
use super::{Allowance, Guard, PORTS, Patience, SafeHttp};
use async_trait::async_trait;
use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::rustls::RootCertStore;

/// Out there on the internet; nobody is asked in earnest.
pub(crate) const PUBLIC: [&str; 4] = ["1.1.1.1", "8.8.8.8", "93.184.215.14", "2606:4700::1111"];
const QUICK: Patience = Patience { connect: Duration::from_secs(5), whole: Duration::from_secs(5) };

/// Counts what it is asked, and sends every connection to one door where it has one.
#[derive(Default)]
pub(crate) struct Web {
    /// What a name leads to, lookup by lookup; the last answer stays.
    names: Mutex<HashMap<&'static str, VecDeque<Vec<IpAddr>>>>,
    door: Option<SocketAddr>,
    looked_up: AtomicUsize,
    dialled: Mutex<Vec<SocketAddr>>,
}

impl Web {
    pub(crate) fn with_door(door: SocketAddr) -> Self {
        Self { door: Some(door), ..Self::default() }
    }

    pub(crate) fn name(self, name: &'static str, answers: impl IntoIterator<Item = Vec<IpAddr>>) -> Self {
        self.names.lock().expect("no panic").insert(name, answers.into_iter().collect());
        self
    }

    pub(crate) fn dialled(&self) -> Vec<SocketAddr> {
        self.dialled.lock().expect("no panic").clone()
    }
}

#[async_trait]
impl Network for Web {
    async fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        self.looked_up.fetch_add(1, Ordering::SeqCst);
        let mut names = self.names.lock().expect("no panic");
        let answers = names.get_mut(host).ok_or(io::ErrorKind::NotFound)?;
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Ok(answer.unwrap_or_default().into_iter().map(|ip| SocketAddr::new(ip, port)).collect())
    }

    async fn connect(&self, address: SocketAddr) -> io::Result<TcpStream> {
        self.dialled.lock().expect("no panic").push(address);
        TcpStream::connect(self.door.unwrap_or(address)).await
    }
}

/// A way out into that web.
pub(crate) fn guard(web: &Arc<Web>, allowed: &[String], ports: &'static [u16]) -> Guard {
    let allowed = allowed.iter().map(|text| text.parse::<Allowance>().expect("an allowance")).collect();
    Guard::over(Arc::<Web>::clone(web), allowed, ports)
}

fn fetcher(web: &Arc<Web>, allowed: &[String], roots: RootCertStore, patience: Patience) -> SafeHttp {
    SafeHttp::over(guard(web, allowed, PORTS), roots, patience).expect("TLS")
}

/// A door on this machine that nobody may knock at.
struct Canary {
    address: SocketAddr,
    /// Who came, and the bytes that they brought, when they went.
    heard: mpsc::UnboundedReceiver<(SocketAddr, usize)>,
}

impl Canary {
    async fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let (tell, heard) = mpsc::unbounded_channel();
        let address = listener.local_addr().expect("its address");
        tokio::spawn(async move {
            while let Ok((mut stream, who)) = listener.accept().await {
                let mut bytes = Vec::new();
                let _ = stream.read_to_end(&mut bytes).await;
                let _ = tell.send((who, bytes.len()));
            }
        });
        Self { address, heard }
    }

    /// What came so far. They are heard in the order in which they came, so the knock of this is the last.
    async fn heard(&mut self) -> Vec<usize> {
        let knock = TcpStream::connect(self.address).await.expect("the door is there");
        let own = knock.local_addr().expect("its address");
        drop(knock);
        let mut heard = Vec::new();
        loop {
            match self.heard.recv().await.expect("the door is watched") {
                (who, _) if who == own => return heard,
                (_, bytes) => heard.push(bytes),
            }
        }
    }
}
