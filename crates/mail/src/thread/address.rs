//! The address that an answer comes to: `reply+<token>@domain`. The token names the ticket and proves for whom it was made, in one place
//! and one generation (security.md A10). It lets nobody read; it only says where a mail belongs.

use super::base32;
use super::key::{Place, Tag, ThreadKey};
use domain::{ContactId, MailAddress, TicketId, UserId};
use uuid::Uuid;

const PURPOSE: &str = "helpstead reply address 1";
/// Digits of ticket and proof: 256 bits.
const DIGITS: usize = 52;

/// For whom a reply address was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A customer of the ticket.
    Contact(ContactId),
    /// A member, who may answer by mail where the organization allows it.
    User(UserId),
}

/// A token as it was read from an address: proves nothing yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The ticket it names.
    pub ticket: TicketId,
    tag: Tag,
}

/// The reply address of one person for one ticket. `base` is what stands around the token: with `reply@desk.example` it becomes
/// `reply+<token>@desk.example`. Raising `generation` makes all addresses of that person void. `None` when the part before the `@`
/// would be longer than the 64 octets of RFC 5321: the base may have 11.
#[must_use]
pub fn reply_address(
    key: &ThreadKey,
    place: Place,
    ticket: TicketId,
    who: Who,
    generation: u32,
    base: &MailAddress,
) -> Option<MailAddress> {
    let tag = key.tag(
        PURPOSE,
        place,
        &facts(&ticket, &who, &generation.to_be_bytes()).each_ref().map(|fact| fact.as_slice()),
    );
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(ticket.0.as_bytes());
    bytes[16..].copy_from_slice(&tag);
    let (local, domain) = base.as_str().split_once('@')?;
    MailAddress::parse(&format!("{local}+{}@{domain}", base32::encode(&bytes))).ok()
}

impl Token {
    /// The token in an address: what follows the last plus sign.
    pub fn read(address: &MailAddress) -> Option<Self> {
        let (local, _) = address.as_str().split_once('@')?;
        let (_, digits) = local.rsplit_once('+')?;
        let bytes: [u8; 32] = base32::decode(digits).filter(|_| digits.len() == DIGITS)?;
        let (ticket, tag) = bytes.split_at(16);
        Some(Self { ticket: TicketId(Uuid::from_slice(ticket).ok()?), tag: tag.try_into().ok()? })
    }

    /// Whether it was made by us for this person, here, and is not revoked.
    pub fn is_for(&self, key: &ThreadKey, place: Place, who: Who, generation: u32) -> bool {
        let facts = facts(&self.ticket, &who, &generation.to_be_bytes());
        key.proves(&self.tag, PURPOSE, place, &facts.each_ref().map(|fact| fact.as_slice()))
    }
}

fn facts(ticket: &TicketId, who: &Who, generation: &[u8; 4]) -> [Vec<u8>; 4] {
    let (kind, id) = match who {
        Who::Contact(id) => (b'c', id.0),
        Who::User(id) => (b'u', id.0),
    };
    [ticket.0.as_bytes().to_vec(), vec![kind], id.as_bytes().to_vec(), generation.to_vec()]
}
