//! Golden mails, hostile ones, and the way back through `read`.

use domain::Timestamp;
use mail::ticket::About;
use mail::{ComposeError, Envelope, compose, read};

const ABOUT: About<'static> =
    About { code: "ACME-042", site: "Acme Shop", url: "https://desk.example/ticket/8sKq2VbN0tYx", logo: None };

fn envelope() -> Envelope {
    Envelope {
        id: "0192f0c1-0000-7000-8000-000000000001".to_owned(),
        from_name: "Acme".to_owned(),
        from: "no-reply@desk.example".to_owned(),
        to: "ana@example.com".to_owned(),
        thread: Some("0192f0c1-0000-7000-8000-0000000000aa".to_owned()),
        automatic: true,
        at: Timestamp(1_795_377_600_000_000),
    }
}

fn text(raw: &[u8]) -> String {
    String::from_utf8(raw.to_vec()).expect("mails are ASCII").replace("\r\n", "\n")
}

fn head(raw: &[u8]) -> String {
    text(raw).split_once("\n\n").expect("a head").0.to_owned()
}

#[test]
fn an_acknowledgement_is_these_bytes() {
    let raw = compose(&envelope(), &mail::ticket::opened(ABOUT)).expect("composes");
    assert_eq!(text(&raw), include_str!("golden/ticket_opened.eml"));
}

#[test]
fn a_confirmation_is_these_bytes() {
    let letter = mail::account::confirm("https://desk.example/confirm/8sKq2VbN0tYxWc5ZrLm3JhGf7DpQa9Ee1Uo4TiRy6Bn");
    let raw = compose(&Envelope { from_name: "Helpstead".to_owned(), thread: None, ..envelope() }, &letter)
        .expect("composes");
    assert_eq!(text(&raw), include_str!("golden/confirm.eml"));
}

#[test]
fn the_same_mail_is_the_same_bytes_twice() {
    let letter = mail::ticket::link(ABOUT);
    assert_eq!(compose(&envelope(), &letter).expect("composes"), compose(&envelope(), &letter).expect("composes"));
}

#[test]
fn nothing_typed_can_end_a_header() {
    let evil = "Hi\r\nBcc: victim@example.com\r\n\r\n<script>\0";
    let letter = mail::ticket::replied(ABOUT, evil, evil, "body", "<p>body</p>", Some(evil.to_owned()));
    let raw = compose(&Envelope { from_name: evil.to_owned(), ..envelope() }, &letter).expect("composes");
    let head = head(&raw);
    assert!(!head.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{head}");
    assert_eq!(head.lines().filter(|line| line.starts_with("Subject:")).count(), 1);
    assert_eq!(read(&raw).subject, "Re: Hi Bcc: victim@example.com <script> [ACME-042]");
}

#[test]
fn a_hostile_address_is_refused() {
    for to in ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "<a@b.example>", "", "no at"] {
        let refused = compose(&Envelope { to: to.to_owned(), ..envelope() }, &mail::ticket::opened(ABOUT));
        assert!(matches!(refused, Err(ComposeError::Address(_))), "{to:?} went out");
    }
}

#[test]
fn only_automatic_mails_say_so() {
    let letter = mail::ticket::replied(ABOUT, "Printer", "Ben", "Try again.", "<p>Try again.</p>", None);
    let by_hand = head(&compose(&Envelope { automatic: false, ..envelope() }, &letter).expect("composes"));
    let by_itself = head(&compose(&envelope(), &letter).expect("composes"));
    assert!(by_itself.contains("\nAuto-Submitted: auto-generated\n"), "{by_itself}");
    assert!(!by_hand.contains("Auto-Submitted"), "{by_hand}");
}

#[test]
fn the_first_line_says_where_to_answer() {
    for letter in
        [mail::ticket::opened(ABOUT), mail::ticket::link(ABOUT), mail::ticket::replied(ABOUT, "s", "a", "b", "b", None)]
    {
        let mail = read(&compose(&envelope(), &letter).expect("composes"));
        assert_eq!(mail.text.lines().next(), Some("Answer on this page: https://desk.example/ticket/8sKq2VbN0tYx"));
        assert_eq!(mail.links(), [ABOUT.url]);
    }
}

#[test]
fn what_is_composed_can_be_read_back() {
    let body = format!("Grüße aus Zürich = 100 % ☕\n.\nFrom here\n{}", "lang ".repeat(400));
    let letter = mail::ticket::replied(
        ABOUT,
        "Kaffee ☕ für alle, und zwar sofort und ohne Milch und ohne Zucker bitte",
        "Ben Müller",
        &body,
        "<p>☕</p>",
        None,
    );
    let raw =
        compose(&Envelope { from_name: "Café \"Zürich\", GmbH".to_owned(), automatic: false, ..envelope() }, &letter)
            .expect("composes");
    assert!(text(&raw).lines().all(|line| line.len() <= 998 && line.is_ascii()));
    let mail = read(&raw);
    assert_eq!(mail.subject, letter.subject);
    assert_eq!(mail.to, "ana@example.com");
    assert!(mail.from.contains("Café") && mail.from.contains("<no-reply@desk.example>"), "{}", mail.from);
    assert_eq!(mail.message_id, "<0192f0c1-0000-7000-8000-000000000001@desk.example>");
    assert!(mail.text.contains(body.trim_end()), "{}", mail.text);
    assert!(mail.html.contains("<p>☕</p>"), "{}", mail.html);
}

#[test]
fn a_logo_is_for_those_who_see_pictures_and_a_signature_for_all() {
    let logo = Some(("https://desk.example/acme/logo/1", "Acme \"& Co\""));
    let signature = Some("Bye <b>\nBen".to_owned());
    let letter = mail::ticket::replied(About { logo, ..ABOUT }, "Lamp", "Ben", "Try.", "<p>Try.</p>", signature);
    let mail = read(&compose(&envelope(), &letter).expect("composes"));
    assert_eq!(mail.text.lines().next(), Some("Answer on this page: https://desk.example/ticket/8sKq2VbN0tYx"));
    assert!(mail.text.contains("Try.\n\n-- \nBye <b>\nBen"), "{}", mail.text);
    let picture = "<img src=\"https://desk.example/acme/logo/1\" alt=\"Acme &quot;&amp; Co&quot;\" height=\"40\">";
    assert!(mail.html.contains(picture) && mail.html.contains("-- <br>\nBye &lt;b&gt;<br>\nBen"), "{}", mail.html);
    assert!(!mail.text.contains("logo") && !mail.html.contains("<b>"));
}
