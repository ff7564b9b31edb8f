//! What our own mail is taken for when it comes back, and when it reaches another desk of ours (INV-13).

use crate::world::{ELSEWHERE, HERE, key};
use domain::MailAddress;
use mail::guard::{Guard, Outgoing, Reason, Receiver, guard, marks};
use mail::thread::{Place, marker};

/// A mail sent from `from` as it is seen in `at`.
fn seen(kind: Outgoing, from: Place, at: Place, return_path: Option<&str>) -> Guard {
    let headers: String =
        marks(kind, &marker(&key(), from)).headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let raw = format!("From: help@globex.example\r\nTo: help@acme.example\r\nSubject: x\r\n{headers}\r\nHello\r\n");
    let incoming = mail::parse(raw.as_bytes()).expect("a mail");
    let is_ours = |_: &MailAddress| false;
    guard(&incoming, &Receiver { markers: &[marker(&key(), at)], return_path, is_ours: &is_ours })
}

#[test]
fn a_place_knows_its_own_mail() {
    for kind in [Outgoing::Person, Outgoing::Reply, Outgoing::Notice] {
        assert_eq!(seen(kind, HERE, HERE, None), Guard::Own);
    }
}

#[test]
fn two_desks_do_not_answer_each_other_but_their_agents_may() {
    assert_eq!(seen(Outgoing::Person, ELSEWHERE, HERE, Some("help@globex.example")), Guard::Person);
    for kind in [Outgoing::Reply, Outgoing::Notice] {
        assert_eq!(seen(kind, ELSEWHERE, HERE, None), Guard::Automatic(Reason::AutoSubmitted));
    }
    assert!(marks(Outgoing::Reply, "x").null_return_path && !marks(Outgoing::Person, "x").null_return_path);
}

#[test]
fn mail_about_accounts_is_from_nowhere_and_still_a_machines() {
    let headers = marks(Outgoing::Notice, "").headers;
    let text: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let incoming = mail::parse(format!("From: no-reply@desk.example\r\n{text}\r\nx").as_bytes()).expect("a mail");
    for marker in [marker(&key(), HERE), String::new()] {
        let is_ours = |_: &MailAddress| false;
        let receiver = Receiver { markers: &[marker], return_path: Some("no-reply@desk.example"), is_ours: &is_ours };
        assert_eq!(guard(&incoming, &receiver), Guard::Automatic(Reason::AutoSubmitted));
    }
}

#[test]
fn the_null_path_of_the_session_counts_before_the_header() {
    assert_eq!(seen(Outgoing::Person, ELSEWHERE, HERE, Some("")), Guard::Automatic(Reason::NullPath));
    assert_eq!(seen(Outgoing::Person, ELSEWHERE, HERE, Some("<>")), Guard::Automatic(Reason::NullPath));
}

#[test]
fn marks_are_ascii_and_of_one_line() {
    for (name, value) in marks(Outgoing::Reply, &marker(&key(), HERE)).headers {
        assert!(name.is_ascii() && value.bytes().all(|b| b.is_ascii_graphic() || b == b' '), "{name}: {value}");
    }
}
