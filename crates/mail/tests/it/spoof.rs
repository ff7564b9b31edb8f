//! Who may write into a ticket: every sender with every proof (security.md A10, the part that needs no DNS).

use crate::world::{ANA, BO, ELSEWHERE, GENERATION, HERE, MAIL, MIA, TICKET, address, key, known};
use domain::TicketId;
use mail::thread::{Evidence, Place, Thread, ThreadKey, Who, message_id, named, reply_address, thread};
use uuid::Uuid;

fn reply_to(key: &ThreadKey, place: Place, ticket: TicketId, who: Who, generation: u32) -> String {
    reply_address(key, place, ticket, who, generation, &address("reply@desk.example")).expect("fits").to_string()
}

fn placed(from: &str, to: &str, headers: &str) -> Thread {
    let raw = format!("From: {from}\r\nTo: {to}\r\nSubject: Re: [ACME-042]\r\n{headers}\r\nHello\r\n");
    let incoming = mail::parse(raw.as_bytes()).expect("a mail");
    thread(&incoming, &key(), known)
}

fn reply(who: Who, by: Evidence) -> Thread {
    Thread::Reply { ticket: TICKET, who, by }
}

#[test]
fn every_sender_with_every_reply_address() {
    let by = Evidence::Address;
    let (ana, bo, mia, stranger) = ("ana@example.com", "bo@example.net", "mia@acme.example", "eve@example.org");
    let good = |who| reply_to(&key(), HERE, TICKET, who, GENERATION);
    let possible = Thread::Possible { ticket: TICKET, by };
    for (to, from, expected) in [
        (good(ANA), ana, reply(ANA, by)),
        (good(ANA), bo, reply(BO, by)),
        (good(ANA), stranger, possible),
        // A member needs their own.
        (good(ANA), mia, possible),
        (good(MIA), mia, reply(MIA, by)),
        (good(MIA), ana, possible),
        (good(MIA), stranger, possible),
    ] {
        assert_eq!(placed(from, &to, ""), expected, "{from} to {to}");
        assert_eq!(placed(from, &to.to_uppercase(), ""), expected, "{from} to {to} in capitals");
    }
    let other_key = ThreadKey::new(&[1; 32]).expect("long enough");
    for to in [
        reply_to(&other_key, HERE, TICKET, ANA, GENERATION),
        reply_to(&key(), ELSEWHERE, TICKET, ANA, GENERATION),
        reply_to(&key(), HERE, TICKET, ANA, GENERATION - 1),
        reply_to(&key(), HERE, TicketId(Uuid::from_u128(9)), ANA, GENERATION),
        "reply@desk.example".to_owned(),
        "reply+ACME-042@desk.example".to_owned(),
    ] {
        for from in [ana, bo, mia, stranger] {
            assert_eq!(placed(from, &to, ""), Thread::New, "{from} to {to}");
        }
    }
}

#[test]
fn every_sender_with_every_message_id() {
    let by = Evidence::MessageId;
    let good = message_id(&key(), HERE, TICKET, MAIL);
    let answers = |id: &str| format!("In-Reply-To: <{id}@desk.example>\r\n");
    let remembers = |id: &str| format!("References: <{id}@desk.example> <last@example.com>\r\n");
    for headers in [answers(&good), remembers(&good), answers(&good.to_uppercase())] {
        assert_eq!(placed("ana@example.com", "help@acme.example", &headers), reply(ANA, by));
        assert_eq!(placed("bo@example.net", "help@acme.example", &headers), reply(BO, by));
        for other in ["mia@acme.example", "eve@example.org"] {
            assert_eq!(placed(other, "help@acme.example", &headers), Thread::Possible { ticket: TICKET, by });
        }
    }
    let other_key = ThreadKey::new(&[1; 32]).expect("long enough");
    for id in [
        message_id(&other_key, HERE, TICKET, MAIL),
        message_id(&key(), ELSEWHERE, TICKET, MAIL),
        message_id(&key(), HERE, TicketId(Uuid::from_u128(9)), MAIL),
        format!("{good}0"),
        TICKET.to_string(),
    ] {
        assert_eq!(placed("ana@example.com", "help@acme.example", &answers(&id)), Thread::New, "{id}");
    }
}

#[test]
fn one_flipped_bit_is_no_proof() {
    const DIGITS: &[u8] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let good = reply_to(&key(), HERE, TICKET, ANA, GENERATION);
    let id = message_id(&key(), HERE, TICKET, MAIL);
    let flipped = |text: &str, at: usize| {
        let digit = DIGITS.iter().position(|digit| *digit == text.as_bytes()[at]).expect("a digit");
        let other = char::from(DIGITS[digit ^ 16]);
        format!("{}{other}{}", &text[..at], &text[at + 1..])
    };
    let start = "reply+".len();
    for at in start..start + 52 {
        assert_eq!(placed("ana@example.com", &flipped(&good, at), ""), Thread::New, "digit {at}");
    }
    for at in (3..id.len()).filter(|at| id.as_bytes()[*at] != b'.') {
        let headers = format!("In-Reply-To: <{}@desk.example>\r\n", flipped(&id, at));
        assert_eq!(placed("ana@example.com", "help@acme.example", &headers), Thread::New, "digit {at}");
    }
}

#[test]
fn a_false_reply_address_is_not_mended_by_a_true_message_id() {
    let revoked = reply_to(&key(), HERE, TICKET, ANA, GENERATION - 1);
    let headers = format!("In-Reply-To: <{}@desk.example>\r\n", message_id(&key(), HERE, TICKET, MAIL));
    assert_eq!(placed("ana@example.com", &revoked, &headers), Thread::New);
    // Somebody else's desk may have such addresses too: they name no ticket of ours.
    let foreign = reply_to(&key(), ELSEWHERE, TicketId(Uuid::from_u128(9)), ANA, GENERATION);
    assert_eq!(placed("ana@example.com", &foreign, &headers), reply(ANA, Evidence::MessageId));
}

#[test]
fn a_reply_address_fits_and_a_long_base_is_refused() {
    let long = reply_address(&key(), HERE, TICKET, ANA, 1, &address("elevenchars@desk.example")).expect("64 octets");
    assert_eq!(long.as_str().split('@').next().map(str::len), Some(64));
    assert_eq!(reply_address(&key(), HERE, TICKET, ANA, 1, &address("twelve-chars@desk.example")), None);
    let raw = format!("From: ana@example.com\r\nTo: {long}\r\n\r\n");
    assert_eq!(named(&mail::parse(raw.as_bytes()).expect("a mail")), [TICKET]);
}
