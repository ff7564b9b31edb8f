//! The bytes that go out: the same every time, and nothing in them that somebody typed can be taken for something of ours.

use crate::desk::{about, composed, envelope, file, head, marked, of_account, reply, text};
use crate::world::address;
use mail::guard::Outgoing;
use mail::ticket::{opened, replied};
use mail::{ComposeError, Envelope, Letter, Person, compose, read};
use proptest::prelude::*;

const EVIL: &str =
    "Hi\r\nBcc: victim@example.com\r\n\r\n<script>\0\u{2028}\u{202e}=?utf-8?q?=0D=0ABcc:_v@example.com?=";

/// The names of the fields of a head, in order.
fn fields(head: &str) -> Vec<&str> {
    let lines = head.lines().filter(|line| !line.starts_with(' '));
    lines.map(|line| line.split(':').next().expect("a name")).collect()
}

#[test]
fn nothing_typed_can_end_a_header() {
    let quiet = head(&composed(&full("x"), &letter("x")).raw);
    let raw = composed(&full(EVIL), &letter(EVIL)).raw;
    let head = head(&raw);
    assert_eq!(fields(&head), fields(&quiet), "{head}");
    let told = "Hi Bcc: victim@example.com <script> =?utf-8?q?=0D=0ABcc:_v@example.com?=";
    let incoming = mail::parse(&raw).expect("a mail");
    assert_eq!(incoming.subject, format!("Re: {told} [ACME-042]"));
    assert_eq!((incoming.from.name.as_str(), incoming.to[0].name.as_str()), (told, told));
    assert_eq!((incoming.to.len(), incoming.cc.len()), (1, 1));
    assert_eq!(incoming.attachments.len(), 1);
    assert!(!incoming.attachments[0].name.contains(['\r', '\n', '"', ':']), "{}", incoming.attachments[0].name);
    assert_eq!(incoming.attachments[0].media, "application/octet-stream");
}

/// An envelope with `typed` wherever a text can be.
fn full(typed: &str) -> Envelope {
    Envelope {
        references: vec![typed.to_owned(), format!("<{typed}@x.example>"), "good@x.example".to_owned()],
        in_reply_to: Some("good@x.example".to_owned()),
        from_name: typed.to_owned(),
        reply_to: Some(address("help+x@desk.example")),
        to: Person { name: typed.to_owned(), address: address("ana@example.com") },
        cc: vec![address("bo@example.net"), address("ANA@example.com")],
        ..envelope()
    }
}

fn letter(typed: &str) -> Letter {
    let mut letter = replied(about(), mail::ticket::Reply { subject: typed, author: typed, ..reply() });
    letter.attachments.push(file(typed, typed, b"x"));
    letter
}

#[test]
fn a_message_that_has_no_name_is_refused() {
    for id in ["", ".", "a..b", "a b", "a@b", "a\r\nBcc: c@d.example", "<a>", "é", &"x".repeat(201)] {
        let refused = compose(&Envelope { message_id: id.to_owned(), ..envelope() }, &opened(about()));
        assert_eq!(refused, Err(ComposeError::MessageId(id.to_owned())));
    }
}

#[test]
fn ids_that_are_none_are_left_out_and_the_answered_mail_comes_last() {
    let head = head(&composed(&full("x"), &letter("x")).raw);
    assert!(head.contains("\nReferences: <x@x.example> <good@x.example>\n"), "{head}");
    let own = composed(&envelope(), &opened(about())).message_id;
    let references =
        vec!["<a@x.example>".to_owned(), format!("<{own}>"), "CAF1@mail.example".to_owned(), "a@x.example".to_owned()];
    let raw =
        composed(&Envelope { references, in_reply_to: Some("b@x.example".to_owned()), ..envelope() }, &opened(about()))
            .raw;
    let incoming = mail::parse(&raw).expect("a mail");
    assert_eq!(incoming.references, ["a@x.example", "CAF1@mail.example", "b@x.example"]);
    assert_eq!(incoming.in_reply_to, ["b@x.example"]);
    let first = head_of_account();
    assert!(!first.contains("References") && !first.contains("In-Reply-To"), "{first}");
}

fn head_of_account() -> String {
    head(&composed(&of_account(), &mail::account::confirm("https://desk.example/confirm/x")).raw)
}

#[test]
fn many_references_are_folded_and_the_middle_is_left_out() {
    let long = "x".repeat(80);
    let references: Vec<String> = (0..200).map(|at| format!("{at}.{long}@mail.example")).collect();
    let raw =
        composed(&Envelope { references: references.clone(), in_reply_to: None, ..envelope() }, &opened(about())).raw;
    let kept: Vec<String> = std::iter::once(&references[0]).chain(&references[180..]).cloned().collect();
    assert_eq!(mail::parse(&raw).expect("a mail").references, kept);
    assert!(text(&raw).lines().all(|line| line.len() <= 120), "one id a line");
}

#[test]
fn lines_are_short_and_of_ascii() {
    let names = "Καφενείο ☕ «Η Ωραία Ελλάς» ".repeat(6);
    let mut letter = letter(&names);
    letter.attachments.push(file("a.bin", "application/pdf", &[0xff; 5000]));
    let raw = composed(&full(&names), &letter).raw;
    for line in text(&raw).lines() {
        assert!(
            line.is_ascii() && (line.len() <= 78 || line.contains("filename*=") || line.contains("<hs.")),
            "{line}"
        );
    }
    assert!(!raw.windows(2).any(|two| two[1] == b'\n' && two[0] != b'\r'), "no bare line feed");
}

#[test]
fn names_and_subjects_of_any_script_come_back() {
    for typed in [
        "Kaffee ☕ für alle, und zwar sofort und ohne Milch und ohne Zucker bitte",
        "Ο λογαριασμός μου χρεώθηκε δύο φορές αυτόν τον μήνα",
        "👩\u{200d}👩\u{200d}👧 🇬🇷 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
        "请求退款",
        "Café \"Zürich\", GmbH",
        "Lee, Ana (Acme) \\ <x>",
    ] {
        let raw = composed(&full(typed), &letter(typed)).raw;
        let incoming = mail::parse(&raw).expect("a mail");
        assert_eq!(incoming.subject, format!("Re: {typed} [ACME-042]"));
        assert_eq!((incoming.from.name.as_str(), incoming.to[0].name.as_str()), (typed, typed));
    }
}

#[test]
fn marks_say_what_a_mail_is_and_where_its_bounce_goes() {
    for (kind, submitted, return_path) in [
        (Outgoing::Person, "", "help@desk.example"),
        (Outgoing::Reply, "auto-replied", ""),
        (Outgoing::Notice, "auto-generated", "help@desk.example"),
    ] {
        let sent = composed(&Envelope { marks: marked(kind), ..envelope() }, &opened(about()));
        let mail = read(&sent.raw);
        let suppressed = if kind == Outgoing::Person { "" } else { "All" };
        assert_eq!((mail.header("auto-submitted"), mail.header("x-auto-response-suppress")), (submitted, suppressed));
        assert_eq!((sent.return_path.as_str(), mail.header("list-unsubscribe")), (return_path, ""));
        assert!(mail.header("x-helpstead").ends_with(if kind == Outgoing::Person {
            "; person"
        } else {
            "; automatic"
        }));
    }
    assert!(head_of_account().contains("\nX-Helpstead: -; automatic\n"));
}

#[test]
fn the_same_mail_is_the_same_bytes_twice() {
    assert_eq!(composed(&full("x"), &letter("x")), composed(&full("x"), &letter("x")));
    let other = composed(&Envelope { message_id: "other".to_owned(), ..full("x") }, &letter("x"));
    assert_ne!(composed(&full("x"), &letter("x")).raw, other.raw);
}

#[test]
fn who_gets_it_and_where_answers_go_is_seen() {
    let mail = read(&composed(&full("x"), &letter("x")).raw);
    assert_eq!(mail.to, "x <ana@example.com>");
    assert_eq!(mail.header("cc"), "bo@example.net", "nobody twice");
    assert_eq!(mail.header("reply-to"), "help+x@desk.example");
    assert_eq!(mail.message_id, format!("<{}>", composed(&envelope(), &opened(about())).message_id));
}

proptest! {
    #[test]
    fn whatever_is_typed_the_fields_stay_the_same(typed in "(\\PC|\\r|\\n|\\x00|Bcc: |=\\?utf-8\\?b\\?DQo=\\?=|[<>\",;:@\\\\]| |é|😀){0,80}") {
        let raw = composed(&full(&typed), &letter(&typed)).raw;
        let head = head(&raw);
        let mut expected = vec!["From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"];
        expected.extend(["X-Helpstead", "MIME-Version", "Content-Type"]);
        prop_assert_eq!(fields(&head), expected);
        let incoming = mail::parse(&raw).expect("a mail");
        let addresses: Vec<String> = incoming.recipients().iter().map(ToString::to_string).collect();
        prop_assert_eq!(addresses, ["ana@example.com", "bo@example.net"]);
        prop_assert_eq!(incoming.from.address.as_str(), "help@desk.example");
        prop_assert_eq!(incoming.attachments.len(), 1);
    }
}
