//! Text and bytes as mail carries them: visible ASCII in short lines. The opposite of what [`parse`](fn@crate::parse) decodes.

use domain::Timestamp;
use std::fmt::Write as _;

/// Columns of an encoded line (RFC 2045 section 6.7).
const COLUMNS: usize = 76;
/// The most characters of an encoded word: with the longest name of a field before it, a line has at most 76 (RFC 2047 section 2).
const WORD: usize = 64;
/// `=?utf-8?q?` and `?=`.
const AROUND: usize = 12;

/// Whether a line may stand in a header as it is.
pub(super) fn is_plain(line: &str) -> bool {
    let visible = line.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    visible && !line.contains("=?") && line.split(' ').all(|word| word.len() <= WORD)
}

/// A line as encoded words (RFC 2047): letter by letter where most of it stays readable that way. Between two of them a space means nothing.
pub(super) fn encoded_words(line: &str) -> Vec<String> {
    let quoted = line.chars().filter(|c| !c.is_ascii()).count() * 3 <= line.chars().count();
    let room = WORD - AROUND;
    let mut chunks = vec![String::new()];
    let mut used = 0;
    for c in line.chars() {
        let needs = if quoted { q(c).len() } else { c.len_utf8() };
        if used + needs > if quoted { room } else { room / 4 * 3 } {
            chunks.push(String::new());
            used = 0;
        }
        used += needs;
        if let Some(last) = chunks.last_mut() {
            last.push(c);
        }
    }
    let word = |chunk: &String| {
        if quoted {
            format!("=?utf-8?q?{}?=", chunk.chars().map(q).collect::<String>())
        } else {
            format!("=?utf-8?b?{}?=", base64(chunk.as_bytes()))
        }
    };
    chunks.iter().map(word).collect()
}

/// A character of an encoded word, safe in names as well (RFC 2047 section 5).
fn q(c: char) -> String {
    match c {
        ' ' => "_".to_owned(),
        c if c.is_ascii_alphanumeric() || "!*+-/".contains(c) => c.to_string(),
        c => escaped(c, '='),
    }
}

/// The value of a parameter in another alphabet (RFC 2231 section 4): `utf-8''...`.
pub(super) fn parameter(value: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let value = value.chars().map(|c| if safe(c) { c.to_string() } else { escaped(c, '%') });
    format!("utf-8''{}", value.collect::<String>())
}

fn escaped(c: char, mark: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{mark}{byte:02X}");
        text
    })
}

/// Text as quoted-printable (RFC 2045 section 6.7): passes every relay, and begins no line with a dot or with `From `.
pub(super) fn quoted_printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\0', "");
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.strip_suffix('\n').unwrap_or(&text).split(['\n', '\r']) {
        let (last, from) = (line.len().saturating_sub(1), line.starts_with("From "));
        let mut column = 0;
        for (at, c) in line.char_indices() {
            let visible = (c.is_ascii_graphic() && c != '=') || (matches!(c, ' ' | '\t') && at != last);
            let told = at == 0 && from;
            let mut piece = if visible && !told { c.to_string() } else { escaped(c, '=') };
            // A column stays free for the mark that the line goes on.
            if column + piece.len() >= COLUMNS {
                out.push_str("=\r\n");
                column = 0;
            }
            if column == 0 && c == '.' {
                piece = escaped(c, '=');
            }
            column += piece.len();
            out.push_str(&piece);
        }
        out.push_str("\r\n");
    }
    out
}

/// Bytes as base64 in lines.
pub(super) fn base64_lines(bytes: &[u8]) -> String {
    let text = base64(bytes);
    let mut out = String::with_capacity(text.len() + text.len() / COLUMNS * 2 + 2);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(COLUMNS));
        out.push_str(line);
        out.push_str("\r\n");
        rest = tail;
    }
    out
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let [first, second, third] = [0, 1, 2].map(|at| u32::from(chunk.get(at).copied().unwrap_or_default()));
        let bits = first << 16 | second << 8 | third;
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

/// Such as `Sun, 22 Nov 2026 20:00:00 +0000` (RFC 5322 section 3.3).
pub(super) fn date(at: Timestamp) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let at = Timestamp(at.0.max(0));
    let day = DAYS[usize::try_from(at.0 / 86_400_000_000 % 7).unwrap_or_default()];
    let text = at.rfc3339();
    let (date, time) = text.trim_end_matches('Z').split_once('T').unwrap_or_default();
    let mut parts = date.split('-').map(|part| part.parse::<usize>().unwrap_or_default());
    let (year, month, of_month) = (parts.next(), parts.next(), parts.next());
    let month = MONTHS.get(month.unwrap_or_default().wrapping_sub(1)).copied().unwrap_or_default();
    format!("{day}, {} {month} {} {time} +0000", of_month.unwrap_or_default(), year.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{base64, date, encoded_words, is_plain, parameter, quoted_printable};
    use domain::Timestamp;
    use proptest::prelude::*;

    #[test]
    fn words_are_encoded_by_what_stays_readable() {
        assert_eq!(encoded_words("Grüße?"), ["=?utf-8?q?Gr=C3=BC=C3=9Fe=3F?="]);
        assert_eq!(encoded_words("Καφές"), ["=?utf-8?b?zprOsc+Gzq3Pgg==?="]);
        assert!(is_plain("Re: x [A-1]") && !is_plain("=?x") && !is_plain(&"x".repeat(65)) && !is_plain("a\nb"));
        assert_eq!(parameter("Ää 1.pdf"), "utf-8''%C3%84%C3%A4%201.pdf");
    }

    #[test]
    fn lines_that_transport_would_change_are_told_otherwise() {
        assert_eq!(quoted_printable("a \n.\nFrom b\n=\0"), "a=20\r\n=2E\r\n=46rom b\r\n=3D\r\n");
        let long = quoted_printable(&".".repeat(200));
        assert!(long.lines().all(|line| line.len() <= 76 && !line.starts_with('.')), "{long}");
        assert_eq!(["", "f", "fo", "foo"].map(|text| base64(text.as_bytes())), ["", "Zg==", "Zm8=", "Zm9v"]);
    }

    #[test]
    fn a_date_has_its_day() {
        assert_eq!(date(Timestamp(1_795_377_600_000_000)), "Sun, 22 Nov 2026 20:00:00 +0000");
        assert_eq!(date(Timestamp(951_782_400_000_000)), "Tue, 29 Feb 2000 00:00:00 +0000");
        assert_eq!(date(Timestamp(-5)), "Thu, 1 Jan 1970 00:00:00 +0000");
    }

    proptest! {
        #[test]
        fn words_are_short_and_of_ascii(line in "(\\PC|é|😀| |a){0,120}") {
            for word in encoded_words(&line) {
                prop_assert!(word.len() <= 64 && word.bytes().all(|b| b.is_ascii_graphic()), "{}", word);
            }
        }

        #[test]
        fn lines_are_short_and_of_ascii(text in "(\\PC|é|=|\\.|\n|From | |\t){0,200}") {
            for line in quoted_printable(&text).split("\r\n") {
                prop_assert!(line.len() <= 76 && !line.starts_with('.') && !line.ends_with([' ', '\t']), "{}", line);
                prop_assert!(line.bytes().all(|b| b.is_ascii_graphic() || matches!(b, b' ' | b'\t')), "{}", line);
            }
        }
    }
}
