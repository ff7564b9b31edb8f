//! Our own mail as the other end reads it: all of it is there, it is known for what it is, and its answers find their ticket.

use crate::desk::{about, composed, envelope, file, marked, reply};
use crate::world::{ANA, ELSEWHERE, HERE, MAIL, TICKET, key, known};
use domain::MailAddress;
use mail::guard::{Guard, Outgoing, Reason, Receiver};
use mail::parse::Incoming;
use mail::thread::{Evidence, Place, Thread, marker};
use mail::ticket::{Reply, opened, replied};
use mail::{Envelope, guard, parse};
use proptest::prelude::*;

fn sent(kind: Outgoing) -> Incoming {
    let letter = if kind == Outgoing::Reply { opened(about()) } else { replied(about(), reply()) };
    let envelope = Envelope { marks: marked(kind), ..envelope() };
    parse(&composed(&envelope, &letter).raw).expect("a mail")
}

#[test]
fn all_of_it_comes_back() {
    let body = format!("Grüße = 100 % ☕\n.\n. .\nFrom here\n> no quote \n\ttab\n{}", "lang ".repeat(400));
    let mut letter = replied(about(), Reply { text: &body, ..reply() });
    let all: Vec<u8> = (0..=255).cycle().take(70_001).collect();
    letter.attachments = vec![
        file("Rechnung März 2026.pdf", "application/pdf", &all),
        file("a b.txt", "text/plain", b"--=_mixed\r\n.\r\n"),
        file("λ.bin", "", b""),
        file("old.eml", "message/rfc822", b"From: x@y.example\r\n\r\nz"),
    ];
    let sent = composed(&envelope(), &letter);
    let incoming = parse(&sent.raw).expect("a mail");
    assert_eq!((incoming.subject, incoming.notes), (letter.subject, Vec::new()));
    assert!(incoming.text.expect("text").starts_with(body.trim_end()));
    assert!(incoming.html.expect("HTML").contains("<strong>12,00 €</strong>"));
    let files: Vec<_> = incoming
        .attachments
        .iter()
        .map(|file| (file.name.as_str(), file.media.as_str(), file.bytes.as_slice()))
        .collect();
    assert_eq!(
        files,
        [
            ("Rechnung März 2026.pdf", "application/pdf", all.as_slice()),
            ("a b.txt", "text/plain", b"--=_mixed\r\n.\r\n".as_slice()),
            ("λ.bin", "application/octet-stream", b"".as_slice()),
            ("old.eml", "application/octet-stream", b"From: x@y.example\r\n\r\nz".as_slice()),
        ]
    );
    assert_eq!(incoming.message_id.as_deref(), Some(sent.message_id.as_str()));
    assert_eq!(incoming.in_reply_to, ["CAF1@mail.example"]);
    assert_eq!(incoming.references.len(), 2);
    assert_eq!(incoming.date, Some(envelope().at));
}

#[test]
fn a_place_knows_its_own_and_another_knows_who_wrote() {
    let seen = |kind, at: Place| {
        let (markers, is_ours) = ([marker(&key(), at)], |_: &MailAddress| false);
        guard(&sent(kind), &Receiver { markers: &markers, return_path: Some("help@desk.example"), is_ours: &is_ours })
    };
    for kind in [Outgoing::Person, Outgoing::Reply, Outgoing::Notice] {
        assert_eq!(seen(kind, HERE), Guard::Own);
    }
    assert_eq!(seen(Outgoing::Person, ELSEWHERE), Guard::Person);
    for kind in [Outgoing::Reply, Outgoing::Notice] {
        assert_eq!(seen(kind, ELSEWHERE), Guard::Automatic(Reason::AutoSubmitted));
    }
}

#[test]
fn any_one_id_of_ours_finds_the_ticket() {
    let ours = sent(Outgoing::Person);
    let mail = ours.message_id.expect("an id");
    let first = ours.references[0].clone();
    let expected = Thread::Reply { ticket: TICKET, who: ANA, by: Evidence::MessageId };
    for headers in [
        format!("In-Reply-To: <{mail}>\r\n"),
        format!("References: <{mail}>\r\n"),
        format!("References: <{first}>\r\n"),
        format!("In-Reply-To: <lost@mail.example>\r\nReferences: <{first}> <lost@mail.example>\r\n"),
        // A long conversation of a program that adds an id for every mail, ours in the middle.
        format!("References: {}<{mail}> {}\r\n", "<1@mail.example> ", "<2@mail.example> "),
    ] {
        let raw = format!("From: ana@example.com\r\nTo: help@desk.example\r\n{headers}\r\nThank you\r\n");
        let incoming = parse(raw.as_bytes()).expect("a mail");
        assert_eq!(mail::thread::named(&incoming), [TICKET]);
        assert_eq!(mail::thread(&incoming, &key(), known), expected, "{headers}");
    }
    assert_eq!(mail::thread::about(&[mail], &key(), |_| Some(HERE)), Some((TICKET, MAIL)));
}

#[test]
fn what_is_ours_in_a_quoted_mail_is_folded() {
    let text = sent(Outgoing::Person).text.expect("text");
    let quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
    let answer = format!("Thank you!\n\nOn Mon, 23 Nov 2026 at 10:00, Acme <help@desk.example> wrote:\n\n{quoted}");
    let pieces = mail::quote(&answer, "Re: x");
    assert_eq!(mail::quote::new_words(&pieces).trim(), "Thank you!");
}

proptest! {
    #[test]
    fn any_words_come_back(typed in "[ -~\n\té☕Ω]{0,400}", subject in "[ -~é☕Ω]{0,120}") {
        let letter = replied(about(), Reply { text: &typed, subject: &subject, ..reply() });
        let incoming = parse(&composed(&envelope(), &letter).raw).expect("a mail");
        prop_assert!(incoming.text.expect("text").starts_with(typed.trim_end()));
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(incoming.subject, one_line(&letter.subject));
    }
}
