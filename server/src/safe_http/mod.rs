//! The only way out (security.md A12): whoever an address that a person typed leads to is asked through here and through nothing else.
//! Pictures are fetched here; mail servers are talked to elsewhere (`mail_host`), over connections that the guard has made.
//!
//! The guard stands in the connector. A name is looked up once, every address it leads to is checked, the connection goes to one of
//! those and is asked for its peer; nothing after that looks a name up again, and no answer leads to another address. A number in
//! place of a name, in whatever spelling, takes the same way. `docs/decisions/0005` says why no HTTP client of others does it.

mod address;
mod allowance;
mod exchange;
mod guard;
mod name;
mod network;
mod target;
#[cfg(test)]
pub(crate) mod tests;

pub use allowance::Allowance;
pub(crate) use guard::Guard;
pub(crate) use name::Name;

use async_trait::async_trait;
use desk::ports::{Fetch, FetchError};
use std::sync::Arc;
use std::time::Duration;
use target::Target;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Where pictures come from, unless the operator allows another port.
const PORTS: &[u16] = &[443, 8443];

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
    guard: Guard,
    tls: TlsConnector,
    patience: Patience,
}

impl SafeHttp {
    /// Over the machine's own network, trusting who browsers trust. Errors: no TLS in this build.
    pub fn new(allowed: Vec<Allowance>) -> anyhow::Result<Self> {
        Self::over(Guard::new(allowed, PORTS), public_roots(), Patience::USUAL)
    }

    fn over(guard: Guard, roots: RootCertStore, patience: Patience) -> anyhow::Result<Self> {
        Ok(Self { guard, tls: tls(roots)?, patience })
    }

    async fn answer(&self, target: &Target, most: usize) -> Result<Vec<u8>, FetchError> {
        let connecting = timeout(self.patience.connect, self.guard.connect(&target.name, target.port)).await;
        let stream = connecting.map_err(|_| FetchError::Timeout)??;
        let stream = self.tls.connect(target.name.server.clone(), stream).await.map_err(|_| FetchError::Tls)?;
        exchange::get(stream, target, most).await
    }
}

/// Who browsers trust.
pub(crate) fn public_roots() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
}

/// Asks for proof, and takes it from those authorities. Errors: no TLS in this build.
pub(crate) fn tls(roots: RootCertStore) -> anyhow::Result<TlsConnector> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

#[async_trait]
impl Fetch for SafeHttp {
    async fn fetch(&self, address: &str, most: usize) -> Result<Vec<u8>, FetchError> {
        let target =
            Target::parse(address).filter(|target| self.guard.takes_port(target.port)).ok_or(FetchError::Address)?;
        let answer = timeout(self.patience.whole, self.answer(&target, most)).await;
        answer.map_err(|_| FetchError::Timeout)?
    }
}
