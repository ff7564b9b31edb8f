//! Where a mail may belong, as the shelves know it: its mailbox, and the tickets that it names.

use crate::access::mailbox::generation_of;
use crate::{Desk, Result};
use domain::{MailAddress, MailTestId, MailboxId, OrgId, SiteId, TicketId};
use mail::guard::Bounce;
use mail::thread::{Known, Participant, Place, ThreadKey, Who, about, claimed, marker, named, thread};
use mail::{Incoming, Thread};
use store::Tx;
use store::mail_in::MailInRecord;
use store::mail_settings::TicketCustomer;
use store::mailbox::MailboxRecord;
use uuid::Uuid;

/// A mail's place, and everything that may be asked about it.
pub(super) struct Placed {
    /// Where a ticket that it opens belongs.
    pub(super) site: SiteId,
    /// The mailbox it came to; a reply address belongs to none.
    pub(super) mailbox: Option<MailboxRecord>,
    /// What our own mail carries that may come back here.
    pub(super) markers: Vec<String>,
    key: ThreadKey,
    known: Vec<(TicketId, Known)>,
}

impl Placed {
    /// `None` when the mailbox is gone and no ticket stands for it.
    pub(super) async fn of(
        desk: &Desk,
        tx: &mut Tx,
        record: &MailInRecord,
        incoming: &Incoming,
    ) -> Result<Option<Self>> {
        let mailbox = match record.mailbox_id {
            Some(id) => tx.mailbox_record(id).await?,
            None => None,
        };
        let site = match (&mailbox, record.ticket_id) {
            (Some(mailbox), _) => mailbox.site_id,
            (None, Some(ticket)) => match tx.ticket_customer(ticket).await? {
                Some(customer) => customer.site_id,
                None => return Ok(None),
            },
            (None, None) => return Ok(None),
        };
        let mut placed = Self { site, mailbox, markers: Vec::new(), key: desk.thread_key()?, known: Vec::new() };
        for ticket in named(incoming) {
            placed.look_up(tx, ticket).await?;
        }
        let places = placed.known.iter().map(|(_, known)| known.place).chain([Place { org: tx.org(), site }]);
        placed.markers = places.map(|place| marker(&placed.key, place)).collect();
        Ok(Some(placed))
    }

    /// Where it belongs.
    pub(super) fn thread(&self, incoming: &Incoming) -> Thread {
        thread(incoming, &self.key, |ticket| self.known(ticket).cloned())
    }

    /// The mail of ours that a bounce gives back, and its ticket.
    pub(super) async fn about(&mut self, tx: &mut Tx, bounce: &Bounce) -> Result<Option<(TicketId, Uuid)>> {
        for ticket in claimed(&bounce.about) {
            self.look_up(tx, ticket).await?;
        }
        Ok(about(&bounce.about, &self.key, |ticket| self.known(ticket).map(|known| known.place)))
    }

    /// The test of its mailbox that the mail is, if it is one.
    pub(super) fn test_of(&self, incoming: &Incoming, org: OrgId) -> Option<(MailboxId, MailTestId)> {
        let mailbox = self.mailbox.as_ref()?;
        let (test, place) = (mailbox.test_id?, Place { org, site: mailbox.site_id });
        let id = mail::thread::message_id(&self.key, place, TicketId(Uuid::nil()), test.0);
        let found = incoming.message_id.as_deref()?.split('@').next()?;
        (found == id).then_some((mailbox.id, test))
    }

    fn known(&self, ticket: TicketId) -> Option<&Known> {
        self.known.iter().find(|(id, _)| *id == ticket).map(|(_, known)| known)
    }

    /// Learns of a ticket, where it takes mail from here.
    async fn look_up(&mut self, tx: &mut Tx, ticket: TicketId) -> Result<()> {
        if self.known(ticket).is_some() {
            return Ok(());
        }
        if let Some(customer) = tx.ticket_customer(ticket).await?
            && self.takes(tx, ticket, &customer).await?
        {
            self.known.push((ticket, known(tx, &customer).await?));
        }
        Ok(())
    }

    /// Mail about a ticket comes to its own site, and to a mailbox that a mail about it left from: an organization may send all mail from
    /// one, and a mailbox may have moved since. To nobody else's (S0-16).
    async fn takes(&self, tx: &mut Tx, ticket: TicketId, customer: &TicketCustomer) -> Result<bool> {
        match &self.mailbox {
            _ if customer.site_id == self.site => Ok(true),
            Some(mailbox) => Ok(tx.mail_out_left(ticket, mailbox.id).await?),
            None => Ok(false),
        }
    }
}

/// A ticket with everybody who takes part in it.
async fn known(tx: &mut Tx, customer: &TicketCustomer) -> Result<Known> {
    let participant = |who, email: &str, generation| {
        let address = MailAddress::parse(email).ok()?;
        Some(Participant { who, address, generation: generation_of(generation) })
    };
    let contact = participant(Who::Contact(customer.contact_id), &customer.email, customer.mail_generation);
    let members = tx.members_by_mail().await?;
    let members = members.iter().filter_map(|one| participant(Who::User(one.user_id), &one.email, one.mail_generation));
    let people = contact.into_iter().chain(members).collect();
    Ok(Known { place: Place { org: tx.org(), site: customer.mail_site_id }, people })
}
