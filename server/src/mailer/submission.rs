//! The mail server of a mailbox: named by whoever looks after it, so reached through the guard alone.

use super::line::{Begun, start_tls};
use super::{envelope, is_for_good, open_ended, said};
use crate::mail_host::{GOODBYE, LONG_STEP, MailHosts, STEP, words};
use async_trait::async_trait;
use desk::ports::{MailServer, Mailer, NotSent, OutgoingMail};
use domain::mail::MailTls;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// Hands each mail to the server that it names, in a session of its own.
pub struct Submission {
    hosts: Arc<MailHosts>,
    /// What we call ourselves.
    helo: ClientId,
}

impl Submission {
    /// Over connections that `hosts` makes; servers hear the name `helo`.
    #[must_use]
    pub fn new(hosts: Arc<MailHosts>, helo: &str) -> Self {
        Self { hosts, helo: ClientId::Domain(helo.to_owned()) }
    }

    /// Connects, protects, signs in.
    async fn enter(&self, server: &MailServer) -> Result<AsyncSmtpConnection, String> {
        let line = self.hosts.connect(server).await?;
        let line = match server.tls {
            MailTls::StartTls => Begun::again(start_tls(&self.hosts, server, &self.helo, line).await?),
            MailTls::Tls | MailTls::Plain => Begun::new(line),
        };
        let greeting = AsyncSmtpConnection::connect_with_transport(Box::new(line), &self.helo);
        let told = |error: &Error| match error.status() {
            Some(_) => format!("The server does not take mail from here: {}", words(&said(error), server)),
            None => no_smtp(server),
        };
        let mut connection = in_time(STEP, greeting).await?.map_err(|error| told(&error))?;
        if !server.user.is_empty() {
            let who = Credentials::new(server.user.clone(), server.password.clone());
            let signed_in = in_time(STEP, connection.auth(DEFAULT_MECHANISMS, &who)).await?;
            signed_in.map_err(|error| match error.status() {
                None if error.is_client() => {
                    "The server asks for no user name and password here. Leave them empty, or choose another port."
                        .to_owned()
                }
                _ => {
                    let said = words(&said(&error), server);
                    format!("The server did not take the user name and password: {said}")
                }
            })?;
        }
        Ok(connection)
    }
}

#[async_trait]
impl Mailer for Submission {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), NotSent> {
        let later = |said| NotSent { said, for_good: false };
        let Some(server) = &mail.by else { return Err(later("The mail names no server.".to_owned())) };
        let envelope = envelope(mail)?;
        // Whatever keeps us from being let in is not about this mail.
        let mut connection = self.enter(server).await.map_err(later)?;
        let sent = in_time(LONG_STEP, connection.send(&envelope, open_ended(&mail.raw))).await.map_err(later)?;
        sent.map_err(|error| NotSent {
            said: format!("The server did not take the mail: {}", words(&said(&error), server)),
            for_good: is_for_good(&error),
        })?;
        let _ = timeout(GOODBYE, connection.quit()).await;
        Ok(())
    }

    async fn knock(&self, server: &MailServer) -> Result<(), String> {
        let mut connection = self.enter(server).await?;
        let _ = timeout(GOODBYE, connection.quit()).await;
        Ok(())
    }
}

pub(super) fn no_smtp(server: &MailServer) -> String {
    format!("Whoever answers at {} port {} does not speak SMTP.", server.host, server.port)
}

pub(super) async fn in_time<T>(time: Duration, step: impl Future<Output = T>) -> Result<T, String> {
    timeout(time, step).await.map_err(|_| "The server took too long to answer.".to_owned())
}
