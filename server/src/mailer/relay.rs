//! The installation's own mail server, which its operator names, and its own receiver.

use super::{envelope, is_for_good, open_ended, said};
use async_trait::async_trait;
use desk::ports::{MailServer, Mailer, NotSent, OutgoingMail};
use lettre::address::Envelope;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use std::net::SocketAddr;
use std::time::Duration;

/// Seconds a mail server may take for one command.
const PATIENCE: Duration = Duration::from_secs(20);

/// Hands mail to that server.
pub(super) struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl SmtpMailer {
    /// A pool of connections to `smtp://` or `smtps://`, opened as they are needed.
    pub(super) fn new(url: &str) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| anyhow::anyhow!("smtp_url cannot be read: {error}"))?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self { transport })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), NotSent> {
        let sent = self.transport.send_raw(&envelope(mail)?, open_ended(&mail.raw)).await;
        sent.map(drop)
            .map_err(|error| NotSent { said: format!("SMTP: {}", said(&error)), for_good: is_for_good(&error) })
    }

    async fn knock(&self, _: &MailServer) -> Result<(), String> {
        Err("This is the way of the installation, which asks no other server.".to_owned())
    }
}

/// Brings a mail to a receiver of this machine's, as any mail server would: for the simulator, which goes through the real door.
/// Errors: what the receiver said.
pub async fn bring(to: SocketAddr, envelope: &Envelope, raw: &[u8]) -> Result<(), String> {
    let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(to.ip().to_string())
        .port(to.port())
        .timeout(Some(PATIENCE))
        .build();
    transport.send_raw(envelope, open_ended(raw)).await.map(drop).map_err(|error| said(&error))
}
