//! The disguises a text may wear in bytes of the web.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Every letter as an HTML entity, decimal and hexadecimal in turn.
pub fn entities(text: &str) -> String {
    text.char_indices().fold(String::new(), |mut told, (at, c)| {
        let number = u32::from(c);
        let _ = if at % 2 == 0 { write!(told, "&#{number};") } else { write!(told, "&#x{number:X};") };
        told
    })
}

/// Every letter as JSON may write it.
pub fn escapes(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |mut told, unit| {
        let _ = write!(told, "\\u{unit:04x}");
        told
    })
}

/// Every byte as an address may write it.
pub fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut told, byte| {
        let _ = write!(told, "%{byte:02X}");
        told
    })
}

/// Every byte as two digits.
pub fn hex(text: &str) -> String {
    percent(text).replace('%', "").to_ascii_lowercase()
}

/// As mails and data addresses carry bytes; the two last signs are `+/` or, in addresses, `-_`.
pub fn base64(bytes: &[u8], last: &[u8; 2]) -> String {
    let sign = |six: u32| match u8::try_from(six & 63).unwrap_or(0) {
        six @ 0..=25 => b'A' + six,
        six @ 26..=51 => b'a' + six - 26,
        six @ 52..=61 => b'0' + six - 52,
        six => last[usize::from(six - 62)],
    };
    let mut told = String::new();
    for three in bytes.chunks(3) {
        let whole = three.iter().chain([&0, &0]).take(3).fold(0, |whole, byte| whole << 8 | u32::from(*byte));
        for at in 0..4 {
            told.push(if at > three.len() { '=' } else { char::from(sign(whole >> (18 - 6 * at))) });
        }
    }
    told
}

/// The needles to look for in base64, whatever stands before and after the text.
pub fn base64_within(text: &str) -> impl Iterator<Item = String> {
    let pairs = [(0_usize, 0_usize), (1, 2), (2, 3)].into_iter().flat_map(|shift| [(shift, b"+/"), (shift, b"-_")]);
    pairs.map(move |((before, signs), last)| {
        let padded = [&[0; 2][..before], text.as_bytes()].concat();
        // The last sign holds bits of what follows, unless the text ends with it.
        let whole = padded.len() * 8 / 6;
        base64(&padded, last)[signs..whole].to_owned()
    })
}

/// Compressed, or unpacked again.
pub fn gzip(bytes: &[u8], unpack: bool) -> Vec<u8> {
    let mut child = Command::new("gzip")
        .arg(if unpack { "-dc" } else { "-c" })
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("gzip is installed");
    let mut to = child.stdin.take().expect("its input");
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || to.write_all(&bytes));
    let told = child.wait_with_output().expect("gzip ends").stdout;
    // What it does not take is no archive: then nothing comes out.
    let _ = writer.join();
    told
}
