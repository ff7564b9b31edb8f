//! Who really sent a mail, and proof that we did: SPF, DKIM and DMARC (security.md A10), asked of the DNS and of nobody else.
//!
//! What a stranger's mail may cost is bounded: so many signatures, so many names, so long. What could not be asked in that time is
//! [`Unknown`](domain::mail::Verdict::Unknown), never a pass.

mod check;
mod key;
mod names;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use desk::ports::{DkimKey, MailPeer, MailTrust};
use domain::MailAddress;
use domain::mail::{MailProof, Verdict};
use mail_auth::MessageAuthenticator;
use std::net::SocketAddr;
use std::time::Duration;

/// How long one mail's proof may take.
const PATIENCE: Duration = Duration::from_secs(6);

/// Asks the DNS.
pub struct Trust {
    /// `None`: the system names nobody to ask.
    dns: Option<MessageAuthenticator>,
    patience: Duration,
}

impl Trust {
    /// Asks the name server at `dns`, else those the system asks. Where neither can be read nobody is asked, which is no reason not to
    /// start: it stands in the log, and every verdict is unknown.
    #[must_use]
    pub fn new(dns: Option<SocketAddr>) -> Self {
        Self::patient(dns, PATIENCE)
    }

    /// Asks nobody: every verdict is unknown.
    #[must_use]
    pub fn nobody() -> Self {
        Self { dns: None, patience: PATIENCE }
    }

    fn patient(dns: Option<SocketAddr>, patience: Duration) -> Self {
        let dns = names::resolver(dns)
            .inspect_err(|error| tracing::warn!(error, "no name server: who sent a mail cannot be checked"))
            .ok();
        Self { dns: dns.map(MessageAuthenticator), patience }
    }
}

/// Domains that nobody can have (RFC 2606, 6761): nobody is asked about them, so a desk that is tried without a network need not wait.
fn is_made_up(from: &MailAddress) -> bool {
    let last = from.domain().rsplit('.').next().unwrap_or_default();
    matches!(last, "example" | "invalid" | "localhost")
}

#[async_trait]
impl MailTrust for Trust {
    async fn check(&self, raw: &[u8], from: &MailAddress, peer: Option<&MailPeer>) -> MailProof {
        if is_made_up(from) {
            return MailProof::default();
        }
        match &self.dns {
            Some(dns) => check::check(dns, self.patience, raw, from, peer).await,
            None => MailProof { spf: Verdict::Unknown, dkim: Verdict::Unknown, dmarc: Verdict::Unknown },
        }
    }

    fn key(&self) -> Result<DkimKey, String> {
        key::make()
    }

    fn sign(&self, raw: &[u8], domain: &str, selector: &str, private: &[u8]) -> Result<Vec<u8>, String> {
        key::sign(raw, domain, selector, private)
    }

    async fn txt(&self, name: &str) -> Result<Vec<String>, String> {
        let dns =
            self.dns.as_ref().ok_or("no name server is known: set dns, or the system's own (/etc/resolv.conf)")?;
        let asked = tokio::time::timeout(self.patience, names::txt(dns.resolver(), name)).await;
        asked.unwrap_or_else(|_| Err("the name server did not answer in time".to_owned()))
    }
}
