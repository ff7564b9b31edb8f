//! What our mails say, and how they look. Four of them are kept whole in `tests/letters`; with `HELPSTEAD_WRITE_LETTERS=1` the files are
//! written instead: read the difference before committing it.

use crate::desk::{ACME, PAGE, about, composed, envelope, file, marked, of_account, reply, text, wrote};
use mail::guard::Outgoing;
use mail::ticket::{About, Reply, Wrote, assigned_reply, link, opened, replied};
use mail::{Brand, Envelope, Letter, ReadMail, mailbox_test, read};
use std::path::Path;

fn as_read(letter: &Letter) -> ReadMail {
    read(&composed(&envelope(), letter).raw)
}

fn html(letter: &Letter) -> String {
    as_read(letter).html.expect("HTML")
}

/// Compares with the file of that name, or writes it.
fn is_kept(name: &str, became: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters").join(name);
    if std::env::var_os("HELPSTEAD_WRITE_LETTERS").is_some() {
        std::fs::write(path, became).expect("written");
    } else {
        assert_eq!(became, std::fs::read_to_string(path).expect("a letter"), "{name}");
    }
}

#[test]
fn letters_are_as_they_are_kept() {
    let of_reply = Envelope { marks: marked(Outgoing::Reply), ..envelope() };
    is_kept("opened.eml", &text(&composed(&of_reply, &opened(about())).raw));
    let confirm = mail::account::confirm("https://desk.example/confirm/8sKq2VbN0tYxWc5ZrLm3JhGf7DpQa9Ee1Uo4TiRy6Bn");
    is_kept("confirm.eml", &text(&composed(&of_account(), &confirm).raw));
    let reply = as_read(&replied(about(), reply()));
    is_kept("reply.txt", &reply.text);
    is_kept("reply.html", &reply.html.expect("HTML"));
}

#[test]
fn where_answers_are_read_the_words_come_first() {
    let letter = as_read(&replied(about(), reply()));
    assert_eq!(letter.text.lines().next(), Some("Hello Ana,"));
    assert_eq!(letter.text.lines().last(), Some(&*format!("Reply to this mail, or answer on this page: {PAGE}")));
    assert_eq!(letter.links(), [PAGE]);
    assert_eq!(as_read(&opened(about())).text.lines().last(), letter.text.lines().last());
}

#[test]
fn where_they_are_not_the_first_line_says_where_to_answer() {
    let about = About { answer_by_mail: false, ..about() };
    for letter in [opened(about), link(about), replied(about, reply())] {
        let mail = as_read(&letter);
        assert_eq!(mail.text.lines().next(), Some(&*format!("Answer on this page: {PAGE}")));
        assert_eq!(mail.links(), [PAGE]);
        assert!(!mail.text.contains("Reply to this mail"), "{}", mail.text);
    }
}

#[test]
fn signatures_stand_under_the_words_the_organizations_first() {
    let mail = as_read(&replied(about(), reply()));
    assert!(mail.text.contains("two days.\n\n-- \nAcme GmbH · Zürich\n\nBen Müller\nMon to Thu\n\n"), "{}", mail.text);
    let some = |text: &str| Some(text.to_owned());
    for (org, agent, under) in [
        (some("Acme"), None, "-- \nAcme\n"),
        (None, some("Ben <b>\n"), "-- \nBen <b>\n"),
        (some(" "), None, "Ben Müller\nAcme Shop\n"),
        (None, None, "Ben Müller\nAcme Shop\n"),
    ] {
        let letter = replied(about(), Reply { org_signature: org, agent_signature: agent, ..reply() });
        assert!(as_read(&letter).text.contains(&format!("two days.\n\n{under}")), "{}", as_read(&letter).text);
        assert!(!html(&letter).contains("<b>"));
    }
}

#[test]
fn an_acknowledgement_says_nothing_that_a_customer_wrote() {
    let letter = opened(about());
    assert_eq!(letter.subject, "We have your message [ACME-042]");
    assert!(!as_read(&letter).text.contains("Charged"));
}

#[test]
fn an_agent_reads_what_the_customer_wrote_and_how_to_answer() {
    let letter = assigned_reply(about(), Wrote { files: &["a.png", "b.pdf"], ..wrote() });
    assert_eq!(letter.subject, "Ana wrote on ACME-042");
    let expected = format!(
        "Ana wrote on ACME-042, “Charged twice”:\n\nThank you.\n\nWith it: a.png, b.pdf\n\nOpen ACME-042: {PAGE}\n\n\
         Reply to this mail to answer the customer.\n"
    );
    assert_eq!(as_read(&letter).text, expected);
    let without = assigned_reply(About { answer_by_mail: false, ..about() }, wrote());
    assert!(as_read(&without).text.ends_with(&format!("Open ACME-042: {PAGE}\n")));
}

#[test]
fn a_test_of_a_mailbox_carries_its_code_twice() {
    let letter = mailbox_test("7f3k9");
    assert!(letter.subject.contains("[7f3k9]") && as_read(&letter).text.contains("the code 7f3k9."));
}

#[test]
fn files_that_do_not_fit_are_named_with_the_page_that_has_them() {
    let one = as_read(&replied(about(), Reply { left_out: &["film.mp4"], ..reply() }));
    let expected = format!("film.mp4 is too large for a mail. Get it on this page: {PAGE}");
    assert!(one.text.contains(&expected), "{}", one.text);
}

#[test]
fn a_logo_is_for_those_who_see_pictures() {
    let logo = "<img class=\"logo\" src=\"https://desk.example/acme/logo/1\" alt=\"Acme\"";
    let mail = as_read(&replied(about(), reply()));
    assert!(mail.html.as_deref().is_some_and(|html| html.contains(logo)) && !mail.text.contains("logo"));
    let brand = Brand { logo: None, ..ACME.clone() };
    assert!(!html(&replied(About { brand: &brand, ..about() }, reply())).contains("<img"));
}

#[test]
fn only_what_a_brand_may_change_differs() {
    let brand = Brand { accent: "#123456".to_owned(), ..ACME.clone() };
    let colours = |html: &str| html.matches('#').count();
    let (one, other) = (html(&opened(about())), html(&opened(About { brand: &brand, ..about() })));
    assert_eq!(colours(&one), colours(&other));
    assert!(one.contains("#f5b700") && !other.contains("#f5b700") && other.contains("#123456"));
}

#[test]
fn a_letter_is_read_back_with_all_its_header_lines_and_files() {
    let mut letter = replied(about(), reply());
    letter.attachments.push(file("Rechnung März.pdf", "application/pdf", b"%PDF"));
    let mail = as_read(&letter);
    assert_eq!(mail.subject, letter.subject);
    assert!(
        mail.html.as_deref().is_some_and(|html| html.starts_with("<!doctype html>")) && mail.text.starts_with("Hello")
    );
    let names: Vec<&str> = mail.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..4], ["From", "To", "Subject", "Date"]);
    assert_eq!((mail.from.as_str(), mail.to.as_str()), ("Acme <help@desk.example>", "Ana Lee <ana@example.com>"));
    assert_eq!((mail.attachments.len(), mail.attachments[0].name.as_str()), (1, "Rechnung März.pdf"));
    assert_eq!(read(b"nothing"), ReadMail::default());
}
