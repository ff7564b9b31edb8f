//! From which address a ticket's mail leaves (D14, S1-30, S0-16).

use crate::ports::MailServer;
use crate::{Desk, Error, Result};
use domain::mailbox::{OutboundMode, ServerCard};
use domain::{MailAddress, MailboxId, TicketId};
use store::Tx;
use store::mailbox::MailboxRecord;

/// The place of a mailbox's secrets in their seal.
pub(crate) const SMTP_SECRET: &str = "mailbox.smtp_secret";
/// As above, for the folder.
pub(crate) const IMAP_SECRET: &str = "mailbox.imap_secret";

/// Who a mail is from, and by which way it leaves.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    /// The mailbox, where it is not the installation's own address.
    pub(crate) mailbox: Option<MailboxId>,
    pub(crate) from: MailAddress,
    /// What people see beside the address; empty leaves it to the organization.
    pub(crate) name: String,
    /// Its own server.
    pub(crate) by: Option<MailServer>,
    /// Whether what is written to the address comes in.
    pub(crate) receives: bool,
    /// The address whose place this one takes, where what is written there comes in.
    pub(crate) answers: Option<MailAddress>,
}

impl Desk {
    /// The address that mail about a ticket leaves from, by the site's decision, else the organization's. A mailbox that is gone or
    /// only takes mail in leaves it to the next best: the site's own, then the installation's address.
    pub(crate) async fn mail_sender(&self, tx: &mut Tx, ticket: TicketId) -> Result<Sender> {
        let customer = tx.ticket_customer(ticket).await?.ok_or(Error::NotFound)?;
        let settings = tx.mail_settings().await?;
        let mode = tx.site_mail_mode(customer.site_id).await?.unwrap_or(settings.mode);
        let chosen = match mode {
            OutboundMode::Original => customer.mailbox_id,
            OutboundMode::Fixed => settings.fixed,
            OutboundMode::SiteDefault | OutboundMode::Platform => None,
        };
        let mut mailbox = match chosen {
            Some(id) => tx.mailbox_record(id).await?.filter(|mailbox| mailbox.direction.sends()),
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
            return self.mail_sender_of(mailbox);
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
        Ok(Sender { mailbox: None, from, name: String::new(), by: None, receives: false, answers: None })
    }

    /// A mailbox, with its own server where it has one.
    pub(crate) fn mail_sender_of(&self, mailbox: MailboxRecord) -> Result<Sender> {
        let by = self.mailbox_server(&mailbox, SMTP_SECRET)?;
        Ok(Sender {
            mailbox: Some(mailbox.id),
            receives: mailbox.direction.receives(),
            from: mailbox.address,
            name: mailbox.name,
            by,
            answers: None,
        })
    }

    /// A server of a mailbox, with its password: `place` is the one of [`SMTP_SECRET`] and [`IMAP_SECRET`] that is wanted.
    pub(crate) fn mailbox_server(&self, mailbox: &MailboxRecord, place: &str) -> Result<Option<MailServer>> {
        let (card, sealed) = match place {
            SMTP_SECRET => (&mailbox.smtp, &mailbox.smtp_secret),
            _ => (&mailbox.imap, &mailbox.imap_secret),
        };
        let Some(ServerCard { host, port, tls, user }) = card.as_ref().map(|card| card.0.clone()) else {
            return Ok(None);
        };
        let password = match sealed {
            Some(sealed) => String::from_utf8(self.unseal(place, mailbox.id.0, sealed)?)
                .map_err(|_| Error::Broken(format!("{place} of {} is no text", mailbox.id)))?,
            None => String::new(),
        };
        Ok(Some(MailServer { host, port, tls, user, password }))
    }
}
