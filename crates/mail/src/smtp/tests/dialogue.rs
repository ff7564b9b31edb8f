//! What is said to what.

use super::{ENVELOPE, HELLO, Talk, talk};
use crate::smtp::Mail;

/// What is answered to each line after EHLO.
fn codes(lines: &str) -> Vec<String> {
    let heard = talk(format!("{HELLO}{}\r\n", lines.replace('\n', "\r\n")).as_bytes());
    heard.codes()[2..].iter().map(|code| (*code).to_owned()).collect()
}

#[test]
fn a_mail_is_taken() {
    let heard = talk(
        format!(
            "{HELLO}MAIL FROM:<ana@b.example> SIZE=100 BODY=8BITMIME\r\nRCPT TO:<Help@desk.example>\r\n\
             RCPT TO:<help@desk.example>\r\nRCPT TO:<sales@other.example>\r\nDATA\r\nSubject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n"
        )
        .as_bytes(),
    );
    let replies = [
        "220 desk.example ESMTP Helpstead",
        "250-desk.example",
        "250-PIPELINING",
        "250-SIZE 26214400",
        "250-STARTTLS",
        "250-8BITMIME",
        "250 ENHANCEDSTATUSCODES",
        "250 2.1.0 Sender noted",
        "550 5.1.1 Nobody here has this address",
        "250 2.1.5 Recipient taken",
        "250 2.1.5 Recipient taken",
        "354 Send the mail, then a line with only a dot",
        "250 2.0.0 Kept as id",
        "221 2.0.0 Bye",
    ];
    assert_eq!(heard.replies, replies);
    assert!(heard.closed);
    let mail = Mail {
        helo: "mx.b.example".to_owned(),
        with: "ESMTP",
        return_path: "ana@b.example".to_owned(),
        recipients: vec!["help@desk.example".to_owned(), "sales@other.example".to_owned()],
        data: b"Subject: x\r\n\r\n.dot\r\n".to_vec(),
    };
    assert_eq!(heard.mails, [mail]);
}

#[test]
fn several_mails_go_through_one_conversation_each_with_its_own_people() {
    let heard = talk(
        format!(
            "HELO b\r\n{ENVELOPE}one\r\n.\r\nMAIL FROM:<>\r\nRSET\r\nMAIL FROM:<>\r\nRCPT TO:<sales@other.example>\r\n\
             DATA\r\n.\r\nDATA\r\n"
        )
        .as_bytes(),
    );
    let mails: Vec<_> =
        heard.mails.iter().map(|mail| (mail.with, mail.return_path.as_str(), mail.recipients.join(" "))).collect();
    let expected =
        [("SMTP", "ana@b.example", "help@desk.example".to_owned()), ("SMTP", "", "sales@other.example".to_owned())];
    assert_eq!(mails, expected);
    assert_eq!(heard.codes().last(), Some(&"503 5.5.1"));
}

#[test]
fn the_same_address_twice_is_one_recipient() {
    let heard = talk(
        format!(
            "{HELLO}MAIL FROM:<>\r\nRCPT TO:<help@desk.example>\r\nRCPT TO:<HELP@Desk.Example>\r\nDATA\r\nx\r\n.\r\n"
        )
        .as_bytes(),
    );
    assert_eq!(heard.mails[0].recipients, ["help@desk.example"]);
}

#[test]
fn every_command_has_its_answer() {
    for (lines, expected) in [
        ("noop\nNOOP anything", vec!["250 2.0.0", "250 2.0.0"]),
        ("RSET\nRSET now", vec!["250 2.0.0", "501 5.5.4"]),
        ("VRFY ana\nVRFY", vec!["252 2.0.0", "501 5.5.4"]),
        ("HELP\nHELP DATA", vec!["214 2.0.0", "214 2.0.0"]),
        ("EXPN all\nAUTH PLAIN AAAA\nETRN x", vec!["502 5.5.1"; 3]),
        ("XCLIENT a=b\n\nMAILFROM:<>", vec!["500 5.5.1"; 3]),
        ("EHLO\nHELO\nEHLO a b", vec!["501 5.5.4"; 3]),
        ("HELO b", vec!["250"]),
        ("QUIT now\nQUIT", vec!["501 5.5.4", "221 2.0.0"]),
        ("STARTTLS now", vec!["501 5.5.4"]),
        ("DATA\nRCPT TO:<help@desk.example>", vec!["503 5.5.1"; 2]),
        ("MAIL FROM:<>\nMAIL FROM:<>\nDATA", vec!["250 2.1.0", "503 5.5.1", "554 5.5.1"]),
        ("MAIL FROM:<>\nDATA now", vec!["250 2.1.0", "501 5.5.4"]),
        ("NOOP\tx\nNOOP \u{e4}", vec!["500 5.5.2"; 2]),
    ] {
        assert_eq!(codes(lines), expected, "{lines}");
    }
}

#[test]
fn what_follows_mail_and_rcpt() {
    for (line, expected) in [
        ("MAIL FROM:<ana@b.example>", "250 2.1.0"),
        ("mail from: <ana@b.example>", "250 2.1.0"),
        ("MAIL FROM:<ana@b.example> BODY=7bit SIZE=26214400", "250 2.1.0"),
        ("MAIL FROM:<ana@b.example> SIZE=26214401", "552 5.3.4"),
        ("MAIL FROM:<ana@b.example> SIZE=99999999999999999999", "552 5.3.4"),
        ("MAIL FROM:<ana@b.example> SIZE=999999999999999999999", "501 5.5.4"),
        ("MAIL FROM:<ana@b.example> SIZE=-1", "501 5.5.4"),
        ("MAIL FROM:<ana@b.example> SIZE", "501 5.5.4"),
        ("MAIL FROM:<ana@b.example> SIZE=1 SIZE=2", "501 5.5.4"),
        ("MAIL FROM:<ana@b.example> BODY=BINARYMIME", "501 5.5.4"),
        ("MAIL FROM:<ana@b.example> SMTPUTF8", "555 5.5.4"),
        ("MAIL FROM:<ana@b.example> AUTH=<>", "555 5.5.4"),
        ("MAIL FROM:<\u{e4}na@b.example>", "553 5.6.7"),
        ("MAIL FROM:ana@b.example", "501 5.1.7"),
        ("MAIL FROM:<ana>", "501 5.1.7"),
        ("MAIL TO:<ana@b.example>", "501 5.1.7"),
        ("MAIL", "501 5.1.7"),
    ] {
        assert_eq!(codes(line), [expected], "{line}");
    }
    for (line, expected) in [
        ("RCPT TO:<help@desk.example>", "250 2.1.5"),
        ("RCPT TO:<@b.example:help@desk.example>", "250 2.1.5"),
        ("rcpt to:<Postmaster>", "550 5.1.1"),
        ("rcpt to:<postmaster>", "250 2.1.5"),
        ("RCPT TO:<later@desk.example>", "451 4.3.0"),
        ("RCPT TO:<nobody@desk.example>", "550 5.1.1"),
        ("RCPT TO:<ana@b.example>", "550 5.7.1"),
        ("RCPT TO:<@desk.example:ana@b.example>", "550 5.7.1"),
        ("RCPT TO:<ana%b.example@desk.example>", "550 5.1.1"),
        ("RCPT TO:<\"ana@b.example\"@desk.example>", "550 5.7.1"),
        ("RCPT TO:<ana@[127.0.0.1]>", "550 5.7.1"),
        ("RCPT TO:<help@desk.example> NOTIFY=NEVER", "555 5.5.4"),
        ("RCPT TO:<>", "501 5.1.3"),
        ("RCPT TO:<help>", "501 5.1.3"),
        ("RCPT TO:help@desk.example", "501 5.1.3"),
        ("RCPT TO:<h\u{e4}lp@desk.example>", "553 5.6.7"),
    ] {
        assert_eq!(codes(&format!("MAIL FROM:<>\n{line}")), ["250 2.1.0", expected], "{line}");
    }
}

#[test]
fn nothing_happens_before_ehlo() {
    let heard = talk(b"MAIL FROM:<>\r\nNOOP\r\n");
    assert_eq!(heard.codes(), ["220", "503 5.5.1", "250 2.0.0"]);
}

#[test]
fn a_mail_that_cannot_be_kept_is_to_be_sent_again() {
    let heard = talk(format!("{HELLO}{ENVELOPE}Lose me\r\n.\r\nNOOP\r\n").as_bytes());
    assert_eq!(heard.codes()[5..], ["451 4.3.0", "250 2.0.0"]);
    assert!(heard.mails.is_empty());
}

#[test]
fn what_cannot_be_told_apart_from_commands_ends_the_conversation() {
    for line in ["BDAT 86 LAST", "POST / HTTP/1.1", "CONNECT desk.example:25 HTTP/1.1"] {
        let heard = talk(format!("{HELLO}{line}\r\n{ENVELOPE}x\r\n.\r\n").as_bytes());
        assert!(heard.closed && heard.mails.is_empty(), "{line}");
        assert_eq!(heard.replies.last().map(|reply| reply[..1].to_owned()), Some("5".to_owned()));
    }
    let hello_of_tls = talk(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03");
    assert!(hello_of_tls.closed);
    assert_eq!(hello_of_tls.codes(), ["220", "500 5.5.2"]);
}

#[test]
fn after_starttls_everything_begins_anew() {
    let mut talk = Talk::new();
    talk.say(format!("{HELLO}MAIL FROM:<ana@b.example>\r\n").as_bytes());
    talk.say(b"STARTTLS\r\n");
    assert_eq!(talk.heard.secured, 1);
    talk.say(b"RCPT TO:<help@desk.example>\r\nMAIL FROM:<>\r\nSTARTTLS\r\n");
    talk.say(HELLO.as_bytes());
    talk.say(format!("{ENVELOPE}x\r\n.\r\n").as_bytes());
    let codes =
        ["220 2.0.0", "503 5.5.1", "503 5.5.1", "503 5.5.1", "250", "250 2.1.0", "250 2.1.5", "354", "250 2.0.0"];
    assert_eq!(talk.heard.codes()[3..], codes);
    assert_eq!(talk.heard.replies.iter().filter(|line| line.ends_with("STARTTLS")).count(), 1);
    assert_eq!(talk.heard.mails[0].with, "ESMTPS");
}

#[test]
fn what_is_said_in_the_clear_behind_starttls_is_never_done() {
    for behind in ["N", "NOOP\r\n", "EHLO x\r\nMAIL FROM:<>\r\n", "\r\n"] {
        let heard = talk(format!("{HELLO}STARTTLS\r\n{behind}").as_bytes());
        assert!(heard.closed, "{behind:?}");
        assert_eq!((heard.secured, &heard.codes()[2..]), (0, &["554 5.5.1"][..]), "{behind:?}");
    }
}
