//! Outgoing mail: by the server of a mailbox where it has one, else the installation's way, which is SMTP or a folder.

mod line;
mod outbox;
mod relay;
mod submission;

pub use outbox::{OutboxMailer, newest, one};
pub use relay::bring;
pub use submission::Submission;

use crate::config::Config;
use crate::mail_host::MailHosts;
use async_trait::async_trait;
use desk::ports::{MailServer, Mailer, NotSent, OutgoingMail};
use domain::OrgId;
use lettre::Address;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use relay::SmtpMailer;
use std::error::Error as _;
use std::path::PathBuf;
use std::sync::Arc;

/// Replies about whoever sends, not about the mail (RFC 4954 section 6): somebody will mend the password, and the mail is still good.
const SIGN_IN: [u16; 5] = [530, 532, 534, 535, 538];

/// The mailer the settings ask for. Errors: an SMTP address that cannot be read.
pub fn of(config: &Config, hosts: Arc<MailHosts>) -> anyhow::Result<Arc<dyn Mailer>> {
    let own: Arc<dyn Mailer> = match &config.smtp_url {
        Some(url) => Arc::new(SmtpMailer::new(url)?),
        None => Arc::new(OutboxMailer::new(outbox(config))),
    };
    let helo = config.mail_domain.as_deref().or_else(|| config.mail_from.rsplit('@').next()).unwrap_or("localhost");
    Ok(Arc::new(EveryMailer { own, elsewhere: Submission::new(hosts, helo) }))
}

/// The folder mail goes to without SMTP.
#[must_use]
pub fn outbox(config: &Config) -> PathBuf {
    config.data.join("outbox")
}

/// Each mail by its way.
struct EveryMailer {
    /// The installation's.
    own: Arc<dyn Mailer>,
    /// Servers of mailboxes.
    elsewhere: Submission,
}

#[async_trait]
impl Mailer for EveryMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), NotSent> {
        match mail.by {
            Some(_) => self.elsewhere.send(mail).await,
            None => self.own.send(mail).await,
        }
    }

    async fn knock(&self, server: &MailServer) -> Result<(), String> {
        self.elsewhere.knock(server).await
    }

    async fn forget(&self, org: OrgId) -> Result<(), String> {
        self.own.forget(org).await
    }
}

/// The addresses of the session. Errors: one that is none.
fn envelope(mail: &OutgoingMail) -> Result<Envelope, NotSent> {
    let for_good = |said| NotSent { said, for_good: true };
    let address =
        |text: &str| text.parse::<Address>().map_err(|error| for_good(format!("{text} is no address: {error}")));
    let from = (!mail.return_path.is_empty()).then(|| address(&mail.return_path)).transpose()?;
    let to = mail.to.iter().map(|to| address(to)).collect::<Result<Vec<_>, _>>()?;
    Envelope::new(from, to).map_err(|error| for_good(error.to_string()))
}

/// The mail as lettre wants it: it ends the last line itself.
fn open_ended(raw: &[u8]) -> &[u8] {
    raw.strip_suffix(b"\r\n").unwrap_or(raw)
}

/// A server's reply with its code, or what else went wrong.
fn said(error: &Error) -> String {
    let source = error.source().map(ToString::to_string);
    match (error.status(), source) {
        (Some(code), Some(text)) => format!("{code} {text}"),
        (Some(code), None) => code.to_string(),
        (None, _) => error.to_string(),
    }
}

/// Whether trying again is of no use: a reply of the 500s, unless it is about signing in, or a mail that this server cannot carry.
fn is_for_good(error: &Error) -> bool {
    error.is_client() || error.status().is_some_and(|code| error.is_permanent() && !SIGN_IN.contains(&code.into()))
}
