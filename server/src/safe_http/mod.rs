//! The only way out (security.md A12): what lies behind an address that a person typed is fetched here and nowhere else.
//!
//! The guard stands in the connector. A name is looked up once, every address it leads to is checked, the connection goes to one of
//! those and is asked for its peer; nothing after that looks a name up again, and no answer leads to another address. A number in
//! place of a name, in whatever spelling, takes the same way. `docs/decisions/0005` says why no HTTP client of others does it.

mod address;
mod allowance;
mod exchange;
mod network;
mod target;
#[cfg(test)]
mod tests;

pub use allowance::Allowance;

use async_trait::async_trait;
use desk::ports::{Fetch, FetchError};
use network::{Network, System};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use target::Target;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Where pictures come from, unless the operator allows another port.
const PORTS: [u16; 2] = [443, 8443];
/// Addresses of one name that are tried: a name with a thousand of them is no way to knock a thousand times.
const TRIES: usize = 4;

/// How long is waited.
#[derive(Clone, Copy)]
struct Patience {
    /// For somebody to answer the door, names looked up included.
    connect: Duration,
    /// For all of it.
    whole: Duration,
}

impl Patience {
    const USUAL: Self = Self { connect: Duration::from_secs(10), whole: Duration::from_secs(15) };
}

/// Fetches from the open internet, and from where the operator allows.
pub struct SafeHttp {
    network: Arc<dyn Network>,
    allowed: Vec<Allowance>,
    tls: TlsConnector,
    patience: Patience,
}

impl SafeHttp {
    /// Over the machine's own network, trusting who browsers trust. Errors: no TLS in this build.
    pub fn new(allowed: Vec<Allowance>) -> anyhow::Result<Self> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        Self::over(Arc::new(System), allowed, roots, Patience::USUAL)
    }

    fn over(
        network: Arc<dyn Network>,
        allowed: Vec<Allowance>,
        roots: RootCertStore,
        patience: Patience,
    ) -> anyhow::Result<Self> {
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { network, allowed, tls: TlsConnector::from(Arc::new(config)), patience })
    }

    async fn answer(&self, target: &Target, most: usize) -> Result<Vec<u8>, FetchError> {
        let connecting = timeout(self.patience.connect, self.connect(target)).await;
        let stream = connecting.map_err(|_| FetchError::Timeout)??;
        let stream = self.tls.connect(target.server.clone(), stream).await.map_err(|_| FetchError::Tls)?;
        exchange::get(stream, target, most).await
    }

    /// A connection to an address that was checked. One that must not be asked spoils all others of the same name: who answers with
    /// a public and a private one is up to something.
    async fn connect(&self, target: &Target) -> Result<TcpStream, FetchError> {
        let addresses = match target.ip {
            Some(ip) => vec![SocketAddr::new(ip, target.port)],
            None => self.network.look_up(&target.host, target.port).await.map_err(|_| FetchError::Dns)?,
        };
        if addresses.is_empty() {
            return Err(FetchError::Dns);
        }
        if !addresses.iter().all(|address| self.may_ask(*address)) {
            tracing::info!(host = %target.host, port = target.port, "not fetched: neither public nor in fetch_allow");
            return Err(FetchError::Refused);
        }
        for address in addresses.into_iter().take(TRIES) {
            let Ok(stream) = self.network.connect(address).await else { continue };
            let (Ok(peer), Ok(own)) = (stream.peer_addr(), stream.local_addr()) else { continue };
            if !self.is_where_it_was_sent(address, peer, own) {
                return Err(FetchError::Refused);
            }
            return Ok(stream);
        }
        Err(FetchError::Refused)
    }

    fn may_ask(&self, address: SocketAddr) -> bool {
        self.is_allowed(address) || (PORTS.contains(&address.port()) && address::is_public(address.ip()))
    }

    fn is_allowed(&self, address: SocketAddr) -> bool {
        self.allowed.iter().any(|allowance| allowance.covers(address))
    }

    fn takes_port(&self, port: u16) -> bool {
        PORTS.contains(&port) || self.allowed.iter().any(|allowance| allowance.port() == port)
    }

    /// Whether the connection ends where it was sent, and not at this machine's own public address.
    fn is_where_it_was_sent(&self, sent_to: SocketAddr, peer: SocketAddr, own: SocketAddr) -> bool {
        let same = peer.ip() == sent_to.ip() && peer.port() == sent_to.port();
        same && (own.ip() != peer.ip() || self.is_allowed(peer))
    }
}

#[async_trait]
impl Fetch for SafeHttp {
    async fn fetch(&self, address: &str, most: usize) -> Result<Vec<u8>, FetchError> {
        let target = Target::parse(address).filter(|target| self.takes_port(target.port)).ok_or(FetchError::Address)?;
        let answer = timeout(self.patience.whole, self.answer(&target, most)).await;
        answer.map_err(|_| FetchError::Timeout)?
    }
}
