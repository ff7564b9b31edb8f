//! What the receiver writes on top of a mail: where it came from, and where its bounces go.

use domain::Timestamp;
use mail_parser::DateTime;
use std::fmt::Write as _;
use std::net::IpAddr;

/// What is known of a mail that has just come in.
#[derive(Clone, Copy, Debug)]
pub struct Trace<'a> {
    /// What the sending machine called itself.
    pub helo: &'a str,
    /// Its address.
    pub ip: IpAddr,
    /// The receiver's own name.
    pub by: &'a str,
    /// How they spoke: `ESMTPS` and its like.
    pub with: &'a str,
    /// The receiver's own name for the mail.
    pub id: &'a str,
    /// When.
    pub at: Timestamp,
    /// MAIL FROM; empty is the null path.
    pub return_path: &'a str,
}

/// `Return-Path` and `Received` (RFC 5321, 4.4), at most [`TRACE`](super::TRACE) bytes. What strangers said cannot end a line in here.
#[must_use]
pub fn trace(trace: &Trace<'_>) -> Vec<u8> {
    let Trace { by, with, id, .. } = trace;
    let helo = name(trace.helo);
    let ip = match trace.ip {
        IpAddr::V4(ip) => format!("[{ip}]"),
        IpAddr::V6(ip) => format!("[IPv6:{ip}]"),
    };
    let date = DateTime::from_timestamp(trace.at.0.div_euclid(1_000_000)).to_rfc822();
    let mut text = format!("Return-Path: <{}>\r\n", clean(trace.return_path));
    // Writing to a string does not fail.
    let _ = write!(text, "Received: from {helo} ({ip})\r\n\tby {by} with {with} id {id};\r\n\t{date}\r\n");
    text.into_bytes()
}

/// The mail as it came, without what [`trace`] wrote on top: whoever sends it again sends the same bytes.
#[must_use]
pub fn untraced(raw: &[u8]) -> &[u8] {
    let mut rest = raw;
    for field in ["return-path:", "received:"] {
        if !rest.get(..field.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(field.as_bytes())) {
            return raw;
        }
        // To the end of its last line: those that go on begin with a blank.
        let ends = rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let end = ends.into_iter().find(|end| !rest.get(*end).is_some_and(|next| matches!(next, b' ' | b'\t')));
        rest = end.and_then(|end| rest.get(end..)).unwrap_or_default();
    }
    rest
}

/// What names and literals are made of; the rest would begin a comment or another field's words.
fn name(text: &str) -> String {
    let known = |c: char| c.is_ascii_alphanumeric() || ".-_:[]".contains(c);
    text.chars().map(|c| if known(c) { c } else { '?' }).take(256).collect()
}

/// Printable ASCII, and no more of it than a path or name may have.
fn clean(text: &str) -> String {
    text.chars().filter(|c| *c == ' ' || c.is_ascii_graphic()).take(256).collect()
}

#[cfg(test)]
mod tests {
    use super::{Trace, trace, untraced};
    use crate::smtp::TRACE;
    use domain::Timestamp;

    fn of(helo: &str, ip: &str, return_path: &str) -> String {
        let made = trace(&Trace {
            helo,
            ip: ip.parse().expect("an address"),
            by: "desk.example",
            with: "ESMTPS",
            id: "0198",
            at: Timestamp(1_795_305_599_000_000),
            return_path,
        });
        String::from_utf8(made).expect("ASCII")
    }

    #[test]
    fn it_says_who_brought_the_mail_and_when() {
        assert_eq!(
            of("mx.b.example", "192.0.2.1", "ana@b.example"),
            "Return-Path: <ana@b.example>\r\n\
             Received: from mx.b.example ([192.0.2.1])\r\n\
             \tby desk.example with ESMTPS id 0198;\r\n\
             \tSat, 21 Nov 2026 23:59:59 +0000\r\n"
        );
        assert!(of("x", "2001:db8::1", "").starts_with("Return-Path: <>\r\nReceived: from x ([IPv6:2001:db8::1])\r\n"));
    }

    #[test]
    fn the_same_mail_sent_again_is_the_same_below_it() {
        let mail = b"Received: from elsewhere\r\n\tby mx\r\nSubject: Hello\r\n\r\nText\r\n";
        for on_top in [of("mx.b.example", "192.0.2.1", "ana@b.example"), of("other", "2001:db8::1", "")] {
            assert_eq!(untraced(&[on_top.as_bytes(), mail].concat()), mail);
        }
        assert_eq!(untraced(mail), mail, "without a trace of ours nothing is left out");
        assert_eq!(untraced(b"Return-Path: <>\r\nReceived: x"), b"");
    }

    #[test]
    fn what_strangers_say_stays_in_its_line_and_within_the_room() {
        let text = of("x\r\nBcc: b", "192.0.2.1", "a\n\nbody\0\u{e4}@b.example");
        assert_eq!(text.matches("\r\n").count(), 4);
        assert!(text.contains("from x??Bcc:?b ("), "{text}");
        assert!(text.starts_with("Return-Path: <abody@b.example>\r\n"), "{text}");
        let long = "x".repeat(2000);
        assert!(of(&long, "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", &long).len() + 253 <= TRACE);
    }
}
