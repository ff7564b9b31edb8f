//! A folder's name as it goes over the wire: modified UTF-7 (RFC 3501 section 5.1.3).

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/// Printable ASCII stays as it is; runs of all else become `&...-`. So no name, however odd, ends a line.
pub(super) fn encoded(name: &str) -> String {
    let (mut text, mut run) = (String::with_capacity(name.len()), Vec::new());
    for letter in name.chars() {
        if matches!(letter, ' '..='~') {
            close(&mut text, &mut run);
            text.push(letter);
            if letter == '&' {
                text.push('-');
            }
        } else {
            let mut units = [0; 2];
            run.extend(letter.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    close(&mut text, &mut run);
    text
}

/// Ends a run: base64 with a comma for the slash, and no padding.
fn close(text: &mut String, run: &mut Vec<u8>) {
    if run.is_empty() {
        return;
    }
    text.push('&');
    for three in run.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for digit in 0..=three.len() {
            text.push(char::from(DIGITS[(bits >> (18 - 6 * digit)) as usize & 63]));
        }
    }
    text.push('-');
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn names_read_as_the_standard_writes_them() {
        for (name, wire) in [
            ("INBOX", "INBOX"),
            ("Q & A", "Q &- A"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("Hi Mom -☺-!", "Hi Mom -&Jjo--!"),
            ("Größe", "Gr&APYA3w-e"),
            ("🎫", "&2Dzfqw-"),
            ("a\r\nA1 LOGOUT", "a&AA0ACg-A1 LOGOUT"),
        ] {
            assert_eq!(encoded(name), wire, "{name}");
        }
    }
}
