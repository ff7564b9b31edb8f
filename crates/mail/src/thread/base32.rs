//! Crockford's base 32 in lower case: survives mail programs that change the case of an address, and has no letter that reads as a digit.

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Five bits a digit, the last one filled with zeros.
pub(super) fn encode(bytes: &[u8]) -> String {
    let (mut text, mut bits, mut held) = (String::with_capacity(bytes.len() * 8 / 5 + 1), 0u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(char::from(DIGITS[(bits >> held & 31) as usize]));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        text.push(char::from(DIGITS[(bits << (5 - held) & 31) as usize]));
    }
    text
}

/// Exactly `N` bytes, whatever the case; `None` for anything that [`encode`] would not have written.
pub(super) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != (N * 8).div_ceil(5) {
        return None;
    }
    let (mut bytes, mut at, mut bits, mut held) = ([0; N], 0, 0u32, 0);
    for digit in text.bytes() {
        let digit = digit.to_ascii_lowercase();
        let value = DIGITS.iter().position(|known| *known == digit)?;
        bits = bits << 5 | u32::try_from(value).ok()?;
        held += 5;
        if held >= 8 {
            held -= 8;
            *bytes.get_mut(at)? = (bits >> held & 0xff) as u8;
            at += 1;
        }
        bits &= (1 << held) - 1;
    }
    (bits == 0 && at == N).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read_in_either_case(bytes: [u8; 16]) {
            let text = encode(&bytes);
            prop_assert_eq!(text.len(), 26);
            prop_assert_eq!(decode::<16>(&text), Some(bytes));
            prop_assert_eq!(decode::<16>(&text.to_ascii_uppercase()), Some(bytes));
        }

        #[test]
        fn one_value_has_one_text(text in "[0-9a-z]{26}") {
            if let Some(bytes) = decode::<16>(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
