//! From which address a ticket's mail leaves (D14, S1-30, S0-16).

use crate::ports::{MailServer, NotSent, OutgoingMail};
use crate::{Desk, Error, Result};
use domain::mailbox::{OutboundMode, ServerCard};
use domain::{MailAddress, MailboxId, TicketId};
use store::Tx;
use store::mailbox::MailboxRecord;

/// The place of a mailbox's secrets in their seal.
pub(crate) const SMTP_SECRET: &str = "mailbox.smtp_secret";
/// As above, for the folder.
pub(crate) const IMAP_SECRET: &str = "mailbox.imap_secret";

/// What is told of a password that cannot be opened, as after the installation's secret was changed.
const UNSEALED: &str = "The password of this mailbox cannot be opened: type it again under Mailboxes.";

/// Who a mail is from, and by which way it leaves.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    /// The mailbox, where it is not the installation's own address.
    pub(crate) mailbox: Option<MailboxId>,
    pub(crate) from: MailAddress,
    /// What people see beside the address; empty leaves it to the organization.
    pub(crate) name: String,
    /// Its own server.
    pub(crate) by: Option<SealedServer>,
    /// Whether what is written to the address comes in.
    pub(crate) receives: bool,
    /// Whether it is the installation's own address.
    pub(crate) is_platform: bool,
    /// The address whose place it takes, where what is written there comes in.
    pub(crate) answers: Option<MailAddress>,
}

impl Sender {
    /// A mailbox, with its own server where it has one.
    pub(crate) fn of(mailbox: MailboxRecord) -> Self {
        Self {
            mailbox: Some(mailbox.id),
            receives: mailbox.direction.receives(),
            by: SealedServer::of(&mailbox, SMTP_SECRET),
            from: mailbox.address,
            name: mailbox.name,
            is_platform: false,
            answers: None,
        }
    }
}

/// A server of a mailbox: where it is, and its password under seal. Whoever only shows an address opens nothing.
#[derive(Clone, Debug)]
pub(crate) struct SealedServer {
    mailbox: MailboxId,
    place: &'static str,
    card: ServerCard,
    secret: Option<String>,
}

impl SealedServer {
    /// `place` is the one of [`SMTP_SECRET`] and [`IMAP_SECRET`] that is wanted.
    pub(crate) fn of(mailbox: &MailboxRecord, place: &'static str) -> Option<Self> {
        let (card, secret) = match place {
            SMTP_SECRET => (&mailbox.smtp, &mailbox.smtp_secret),
            _ => (&mailbox.imap, &mailbox.imap_secret),
        };
        let card = card.as_ref()?.0.clone();
        Some(Self { mailbox: mailbox.id, place, card, secret: secret.clone() })
    }
}

impl Desk {
    /// The address that mail about a ticket leaves from, by the site's decision, else the organization's. A mailbox that is gone,
    /// only takes mail in, or is another site's by now leaves it to the next best: the site's own, then the installation's address.
    pub(crate) async fn mail_sender(&self, tx: &mut Tx, ticket: TicketId) -> Result<Sender> {
        let customer = tx.ticket_customer(ticket).await?.ok_or(Error::NotFound)?;
        let settings = tx.mail_settings().await?;
        let mode = tx.site_mail_mode(customer.site_id).await?.unwrap_or(settings.mode);
        let chosen = match mode {
            OutboundMode::Original => customer.mailbox_id,
            OutboundMode::Fixed => settings.fixed,
            OutboundMode::SiteDefault | OutboundMode::Platform => None,
        };
        // One that moved to another site speaks for that one (S0-16).
        let fits = |mailbox: &MailboxRecord| {
            mailbox.direction.sends() && (mode != OutboundMode::Original || mailbox.site_id == customer.site_id)
        };
        let mut mailbox = match chosen {
            Some(id) => tx.mailbox_record(id).await?.filter(fits),
            None => None,
        };
        if mailbox.is_none() && mode != OutboundMode::Platform {
            mailbox = tx.mailbox_of_site(customer.site_id).await?;
        }
        match mailbox {
            Some(mailbox) => self.mail_sender_proven(tx, mailbox).await,
            None => self.mail_sender_platform(),
        }
    }

    /// A mailbox, where it may speak for its domain; else the installation's own address in its name, and answers go to the mailbox.
    /// Typing an address in proves nothing, and receivers believe whatever leaves from here (S0-16).
    pub(crate) async fn mail_sender_proven(&self, tx: &mut Tx, mailbox: MailboxRecord) -> Result<Sender> {
        let is_proven = self.settings.any_sender
            || mailbox.smtp.is_some()
            || tx.mail_domain(mailbox.address.domain()).await?.is_some_and(|record| record.is_seen);
        if is_proven {
            return Ok(Sender::of(mailbox));
        }
        let answers = mailbox.direction.receives().then_some(mailbox.address);
        Ok(Sender { mailbox: Some(mailbox.id), name: mailbox.name, answers, ..self.mail_sender_platform()? })
    }

    /// What mail of no mailbox comes from.
    pub(crate) fn platform_address(&self) -> Result<MailAddress> {
        let from = MailAddress::parse(&self.settings.mail_from);
        from.map_err(|error| Error::Broken(format!("the installation's own address: {error}")))
    }

    /// The installation's own address.
    pub(crate) fn mail_sender_platform(&self) -> Result<Sender> {
        let from = self.platform_address()?;
        let (name, is_platform) = (String::new(), true);
        Ok(Sender { mailbox: None, from, name, by: None, receives: false, is_platform, answers: None })
    }

    /// A server with its password, for the moment it is spoken to. Errors: words for whoever looks after the mailbox.
    pub(crate) fn server_opened(&self, sealed: &SealedServer) -> std::result::Result<MailServer, String> {
        let SealedServer { mailbox, place, card, secret } = sealed;
        let opened = |secret: &String| {
            let password = self.unseal(place, mailbox.0, secret).map(String::from_utf8);
            password.ok().and_then(std::result::Result::ok).ok_or_else(|| {
                tracing::warn!(%mailbox, place, "a password cannot be opened: is the installation's secret another one?");
                UNSEALED.to_owned()
            })
        };
        let password = secret.as_ref().map(opened).transpose()?.unwrap_or_default();
        let ServerCard { host, port, tls, user } = card.clone();
        Ok(MailServer { host, port, tls, user, password })
    }

    /// Hands a mail over, by its sender's own server where it has one. A password that cannot be opened is a try that failed.
    pub(super) async fn mail_handed(
        &self,
        mail: OutgoingMail,
        by: Option<&SealedServer>,
    ) -> std::result::Result<(), NotSent> {
        let by = by.map(|sealed| self.server_opened(sealed)).transpose();
        let by = by.map_err(|said| NotSent { said, for_good: false })?;
        self.ports.mailer.send(&OutgoingMail { by, ..mail }).await
    }
}
