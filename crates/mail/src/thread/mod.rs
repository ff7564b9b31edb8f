//! Which ticket a mail belongs to: by proof that we made, and by nothing else. A subject, a ticket's number, a name or a sender's address
//! prove nothing (security.md A10, peers.md 3.2).

mod address;
mod base32;
mod key;
mod marker;
mod message_id;

pub use address::{Token as ReplyToken, Who, reply_address};
pub use key::{KeyTooShort, Place, ThreadKey};
pub use marker::marker;
pub use message_id::{first_id, message_id};

use crate::parse::Incoming;
use address::Token;
use domain::{MailAddress, TicketId};
use message_id::OwnId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The most tickets that one mail may name; further ones are not looked up.
const NAMED: usize = 20;

/// Where a mail belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thread {
    /// The proof is good and the sender's address is one that takes part. Whether the sender is who the address says is for SPF, DKIM and
    /// DMARC to tell; a [`Who::User`] came through their own reply address, never by a message id alone.
    Reply {
        /// To which ticket.
        ticket: TicketId,
        /// Who takes part under the sender's address.
        who: Who,
        /// What proves it.
        by: Evidence,
    },
    /// The proof is good, but the sender takes no part: kept beside the ticket until an agent decides, and makes nobody a reader (INV-14).
    Possible {
        /// To which ticket.
        ticket: TicketId,
        /// What proves it.
        by: Evidence,
    },
    /// Nothing proves that it belongs to a ticket here.
    New,
}

/// What proves that a mail belongs to a ticket, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The reply address it came to.
    Address,
    /// One of our mails that it answers.
    MessageId,
}

/// A ticket that a mail may belong to, as the shelves know it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Which its proofs are made for; where it lives may be another by now.
    pub place: Place,
    /// Who takes part.
    pub people: Vec<Participant>,
}

/// Somebody who takes part in a ticket.
#[derive(Clone, Debug)]
pub struct Participant {
    /// Customer or member.
    pub who: Who,
    /// Where their mail goes.
    pub address: MailAddress,
    /// Which of their reply addresses are good: those made with this number. Raised to revoke all others.
    pub generation: u32,
}

/// The tickets that a mail names, whether it may or not: what to look up before [`thread`]. At most 20.
#[must_use]
pub fn named(incoming: &Incoming) -> Vec<TicketId> {
    let tokens = tokens(incoming).map(|token| token.ticket);
    let ids = answered(incoming).filter_map(OwnId::read).map(|id| id.ticket);
    let mut found = Vec::new();
    for ticket in tokens.chain(ids) {
        if found.len() < NAMED && !found.contains(&ticket) {
            found.push(ticket);
        }
    }
    found
}

/// Where the mail belongs; ask [`guard`](fn@crate::guard) first, because a bounce belongs to the mail it is [`about`], whatever it
/// answers. `known` finds a ticket that takes mail from where this one came in, and no other: each is proved for its own place. A reply
/// address that names a known ticket and proves false, or was revoked, makes the mail a new one, whatever else it carries.
pub fn thread(incoming: &Incoming, key: &ThreadKey, known: impl Fn(TicketId) -> Option<Known>) -> Thread {
    let sender = &incoming.from.address;
    let mut refused = false;
    for token in tokens(incoming).take(NAMED) {
        let Some(ticket) = known(token.ticket) else { continue };
        let holder = ticket.people.iter().find(|person| token.is_for(key, ticket.place, person.who, person.generation));
        let Some(holder) = holder else {
            refused = true;
            continue;
        };
        let (ticket_id, by) = (token.ticket, Evidence::Address);
        let takes_part = if holder.address == *sender {
            Some(holder.who)
        } else if matches!(holder.who, Who::Contact(_)) {
            contact(&ticket, sender)
        } else {
            None
        };
        return takes_part.map_or(Thread::Possible { ticket: ticket_id, by }, |who| Thread::Reply {
            ticket: ticket_id,
            who,
            by,
        });
    }
    if refused {
        return Thread::New;
    }
    for id in answered(incoming).filter_map(OwnId::read) {
        let Some(ticket) = known(id.ticket).filter(|ticket| id.is_ours(key, ticket.place)) else { continue };
        let by = Evidence::MessageId;
        let who = contact(&ticket, sender);
        return who.map_or(Thread::Possible { ticket: id.ticket, by }, |who| Thread::Reply {
            ticket: id.ticket,
            who,
            by,
        });
    }
    Thread::New
}

/// The tickets that `ids` name, whether we made them or not: what to look up before [`about`].
#[must_use]
pub fn claimed(ids: &[String]) -> Vec<TicketId> {
    let mut found = Vec::new();
    for id in ids.iter().filter_map(|id| OwnId::read(id)) {
        if !found.contains(&id.ticket) {
            found.push(id.ticket);
        }
    }
    found
}

/// Which of our mails `ids` name (those that a bounce gives back): the ticket and the mail, the first that we made. `place` says which a
/// ticket's proofs are made for, where it takes mail from where the bounce came in.
pub fn about(ids: &[String], key: &ThreadKey, place: impl Fn(TicketId) -> Option<Place>) -> Option<(TicketId, Uuid)> {
    let is_ours = |id: &OwnId| place(id.ticket).is_some_and(|place| id.is_ours(key, place));
    let ours = ids.iter().filter_map(|id| OwnId::read(id)).find(is_ours);
    ours.map(|id| (id.ticket, id.mail))
}

/// A customer who takes part under that address. A member needs their own reply address.
fn contact(ticket: &Known, sender: &MailAddress) -> Option<Who> {
    let found = ticket.people.iter().find(|person| matches!(person.who, Who::Contact(_)) && person.address == *sender);
    found.map(|person| person.who)
}

fn tokens(incoming: &Incoming) -> impl Iterator<Item = Token> {
    incoming.recipients().into_iter().filter_map(Token::read)
}

/// What the mail answers, nearest first.
fn answered(incoming: &Incoming) -> impl Iterator<Item = &str> {
    incoming.in_reply_to.iter().chain(incoming.references.iter().rev()).map(String::as_str)
}
