//! Takes apart what this crate composed: for the outbox page, and for tests that follow a mailed link. It is no reader of
//! strangers' mail.

/// A mail of ours, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadMail {
    /// Such as `Acme <no-reply@desk.example>`.
    pub from: String,
    /// One address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// As in the header (RFC 5322).
    pub date: String,
    /// With its angle brackets.
    pub message_id: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

impl ReadMail {
    /// The web addresses in the text, in order.
    #[must_use]
    pub fn links(&self) -> Vec<&str> {
        let words = self.text.split_whitespace();
        words.filter(|word| word.starts_with("https://") || word.starts_with("http://")).collect()
    }
}

/// Reads a message made by [`compose`](crate::compose); what it does not find stays empty.
#[must_use]
pub fn read(raw: &[u8]) -> ReadMail {
    let raw = String::from_utf8_lossy(raw).replace("\r\n", "\n");
    let (head, body) = raw.split_once("\n\n").unwrap_or((&raw, ""));
    let header = |name: &str| decoded(&header(head, name));
    let boundary = header("Content-Type");
    let boundary = boundary
        .split_once("boundary=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(boundary, _)| boundary);
    let mut mail = ReadMail {
        from: header("From"),
        to: header("To"),
        subject: header("Subject"),
        date: header("Date"),
        message_id: header("Message-ID"),
        ..ReadMail::default()
    };
    for part in body.split(&format!("--{boundary}")) {
        let Some((head, body)) = part.trim_start_matches('\n').split_once("\n\n") else { continue };
        let body = quoted_printable(body.strip_suffix('\n').unwrap_or(body));
        match self::header(head, "Content-Type") {
            kind if kind.starts_with("text/plain") => mail.text = body,
            kind if kind.starts_with("text/html") => mail.html = body,
            _ => {}
        }
    }
    mail
}

/// A header's value, unfolded.
fn header(head: &str, name: &str) -> String {
    let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
    let value = unfolded.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    });
    value.unwrap_or_default()
}

/// Encoded words (RFC 2047) back to text; the space between two of them is none.
fn decoded(value: &str) -> String {
    let mut text = Vec::new();
    let mut rest = value;
    let mut after_word = false;
    while let Some(at) = rest.find("=?") {
        let between = &rest[..at];
        let mut fields = rest[at + 2..].splitn(3, '?');
        let (Some(_charset), Some(encoding), Some(tail)) = (fields.next(), fields.next(), fields.next()) else { break };
        let Some((word, behind)) = tail.split_once("?=") else { break };
        if !(after_word && between.trim().is_empty()) {
            text.extend_from_slice(between.as_bytes());
        }
        match encoding {
            "b" | "B" => text.extend(base64(word)),
            _ => text.extend(crate::escape::bytes(&word.replace('_', " "), b'=')),
        }
        rest = behind;
        after_word = true;
    }
    text.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&text).into_owned()
}

fn quoted_printable(text: &str) -> String {
    // Line ends are encoded as such or stand as themselves; a reader sees LF.
    String::from_utf8_lossy(&crate::escape::bytes(&text.replace("=\n", ""), b'=')).replace("\r\n", "\n")
}

fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0u32, 0);
    for byte in text.bytes() {
        let Some(digit) = DIGITS.iter().position(|digit| *digit == byte) else { continue };
        bits = bits << 6 | u32::try_from(digit).unwrap_or_default();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).unwrap_or_default());
        }
    }
    bytes
}
