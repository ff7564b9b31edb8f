//! Mails too large to be kept as files: refused with a reason, and soon.

use mail::Refused;
use mail::parse::{Note, limits};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A debug build on a busy machine; what grows with the square would take hours.
const SOON: Duration = Duration::from_secs(20);

fn soon<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let value = run();
    assert!(start.elapsed() < SOON, "{what} took {:?}", start.elapsed());
    value
}

fn refused(what: &str, raw: &str) -> Option<Refused> {
    soon(what, || mail::parse(raw.as_bytes()).err())
}

const HEAD: &str = "From: ana@example.com\r\nSubject: x\r\n";

#[test]
fn forty_megabytes_are_too_large() {
    let mut raw = format!("{HEAD}\r\n").into_bytes();
    raw.resize(40 * 1024 * 1024, b'x');
    assert_eq!(soon("40 MB", || mail::parse(&raw).err()), Some(Refused::TooLarge));
}

#[test]
fn twenty_five_megabytes_of_one_attachment_are_read() {
    let head = format!("{HEAD}Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    let line = format!("{}\r\n", "QUJD".repeat(19));
    let mut raw = head.into_bytes();
    while raw.len() + line.len() < limits::MESSAGE_BYTES {
        raw.extend_from_slice(line.as_bytes());
    }
    let incoming = soon("25 MB", || mail::parse(&raw)).expect("a mail");
    assert!(incoming.attachments[0].bytes.len() > 18_000_000);
}

#[test]
fn thousands_of_parts_are_too_many() {
    let flat = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--\r\n",
        "--b\r\n\r\nx\r\n".repeat(20_000)
    );
    assert_eq!(refused("flat", &flat), Some(Refused::TooManyParts));
    let mut nested = HEAD.to_owned();
    for at in 0..20_000 {
        let _ = write!(nested, "Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n");
    }
    assert_eq!(refused("nested", &nested), Some(Refused::TooDeep));
}

#[test]
fn headers_have_an_end() {
    let many = format!("{HEAD}{}\r\n\r\n", "X-A: b\r\n".repeat(10_000));
    assert_eq!(refused("many headers", &many), Some(Refused::TooManyHeaders));
    let folded = format!("From: ana@example.com\r\nSubject: x{}\r\n\r\n", "\r\n y".repeat(500_000));
    assert_eq!(refused("a folded header", &folded), Some(Refused::TooManyHeaders));
    let long = format!("From: ana@example.com\r\nSubject: {}\r\n\r\n", "=?utf-8?q?".repeat(20_000));
    assert_eq!(refused("encoded words", &long), None);
}

#[test]
fn attachments_have_an_end() {
    let part = "--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nx\r\n";
    let raw = format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--\r\n", part.repeat(80));
    let incoming = mail::parse(raw.as_bytes()).expect("a mail");
    assert_eq!((incoming.attachments.len(), incoming.notes), (limits::ATTACHMENTS, vec![Note::AttachmentsLeftOut]));
}

#[test]
fn addresses_and_references_have_an_end() {
    let to: String = (0..3_000).map(|at| format!("a{at}@example.com,\r\n ")).collect();
    let ids: String = (0..3_000).map(|at| format!("<{at}@example.com>\r\n ")).collect();
    let raw = format!("{HEAD}To: {to}z@example.com\r\nReferences: {ids}\r\n\r\n");
    let incoming = soon("recipients", || mail::parse(raw.as_bytes())).expect("a mail");
    assert_eq!((incoming.to.len(), incoming.references.len()), (limits::RECIPIENTS, limits::REFERENCES));
    assert_eq!(incoming.references[0], "0@example.com");
}

#[test]
fn html_made_to_hurt_is_read_soon_and_stays_small() {
    let many = |count: usize, of: fn(usize) -> String| (0..count).map(of).collect::<String>();
    for (what, html) in [
        ("nested blocks", "<div>".repeat(20_000)),
        ("nested tables", "<table><tr><td>".repeat(10_000)),
        ("formatting copied into paragraphs", many(4_000, |at| format!("<b dir=x{at}>")) + &"<p>x".repeat(4_000)),
        ("formatting across blocks", "<a href=https://a.example><b><i><u><p>".repeat(4_000)),
        ("words between rows", "<table>x<tr>y".repeat(6_000)),
        ("unclosed tags", "<a ".repeat(40_000)),
        ("unclosed comments", "<!--".repeat(40_000)),
        ("unclosed scripts", "<script>".repeat(20_000)),
        ("ends alone", "</p></table></b>".repeat(10_000)),
        ("quotes", "<a b=\"".repeat(20_000)),
        ("ampersands", "&".repeat(60_000)),
        ("references", "&amp;".repeat(40_000)),
        ("references in an attribute", format!("<img alt=\"{}\">", "&".repeat(60_000))),
        ("hard spaces", "\u{a0}".repeat(60_000)),
        ("quoted quotes", "<blockquote>x".repeat(10_000)),
        ("attributes", format!("<a {}>x", "b=c ".repeat(40_000))),
        ("pictures", "<img src=http://a.example/\u{e9}>".repeat(2_000)),
    ] {
        let sanitised = soon(what, || mail::html::sanitise(&html));
        assert!(sanitised.html.len() <= html.len() * 10, "{what}: {} from {}", sanitised.html.len(), html.len());
        let text = soon(what, || mail::html::text(&html));
        assert!(text.len() <= html.len() * 10, "{what}: text {} from {}", text.len(), html.len());
    }
}

#[test]
fn text_made_to_hurt_is_split_soon() {
    for (what, text) in [
        ("announcements", "On 3 a@b wrote\n\n".repeat(50_000)),
        ("labels", "From: x\n".repeat(50_000)),
        ("labels of many lines", "From: x\nSent: x\n\n".repeat(20_000)),
        ("quotes", "> x\n".repeat(100_000)),
        ("nested quotes", ">".repeat(300_000)),
        ("quotes with answers", "> x\ny\n".repeat(50_000)),
        ("dashes", "-- \n".repeat(100_000)),
        ("one long line", "On 3 a@b ".repeat(50_000)),
        ("addresses", "https://a.example/ ".repeat(50_000)),
        ("an address that goes on", format!("https://a.example/{}", "()".repeat(300_000))),
        ("brackets", format!("{} ", ")".repeat(1_500)).repeat(500)),
        ("no addresses", "@".repeat(300_000)),
    ] {
        let text = format!("Hello\n\n{text}");
        let shown = soon(what, || mail::shown(&text, ""));
        assert!(shown.len() <= text.len() * 10 + 20_000, "{what}: {} from {}", shown.len(), text.len());
        let pieces = soon(what, || mail::quote(&text, ""));
        assert_eq!(pieces.iter().map(|piece| piece.text.len()).sum::<usize>(), text.len(), "{what}");
    }
}
