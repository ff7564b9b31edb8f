//! Nothing a client sends takes more than its room.

use super::{ENVELOPE, HELLO, Talk, talk};
use crate::smtp::{COMMAND, DATA_LINE, RECIPIENTS, SIZE, UNKNOWN, WRONG};

fn into_data() -> Talk {
    let mut talk = Talk::new();
    talk.say(format!("{HELLO}{ENVELOPE}").as_bytes());
    talk
}

/// A mail of `size` bytes in lines of a thousand.
fn mail(size: usize) -> Vec<u8> {
    let mut line = vec![b'x'; 998];
    line.extend_from_slice(b"\r\n");
    let mut mail = line.repeat(size / 1000);
    let rest = size % 1000;
    if rest > 0 {
        mail.extend_from_slice(&line[1000 - rest..]);
    }
    mail
}

#[test]
fn a_mail_of_the_announced_size_is_taken_and_a_byte_more_is_read_to_its_end_and_refused() {
    for (size, code, mails) in [(SIZE, "250 2.0.0", 1), (SIZE + 2, "552 5.3.4", 0)] {
        let mut talk = into_data();
        talk.say(&mail(size));
        talk.say(b".\r\nNOOP\r\n");
        assert_eq!(talk.heard.codes()[5..], [code, "250 2.0.0"]);
        assert_eq!(talk.heard.mails.len(), mails);
    }
}

#[test]
fn a_mail_that_never_ends_takes_no_more_room_than_one_that_is_taken() {
    let mut talk = into_data();
    let (piece, mut most) = (mail(64_000), 0);
    for _ in 0..1000 {
        talk.say(&piece);
        most = most.max(talk.session.held());
    }
    assert!(most > SIZE / 2 && most <= 2 * SIZE, "{most}");
    assert_eq!(talk.session.held(), 0);
}

#[test]
fn a_mail_that_there_is_no_room_for_is_read_to_its_end() {
    let mut talk = into_data();
    talk.say(b"one\r\n");
    talk.session.no_room();
    assert_eq!(talk.session.held(), 0);
    talk.say(b"two\r\n.\r\nNOOP\r\n");
    assert_eq!(talk.heard.codes()[5..], ["452 4.3.1", "250 2.0.0"]);
    assert!(talk.heard.mails.is_empty());
}

#[test]
fn long_lines_and_nul_spoil_a_mail_and_not_the_conversation() {
    let long = "x".repeat(DATA_LINE);
    for (data, code) in [
        (format!("{long}\r\n"), "250 2.0.0"),
        (format!("a\r\n{long}y\r\nb\r\n"), "554 5.6.0"),
        ("a\0b\r\n".to_owned(), "554 5.6.11"),
        ("\0".to_owned() + "\r\n", "554 5.6.11"),
        (".\0\r\n".to_owned(), "554 5.6.11"),
    ] {
        let heard = talk(format!("{HELLO}{ENVELOPE}{data}.\r\nNOOP\r\n").as_bytes());
        assert_eq!(heard.codes()[5..], [code, "250 2.0.0"]);
    }
}

#[test]
fn a_command_line_has_its_length() {
    let noop = |length: usize| format!("NOOP {}\r\n", "x".repeat(length - 5));
    let heard = talk(format!("{}{}NOOP\r\n", noop(COMMAND), noop(COMMAND + 1)).as_bytes());
    assert_eq!(heard.codes(), ["220", "250 2.0.0", "500 5.5.2", "250 2.0.0"]);
    let mut talk = Talk::new();
    for _ in 0..1000 {
        talk.say(&[b'x'; 10_000]);
    }
    talk.say(b"\r\n");
    assert_eq!(talk.heard.codes(), ["220", "500 5.5.2"]);
}

#[test]
fn a_mail_has_a_hundred_recipients_at_most() {
    let mut talk = Talk::new();
    talk.say(format!("{HELLO}MAIL FROM:<>\r\n").as_bytes());
    // Every name is another person for the host of this test, which knows them by their order.
    for number in 0..=RECIPIENTS {
        let mut input: &[u8] = &format!("RCPT TO:<r{number}@desk.example>\r\n").into_bytes();
        while let Some(step) = talk.session.step(&mut input) {
            match step {
                crate::smtp::Step::Reply(said) => talk.heard.replies.push(said.trim_end().to_owned()),
                _ => talk.session.here(number.to_string()),
            }
        }
    }
    assert_eq!(talk.heard.codes().last(), Some(&"452 4.5.3"));
    talk.say(b"DATA\r\nx\r\n.\r\n");
    assert_eq!(talk.heard.mails[0].recipients.len(), RECIPIENTS);
}

#[test]
fn whoever_is_wrong_too_often_is_shown_the_door() {
    let heard = talk("WHAT\r\n".repeat(WRONG + 5).as_bytes());
    assert!(heard.closed);
    assert_eq!(heard.codes().len(), 1 + WRONG);
    assert_eq!(heard.codes().last(), Some(&"421 4.7.0"));
    let guess = "RCPT TO:<guess@desk.example>\r\n".repeat(UNKNOWN + 5);
    let heard = talk(format!("{HELLO}MAIL FROM:<>\r\n{guess}").as_bytes());
    assert_eq!(heard.codes().len(), 3 + UNKNOWN + 1);
    assert_eq!(heard.codes().last(), Some(&"421 4.7.0"));
}
