//! Who the receiver is: its name, and the certificate it shows after STARTTLS.

use crate::config::Config;
use anyhow::Context as _;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A name and a certificate.
#[derive(Clone)]
pub struct Identity {
    name: String,
    certificate: CertificateDer<'static>,
    acceptor: TlsAcceptor,
}

impl Identity {
    /// As the settings have it. Errors: files that cannot be read, or do not go together.
    pub fn of(config: &Config) -> anyhow::Result<Self> {
        let name = config.mail_domain.as_deref().unwrap_or("localhost");
        match &config.smtp_identity {
            Some((cert, key)) => Self::kept(name, cert, key),
            None => Self::made(name),
        }
    }

    /// From PEM files. They are read once: a new certificate counts after a restart.
    pub fn kept(name: &str, cert: &Path, key: &Path) -> anyhow::Result<Self> {
        let chain = CertificateDer::pem_file_iter(cert)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| anyhow::anyhow!("smtp_cert: {} cannot be read: {error}", cert.display()))?;
        anyhow::ensure!(!chain.is_empty(), "smtp_cert: {} has no certificate (PEM) in it", cert.display());
        let key_path = key.display();
        let key = PrivateKeyDer::from_pem_file(key)
            .map_err(|error| anyhow::anyhow!("smtp_key: {key_path} cannot be read: {error}"))?;
        Self::new(name, chain, key).context("smtp_cert and smtp_key do not go together")
    }

    /// Of its own making. Mail servers protect the way and do not ask who is at its end (opportunistic TLS), so it is as good as another
    /// for those, and new at every start.
    pub fn made(name: &str) -> anyhow::Result<Self> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new([name.to_owned()])?;
        params.distinguished_name = DistinguishedName::new();
        // X.520 has no longer ones, and nobody reads it where the alternative name stands.
        if name.len() <= 64 {
            params.distinguished_name.push(DnType::CommonName, name);
        }
        let cert = params.self_signed(&key)?;
        Self::new(name, vec![cert.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
    }

    fn new(name: &str, chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> anyhow::Result<Self> {
        let certificate = chain.first().context("there is no certificate")?.clone();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        Ok(Self { name: name.to_owned(), certificate, acceptor: TlsAcceptor::from(Arc::new(config)) })
    }

    /// What is shown, for a client that trusts nothing else.
    #[must_use]
    pub fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }
}
