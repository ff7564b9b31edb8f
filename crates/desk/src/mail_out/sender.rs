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
        mailbox.map_or_else(|| self.mail_sender_platform(), |mailbox| self.mail_sender_of(mailbox))
    }

    /// The installation's own address.
    pub(crate) fn mail_sender_platform(&self) -> Result<Sender> {
        let from = MailAddress::parse(&self.settings.mail_from).map_err(|error| Error::Broken(error.to_string()))?;
        Ok(Sender { mailbox: None, from, name: String::new(), by: None, receives: false })
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
