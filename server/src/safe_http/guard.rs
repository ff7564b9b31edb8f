//! Who may be asked, and the connection to them. Every way out has a guard of its own, which knows the ports that are asked there.

use super::address;
use super::allowance::Allowance;
use super::name::Name;
use super::network::{Network, System};
use desk::ports::FetchError;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpStream;

/// Addresses of one name that are tried: a name with a thousand of them is no way to knock a thousand times.
const TRIES: usize = 4;

/// Lets connections through to public addresses at its ports, and to what the operator allows.
pub(crate) struct Guard {
    network: Arc<dyn Network>,
    allowed: Vec<Allowance>,
    ports: &'static [u16],
}

impl Guard {
    /// Over the machine's own network. Without any `ports` only what is allowed is asked.
    pub(crate) fn new(allowed: Vec<Allowance>, ports: &'static [u16]) -> Self {
        Self::over(Arc::new(System), allowed, ports)
    }

    pub(super) fn over(network: Arc<dyn Network>, allowed: Vec<Allowance>, ports: &'static [u16]) -> Self {
        Self { network, allowed, ports }
    }

    /// Whether anybody may be asked at that port.
    pub(crate) fn takes_port(&self, port: u16) -> bool {
        self.ports.contains(&port) || self.allowed.iter().any(|allowance| allowance.port() == port)
    }

    /// A connection to an address that was checked. One that must not be asked spoils all others of the same name: who answers with
    /// a public and a private one is up to something.
    pub(crate) async fn connect(&self, name: &Name, port: u16) -> Result<TcpStream, FetchError> {
        let addresses = match name.ip {
            Some(ip) => vec![SocketAddr::new(ip, port)],
            None => self.network.look_up(&name.host, port).await.map_err(|_| FetchError::Dns)?,
        };
        if addresses.is_empty() {
            return Err(FetchError::Dns);
        }
        if !addresses.iter().all(|address| self.may_ask(*address)) {
            tracing::info!(host = %name.host, port, "not asked: neither public nor in fetch_allow");
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
        self.is_allowed(address) || (self.ports.contains(&address.port()) && address::is_public(address.ip()))
    }

    fn is_allowed(&self, address: SocketAddr) -> bool {
        self.allowed.iter().any(|allowance| allowance.covers(address))
    }

    /// Whether the connection ends where it was sent, and not at this machine's own public address.
    pub(super) fn is_where_it_was_sent(&self, sent_to: SocketAddr, peer: SocketAddr, own: SocketAddr) -> bool {
        let same = peer.ip() == sent_to.ip() && peer.port() == sent_to.port();
        same && (own.ip() != peer.ip() || self.is_allowed(peer))
    }
}
