//! Bytes come in any pieces, and may be anything.

use super::{ENVELOPE, HELLO, Heard, Talk, talk};
use proptest::prelude::*;

fn in_pieces(said: &[u8], cuts: &[usize]) -> Heard {
    let mut talk = Talk::new();
    let mut rest = said;
    for cut in cuts {
        let (piece, after) = rest.split_at((*cut).min(rest.len()));
        talk.say(piece);
        rest = after;
    }
    talk.say(rest);
    talk.heard
}

/// What a conversation is made of, and what breaks one.
fn said() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        6 => prop::sample::select(vec![
            HELLO, ENVELOPE, "text\r\n", ".\r\n", "..\r\n", "\r\n", "NOOP\r\n", "RSET\r\n", "MAIL FROM:<>\r\n",
            "RCPT TO:<sales@other.example>\r\n", "RCPT TO:<x@y.example>\r\n", "DATA\r\n", "VRFY x\r\n", "Lose",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::sample::select(vec!["\r", "\n", ".", "\r\n.", "\0", "QUIT\r\n", " "])
            .prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
    ];
    prop::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_pieces_come_to_the_same(said in said(), cuts in prop::collection::vec(0_usize..12, 0..80)) {
        prop_assert_eq!(in_pieces(&said, &cuts), talk(&said));
    }

    #[test]
    fn single_bytes_come_to_the_same(said in said()) {
        prop_assert_eq!(in_pieces(&said, &vec![1; said.len()]), talk(&said));
    }

    #[test]
    fn garbage_is_answered_and_takes_no_room(said in prop::collection::vec(any::<u8>(), 0..2000)) {
        let mut talk = Talk::new();
        talk.say(&said);
        prop_assert!(talk.heard.mails.is_empty());
        prop_assert_eq!(talk.session.held(), 0);
    }

    #[test]
    fn a_mail_arrives_as_it_was_sent(lines in prop::collection::vec("[ -~\u{e4}]{0,40}", 0..20)) {
        let stuffed: String =
            lines.iter().map(|line| if line.starts_with('.') { format!(".{line}\r\n") } else { format!("{line}\r\n") }).collect();
        let heard = talk(format!("{HELLO}{ENVELOPE}{stuffed}.\r\n").as_bytes());
        let sent: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        prop_assume!(!sent.starts_with("Lose"));
        prop_assert_eq!(&heard.mails[0].data, sent.as_bytes());
    }
}
