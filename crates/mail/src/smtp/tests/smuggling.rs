//! One mail is never seen as two (SMTP smuggling): whatever stands where one could think that a mail ends.

use super::{ENVELOPE, HELLO, talk};

const HIDDEN: &str = "MAIL FROM:<evil@c.example>\r\nRCPT TO:<help@desk.example>\r\nDATA\r\nhidden\r\n.\r\n";

/// Every text of at most `length` of those bytes.
fn texts(bytes: &[u8], length: usize) -> Vec<Vec<u8>> {
    let mut all = vec![Vec::new()];
    let mut last = all.clone();
    for _ in 0..length {
        last = last.iter().flat_map(|text| bytes.iter().map(|byte| [text.as_slice(), &[*byte]].concat())).collect();
        all.extend_from_slice(&last);
    }
    all
}

/// Whether a CR or LF stands alone, told in another way than the session does it.
fn has_stray(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text).replace("\r\n", "");
    text.contains(['\r', '\n'])
}

#[test]
fn no_text_of_cr_lf_dot_and_nul_hides_a_second_mail() {
    let mut ends = 0;
    for text in texts(b"\r\n.\0", 7).iter().chain(&texts(b"\r\n.", 9)) {
        let said = [format!("{HELLO}{ENVELOPE}first").as_bytes(), text, HIDDEN.as_bytes()].concat();
        let heard = talk(&said);
        let whole = [b"first", text.as_slice(), HIDDEN.as_bytes()].concat();
        // Where every client of RFC 5321 has ended its mail.
        let end = whole.windows(5).position(|five| five == b"\r\n.\r\n").expect("the end of the hidden one") + 5;
        let first = &whole[..end];
        if has_stray(first) {
            assert!(heard.mails.is_empty() && heard.closed, "{text:?}");
            assert_eq!(heard.codes().last(), Some(&"550 5.6.11"), "{text:?}");
        } else if end == whole.len() {
            assert!(heard.mails.len() <= 1, "{text:?}");
            assert!(heard.mails.iter().all(|mail| mail.return_path == "ana@b.example"), "{text:?}");
        } else {
            ends += 1;
            let expected = usize::from(!first.contains(&0));
            let own = heard.mails.iter().filter(|mail| mail.return_path == "ana@b.example").count();
            assert_eq!(own, expected, "{text:?}");
        }
    }
    assert!(ends > 10, "the clean end is among them");
}

#[test]
fn the_ends_that_others_were_tricked_with_end_nothing() {
    for end in [
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r\n.\r",
        "\r.\r\n",
        "\n.\r",
        "\r\r\n.\r\r\n",
        "\r\n\0.\r\n",
        "\r\n.\0\r\n",
    ] {
        let heard = talk(format!("{HELLO}{ENVELOPE}first{end}{HIDDEN}QUIT\r\n").as_bytes());
        assert!(heard.mails.is_empty(), "{end:?}");
    }
}

#[test]
fn a_command_line_that_does_not_end_with_cr_lf_ends_the_conversation() {
    for line in ["NOOP\nNOOP\r\n", "NOOP\rNOOP\r\n", "NOOP\r\r\n", "NOOP\0\r\n", "\n"] {
        let heard = talk(format!("{HELLO}{line}{ENVELOPE}x\r\n.\r\n").as_bytes());
        assert!(heard.closed && heard.mails.is_empty(), "{line:?}");
        assert_eq!(heard.codes()[2..], ["500 5.5.2"], "{line:?}");
    }
}

#[test]
fn a_dot_that_was_stuffed_is_one_dot_again() {
    for (sent, kept) in [
        ("..\r\n", ".\r\n"),
        ("...\r\n", "..\r\n"),
        (".a\r\n", "a\r\n"),
        ("a.\r\n..b\r\n", "a.\r\n.b\r\n"),
        ("\r\n", "\r\n"),
        ("", ""),
    ] {
        let heard = talk(format!("{HELLO}{ENVELOPE}{sent}.\r\n").as_bytes());
        assert_eq!(heard.mails[0].data, kept.as_bytes(), "{sent:?}");
    }
}
