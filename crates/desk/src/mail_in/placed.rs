//! Where a mail may belong, as the shelves know it: its mailbox, and the tickets that it names.

use crate::access::mailbox::generation_of;
use crate::{Desk, Result};
use domain::{MailAddress, MailTestId, MailboxId, TicketId};
use mail::thread::{Known, Participant, Place, ThreadKey, Who, marker, named, thread};
use mail::{Incoming, Thread};
use store::Tx;
use store::mail_in::MailInRecord;
use store::mailbox::MailboxRecord;
use uuid::Uuid;

/// A mail's place, and everything that may be asked about it.
pub(super) struct Placed {
    pub(super) place: Place,
    /// The mailbox it came to; a reply address belongs to none.
    pub(super) mailbox: Option<MailboxRecord>,
    /// What our own mail from here carries.
    pub(super) marker: String,
    pub(super) key: ThreadKey,
    known: Vec<(TicketId, Known)>,
    host: String,
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
        let place = Place { org: tx.org(), site };
        let key = desk.thread_key()?;
        let mut known = Vec::new();
        for ticket in named(incoming) {
            known.extend(known_ticket(tx, ticket).await?.map(|found| (ticket, found)));
        }
        let host = mailbox.as_ref().map(|mailbox| mailbox.address.domain().to_owned()).unwrap_or_default();
        Ok(Some(Self { place, mailbox, marker: marker(&key, place), key, known, host }))
    }

    /// Where it belongs.
    pub(super) fn thread(&self, incoming: &Incoming) -> Thread {
        let find = |ticket| self.known.iter().find(|(id, _)| *id == ticket).map(|(_, known)| known.clone());
        thread(incoming, &self.key, self.place, find)
    }

    /// Whether one of those ids is a mail's that was sent from here.
    pub(super) fn sent(&self, ids: &[String]) -> bool {
        mail::thread::about(ids, &self.key, self.place).is_some()
    }

    /// The test of its mailbox that the mail is, if it is one.
    pub(super) fn test_of(&self, incoming: &Incoming) -> Option<(MailboxId, MailTestId)> {
        let mailbox = self.mailbox.as_ref()?;
        let test = mailbox.test_id?;
        let id = mail::thread::message_id(&self.key, self.place, TicketId(Uuid::nil()), test.0);
        let found = incoming.message_id.as_deref()?.split('@').next()?;
        (found == id && !self.host.is_empty()).then_some((mailbox.id, test))
    }
}

/// A ticket with everybody who takes part in it.
async fn known_ticket(tx: &mut Tx, ticket: TicketId) -> Result<Option<Known>> {
    let Some(customer) = tx.ticket_customer(ticket).await? else { return Ok(None) };
    let participant = |who, email: &str, generation| {
        let address = MailAddress::parse(email).ok()?;
        Some(Participant { who, address, generation: generation_of(generation) })
    };
    let contact = participant(Who::Contact(customer.contact_id), &customer.email, customer.mail_generation);
    let members = tx.members_by_mail().await?;
    let members = members.iter().filter_map(|one| participant(Who::User(one.user_id), &one.email, one.mail_generation));
    let people = contact.into_iter().chain(members).collect();
    Ok(Some(Known { place: Place { org: tx.org(), site: customer.site_id }, people }))
}
