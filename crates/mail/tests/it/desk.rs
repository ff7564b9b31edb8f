//! What a desk puts into its mails, for the tests of what goes out.

use crate::world::{HERE, MAIL, TICKET, address, key};
use domain::Timestamp;
use mail::guard::{Marks, Outgoing, marks};
use mail::thread::{first_id, marker, message_id};
use mail::ticket::{About, Reply, Wrote};
use mail::{Attached, Brand, Composed, Envelope, Letter, Person, compose};
use std::sync::LazyLock;

pub static ACME: LazyLock<Brand> = LazyLock::new(|| Brand {
    accent: "#f5b700".to_owned(),
    name: "Acme".to_owned(),
    logo: Some("https://desk.example/acme/logo/1".to_owned()),
});

pub const PAGE: &str = "https://desk.example/ticket/8sKq2VbN0tYx";

pub fn about() -> About<'static> {
    About { code: "ACME-042", site: "Acme Shop", url: Some(PAGE), brand: &ACME, answer_by_mail: true }
}

pub fn reply() -> Reply<'static> {
    Reply {
        subject: "Charged twice",
        author: "Ben Müller",
        text: "Hello Ana,\n\nsorry for that. We have sent **12,00 €** back; it takes two days.",
        html: "<p>Hello Ana,</p>\n<p>sorry for that. We have sent <strong>12,00 €</strong> back; it takes two days.</p>\n",
        org_signature: Some("Acme GmbH · Zürich".to_owned()),
        agent_signature: Some("Ben Müller\nMon to Thu".to_owned()),
        left_out: &[],
    }
}

pub fn wrote() -> Wrote<'static> {
    Wrote { customer: "Ana", subject: "Charged twice", text: "Thank you.", html: "<p>Thank you.</p>", files: &[] }
}

pub fn marked(kind: Outgoing) -> Marks {
    marks(kind, &marker(&key(), HERE))
}

/// To Ana, about [`TICKET`], in answer to a mail of hers.
pub fn envelope() -> Envelope {
    Envelope {
        message_id: message_id(&key(), HERE, TICKET, MAIL),
        references: vec![format!("{}@desk.example", first_id(&key(), HERE, TICKET)), "CAF1@mail.example".to_owned()],
        in_reply_to: Some("CAF1@mail.example".to_owned()),
        from_name: "Acme".to_owned(),
        from: address("help@desk.example"),
        reply_to: None,
        to: Person { name: "Ana Lee".to_owned(), address: address("ana@example.com") },
        cc: Vec::new(),
        marks: marked(Outgoing::Person),
        at: Timestamp(1_795_377_600_000_000),
    }
}

/// An account's: from nowhere, and the first of its kind.
pub fn of_account() -> Envelope {
    Envelope {
        message_id: "0192f0c1-0000-7000-8000-000000000001".to_owned(),
        references: Vec::new(),
        in_reply_to: None,
        from_name: "Helpstead".to_owned(),
        to: address("ana@example.com").into(),
        marks: marks(Outgoing::Notice, ""),
        ..envelope()
    }
}

pub fn file(name: &str, media: &str, bytes: &[u8]) -> Attached {
    Attached { name: name.to_owned(), media: media.to_owned(), bytes: bytes.to_vec() }
}

pub fn composed(envelope: &Envelope, letter: &Letter) -> Composed {
    compose(envelope, letter).expect("composes")
}

/// As text, its lines ended as ours are.
pub fn text(raw: &[u8]) -> String {
    String::from_utf8(raw.to_vec()).expect("mails are ASCII").replace("\r\n", "\n")
}

pub fn head(raw: &[u8]) -> String {
    text(raw).split_once("\n\n").expect("a head").0.to_owned()
}
