//! The small world that every mail of the corpus arrives in: one place, two customers, one member, one ticket.

use domain::{ContactId, MailAddress, OrgId, SiteId, TicketId, UserId};
use mail::guard::Receiver;
use mail::thread::{Known, Participant, Place, ThreadKey, Who, marker};
use uuid::Uuid;

/// Where the mails arrive.
pub const HERE: Place = Place { org: OrgId(Uuid::from_u128(0xa1)), site: SiteId(Uuid::from_u128(0xa2)) };
/// Another organization's place.
pub const ELSEWHERE: Place = Place { org: OrgId(Uuid::from_u128(0xb1)), site: SiteId(Uuid::from_u128(0xb2)) };
/// Ana's ticket; Bo was invited to it, Mia works on it.
pub const TICKET: TicketId = TicketId(Uuid::from_u128(0xc1));
/// The mail that Ana answers.
pub const MAIL: Uuid = Uuid::from_u128(0xd1);
pub const ANA: Who = Who::Contact(ContactId(Uuid::from_u128(0xe1)));
pub const BO: Who = Who::Contact(ContactId(Uuid::from_u128(0xe2)));
pub const MIA: Who = Who::User(UserId(Uuid::from_u128(0xe3)));
/// Reply addresses made before were revoked.
pub const GENERATION: u32 = 2;

pub fn key() -> ThreadKey {
    ThreadKey::new(b"a key for tests, and for nothing else").expect("long enough")
}

pub fn address(text: &str) -> MailAddress {
    MailAddress::parse(text).expect("an address")
}

/// What the shelves know: [`TICKET`] in [`HERE`].
pub fn known(ticket: TicketId) -> Option<Known> {
    let person = |who, text| Participant { who, address: address(text), generation: GENERATION };
    let people = vec![person(ANA, "ana@example.com"), person(BO, "bo@example.net"), person(MIA, "mia@acme.example")];
    (ticket == TICKET).then_some(Known { place: HERE, people })
}

/// Calls `then` with what the receiving end knows.
pub fn received<T>(then: impl FnOnce(&Receiver<'_>) -> T) -> T {
    let markers = [marker(&key(), HERE)];
    let is_ours = |address: &MailAddress| address.key() == "help@acme.example" || address.key() == "sales@acme.example";
    then(&Receiver { markers: &markers, return_path: None, is_ours: &is_ours })
}
