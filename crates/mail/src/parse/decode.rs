//! The bytes of a part, out of their transfer encoding (RFC 2045) and into text. Broken encodings give what can be had of them.

use super::fields::Fields;
use mail_parser::decoders::charsets::map::charset_decoder;

/// The bytes of a body, and whether its encoding was broken.
pub(crate) fn bytes(fields: &Fields, body: &[u8]) -> (Vec<u8>, bool) {
    match fields.text("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase().as_str() {
        "base64" => base64(body),
        "quoted-printable" => quoted_printable(body),
        _ => (body.to_vec(), false),
    }
}

/// Text in the named charset, and whether that charset is known. Unnamed: UTF-8 when it is that, else what old mail programs meant.
pub(crate) fn text(bytes: &[u8], charset: Option<&str>) -> (String, bool) {
    let named = charset.map(str::trim).filter(|name| !name.is_empty());
    let as_utf8 = || std::str::from_utf8(bytes).ok().map(str::to_owned);
    let west = || charset_decoder(b"windows-1252").map(|decode| decode(bytes));
    let lossy = || String::from_utf8_lossy(bytes).into_owned();
    match named {
        None => (as_utf8().or_else(west).unwrap_or_else(lossy), true),
        Some(name) if ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|known| name.eq_ignore_ascii_case(known)) => {
            (as_utf8().or_else(|| name.contains("ascii").then(west).flatten()).unwrap_or_else(lossy), true)
        }
        Some(name) => match charset_decoder(name.as_bytes()) {
            Some(decode) => (decode(bytes), true),
            None => (as_utf8().or_else(west).unwrap_or_else(lossy), false),
        },
    }
}

/// Skips what is no digit; ends at padding. Broken: a foreign character, or a last group of one digit.
fn base64(body: &[u8]) -> (Vec<u8>, bool) {
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut held, mut broken) = (0u32, 0u32, false);
    for b in body {
        let digit = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                // Some programs join two encoded texts: behind the padding begins a new group.
                (bits, held) = (0, 0);
                continue;
            }
            b'\r' | b'\n' | b' ' | b'\t' => continue,
            _ => {
                broken = true;
                continue;
            }
        };
        bits = bits << 6 | u32::from(digit);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    (bytes, broken || held == 6)
}

/// A `=` that is no code stays. Spaces at the end of a line are transport's, not the writer's.
fn quoted_printable(body: &[u8]) -> (Vec<u8>, bool) {
    let mut bytes = Vec::with_capacity(body.len());
    let mut broken = false;
    for line in body.split_inclusive(|b| *b == b'\n') {
        let ends = line.ends_with(b"\n");
        let text = line.trim_ascii_end();
        let (text, soft) = text.strip_suffix(b"=").map_or((text, false), |text| (text, true));
        let mut at = 0;
        while at < text.len() {
            let code = (text[at] == b'=').then(|| hex(text.get(at + 1).copied(), text.get(at + 2).copied()));
            match code {
                Some(Some(byte)) => {
                    bytes.push(byte);
                    at += 3;
                }
                other => {
                    broken |= other.is_some();
                    bytes.push(text[at]);
                    at += 1;
                }
            }
        }
        if ends && !soft {
            bytes.push(b'\n');
        }
    }
    (bytes, broken)
}

fn hex(high: Option<u8>, low: Option<u8>) -> Option<u8> {
    let digit = |b: Option<u8>| char::from(b?).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::{base64, quoted_printable, text};

    #[test]
    fn broken_encodings_give_what_can_be_had() {
        assert_eq!(base64(b"SGVsbG8=\r\n"), (b"Hello".to_vec(), false));
        assert_eq!(base64(b"SGVs!bG8"), (b"Hello".to_vec(), true));
        assert_eq!(base64(b"SGVsbG8=SGVsbG8="), (b"HelloHello".to_vec(), false));
        assert_eq!(base64(b"S"), (Vec::new(), true));
        assert_eq!(quoted_printable(b"a=3D=\r\nb  \r\nc"), (b"a=b\nc".to_vec(), false));
        assert_eq!(quoted_printable(b"100%=zz"), (b"100%=zz".to_vec(), true));
    }

    #[test]
    fn a_charset_that_nobody_knows_is_guessed() {
        assert_eq!(text("grün".as_bytes(), None), ("grün".to_owned(), true));
        assert_eq!(text(b"gr\xfcn", None), ("grün".to_owned(), true));
        assert_eq!(text(b"gr\xfcn", Some("x-martian")), ("grün".to_owned(), false));
        assert_eq!(text(b"\xc7\xd2", Some("koi8-r")), ("гр".to_owned(), true));
    }
}
