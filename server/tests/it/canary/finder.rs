//! Whether a text stands in some bytes, whatever disguise it wears.

use super::disguise;

/// The words around the text, when it is there.
pub fn find(text: &str, bytes: &[u8]) -> Option<String> {
    let needles: Vec<String> = disguise::base64_within(text).collect();
    let (small, hex) = (text.to_ascii_lowercase(), disguise::hex(text));
    undressed(bytes).iter().find_map(|layer| {
        let lower = layer.to_ascii_lowercase();
        let plain = [&small, &hex].into_iter().find_map(|needle| lower.find(needle.as_str()));
        let at = plain.or_else(|| needles.iter().find_map(|needle| layer.find(needle.as_str())))?;
        let before = layer.floor_char_boundary(at.saturating_sub(60));
        Some(layer[before..].chars().take(160).collect())
    })
}

/// The bytes as text, and what comes to light as one disguise after the other is taken off. They may be worn over each
/// other, JSON in an attribute say, so there are two rounds.
fn undressed(bytes: &[u8]) -> Vec<String> {
    let unpacked = bytes.starts_with(&[0x1f, 0x8b]).then(|| disguise::gzip(bytes, true));
    let mut text = String::from_utf8_lossy(unpacked.as_deref().unwrap_or(bytes)).replace('\0', "");
    let unbroken = without_breaks(&text);
    let mut all = vec![coded(&unbroken, '='), unbroken];
    for _ in 0..2 {
        for undress in [entities as fn(&str) -> String, |text| coded(text, '\\'), |text| coded(text, '%')] {
            let less = undress(&text);
            if less != text {
                all.push(std::mem::replace(&mut text, less));
            }
        }
    }
    all.push(without_tags(&text));
    all.push(text);
    all
}

/// `can<mark>ary</mark>` is a canary.
fn without_tags(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .filter(|c| {
            inside = *c == '<' || (inside && *c != '>');
            !inside && *c != '>'
        })
        .collect()
}

/// Mails break their lines, and mark it with `=`.
fn without_breaks(text: &str) -> String {
    text.replace("=\r\n", "").replace(['\r', '\n'], "")
}

fn entities(text: &str) -> String {
    replaced(text, "&#", |rest| {
        let (digits, _) = rest.split_once(';')?;
        let number = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => digits.parse().ok()?,
        };
        Some((char::from_u32(number)?, digits.len() + 1))
    })
}

/// `\u0063` and `\x63`, `%63`, `=63`.
fn coded(text: &str, sign: char) -> String {
    replaced(text, sign.encode_utf8(&mut [0; 4]), |rest| {
        let (skip, digits) = match (sign, rest.as_bytes().first()) {
            ('\\', Some(b'u')) => (1, 4),
            ('\\', Some(b'x')) => (1, 2),
            ('\\', _) => return None,
            _ => (0, 2),
        };
        let number = u32::from_str_radix(rest.get(skip..skip + digits)?, 16).ok()?;
        Some((char::from_u32(number)?, skip + digits))
    })
}

/// With each code that follows a mark replaced by its letter; canaries are plain ASCII, so one code is one letter.
fn replaced(text: &str, mark: &str, letter: impl Fn(&str) -> Option<(char, usize)>) -> String {
    let mut parts = text.split(mark);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match letter(part) {
            Some((letter, length)) => {
                whole.push(letter);
                whole.push_str(&part[length..]);
            }
            None => {
                whole.push_str(mark);
                whole.push_str(part);
            }
        }
    }
    whole
}

#[test]
fn no_disguise_hides_a_canary() {
    use disguise::{base64, escapes, gzip, percent};
    const CANARY: &str = "canary-theirs-91ab";
    let broken = base64(format!("Dear all, here it is: {CANARY}. Regards").as_bytes(), b"+/");
    for worn in [
        CANARY.to_owned(),
        CANARY.to_uppercase(),
        disguise::entities(CANARY),
        escapes(CANARY),
        CANARY.replace('c', "\\x63"),
        percent(CANARY),
        percent(&percent(CANARY)),
        disguise::entities(&escapes(CANARY)),
        disguise::hex(CANARY),
        percent(CANARY).replace('%', "="),
        "can<mark>ary-thei</mark>rs-91ab".to_owned(),
        "canary-the=\r\nirs-91ab".to_owned(),
        CANARY.chars().flat_map(|c| [c, '\0']).collect(),
        base64(CANARY.as_bytes(), b"+/"),
        base64(format!("1{CANARY}").as_bytes(), b"-_"),
        base64(format!("12{CANARY}3").as_bytes(), b"-_"),
        format!("{}\r\n{}", &broken[..40], &broken[40..]),
    ] {
        let page = format!("<p>Nothing here</p> {worn} <p>nor there</p>");
        assert!(find(CANARY, page.as_bytes()).is_some(), "hidden in {worn:?}");
        assert!(find(CANARY, &gzip(page.as_bytes(), false)).is_some(), "hidden in an archive of {worn:?}");
        assert!(find("canary-ours-5f2c", page.as_bytes()).is_none(), "{worn:?} is somebody else's");
    }
    assert!(find(CANARY, b"<p>canary</p>-theirs and 91ab; %zz &#; \\u12").is_none());
}
