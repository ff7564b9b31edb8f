//! The look of keys: `pk_`, `ak_` or `pat_`, 43 base62 characters (256 random bits), and 6 base62 characters of the
//! CRC-32 of all before (D2). The checksum finds typing errors and lets scanners know a leaked key without asking us;
//! it proves nothing.

use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// What a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// `pk_`: names one site, public by nature (B40).
    Site,
    /// `ak_`: acts for one organization; a secret.
    Org,
    /// `pat_`: acts for one user in the organizations they are in; a secret.
    Personal,
}

impl KeyKind {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Site, Self::Org, Self::Personal];

    /// How keys of this kind start.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Site => "pk_",
            Self::Org => "ak_",
            Self::Personal => "pat_",
        }
    }
}

/// The whole text of a key. For `ak_` and `pat_` it is a secret: there is no `Display` and no serde, only
/// [`KeyText::as_str`], and `Debug` shows the last four characters.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyText {
    kind: KeyKind,
    text: String,
}

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// None of the three prefixes.
    #[error("A key starts with pk_, ak_ or pat_.")]
    UnknownPrefix,
    /// Not 49 characters after the prefix.
    #[error("The key is incomplete or too long. Copy it again, whole.")]
    WrongLength,
    /// Something else than letters and digits after the prefix.
    #[error("After its prefix a key has only letters and digits. Copy it again.")]
    BadCharacter,
    /// More than 256 bits: we never made this.
    #[error("This is not a key of ours. Copy it again.")]
    OutOfRange,
    /// The last six characters do not fit the rest.
    #[error("The key has a typing error. Copy it again.")]
    BadChecksum,
}

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SECRET_LEN: usize = 43;
const CHECKSUM_LEN: usize = 6;

impl KeyText {
    /// The key made of 256 random bits, read as one big-endian number.
    #[must_use]
    pub fn mint(kind: KeyKind, secret: [u8; 32]) -> Self {
        let mut text = format!("{}{}", kind.prefix(), base62(secret));
        text.push_str(&checksum(&text));
        Self { kind, text }
    }

    /// Reads a key, exactly as written. No look-up is needed to refuse what was never one.
    ///
    /// # Errors
    /// [`KeyError`], which never repeats the text.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let kind = KeyKind::ALL.iter().copied().find(|kind| text.starts_with(kind.prefix()));
        let kind = kind.ok_or(KeyError::UnknownPrefix)?;
        let rest = &text.as_bytes()[kind.prefix().len()..];
        if rest.len() != SECRET_LEN + CHECKSUM_LEN {
            return Err(KeyError::WrongLength);
        }
        if !rest.iter().all(u8::is_ascii_alphanumeric) {
            return Err(KeyError::BadCharacter);
        }
        if !fits_256_bits(&rest[..SECRET_LEN]) {
            return Err(KeyError::OutOfRange);
        }
        let (before, sum) = text.split_at(text.len() - CHECKSUM_LEN);
        if sum != checksum(before) {
            return Err(KeyError::BadChecksum);
        }
        Ok(Self { kind, text: text.to_owned() })
    }

    /// What the key opens.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The whole key. Show it once; store only its hash, unless it is a site key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The last four characters, by which people tell their keys apart.
    #[must_use]
    pub fn last_four(&self) -> &str {
        &self.text[self.text.len() - 4..]
    }
}

impl FromStr for KeyText {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Debug for KeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            KeyKind::Site => write!(f, "KeyText({})", self.text),
            kind => write!(f, "KeyText({}…{})", kind.prefix(), self.last_four()),
        }
    }
}

/// 43 digits, because 62^42 < 2^256 < 62^43.
pub fn base62(mut number: [u8; 32]) -> String {
    let mut digits = [0; SECRET_LEN];
    for digit in digits.iter_mut().rev() {
        let mut remainder = 0_u32;
        for byte in &mut number {
            let dividend = remainder << 8 | u32::from(*byte);
            *byte = (dividend / 62) as u8; // remainder < 62, so the quotient is below 256
            remainder = dividend % 62;
        }
        *digit = DIGITS[remainder as usize];
    }
    digits.iter().copied().map(char::from).collect()
}

fn fits_256_bits(digits: &[u8]) -> bool {
    let mut number = [0_u8; 32];
    for digit in digits {
        let Some(mut carry) = DIGITS.iter().position(|d| d == digit) else {
            return false;
        };
        for byte in number.iter_mut().rev() {
            let product = usize::from(*byte) * 62 + carry;
            *byte = (product & 0xff) as u8;
            carry = product >> 8;
        }
        if carry != 0 {
            return false;
        }
    }
    true
}

fn checksum(text: &str) -> String {
    let mut sum = crc32fast::hash(text.as_bytes()) as usize;
    let mut digits = [0; CHECKSUM_LEN];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[sum % 62];
        sum /= 62;
    }
    digits.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::{DIGITS, KeyError, KeyKind, KeyText};
    use proptest::prelude::*;

    /// 00 01 02 ... 1f.
    const COUNTING: [u8; 32] = {
        let mut bytes = [0; 32];
        let mut i = 0;
        while i < 32 {
            bytes[i] = i as u8;
            i += 1;
        }
        bytes
    };

    /// Test vectors, made by another program.
    const VECTORS: &[(KeyKind, [u8; 32], &str)] = &[
        (KeyKind::Site, [0; 32], "pk_00000000000000000000000000000000000000000001zqVSB"),
        (KeyKind::Site, [0xff; 32], "pk_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp13dVO0t"),
        (KeyKind::Site, COUNTING, "pk_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1AmNxv"),
        (KeyKind::Org, [0; 32], "ak_00000000000000000000000000000000000000000002PL60u"),
        (KeyKind::Org, [0xff; 32], "ak_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp10jSArQ"),
        (KeyKind::Org, COUNTING, "ak_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf3CBj32"),
        (KeyKind::Personal, [0; 32], "pat_00000000000000000000000000000000000000000002GjXJC"),
        (KeyKind::Personal, [0xff; 32], "pat_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp13oiRF4"),
        (KeyKind::Personal, COUNTING, "pat_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1akZus"),
    ];

    #[test]
    fn keys_are_as_written_down() {
        for (kind, secret, text) in VECTORS {
            let key = KeyText::mint(*kind, *secret);
            assert_eq!(key.as_str(), *text);
            assert_eq!(KeyText::parse(text), Ok(key.clone()));
            assert_eq!(key.kind(), *kind);
            assert!(text.ends_with(key.last_four()) && key.last_four().len() == 4);
        }
    }

    #[test]
    fn what_was_never_a_key_is_refused() {
        for (text, problem) in [
            ("", KeyError::UnknownPrefix),
            ("sk_00000000000000000000000000000000000000000001zqVSB", KeyError::UnknownPrefix),
            ("PK_00000000000000000000000000000000000000000001zqVSB", KeyError::UnknownPrefix),
            (" pk_00000000000000000000000000000000000000000001zqVSB", KeyError::UnknownPrefix),
            ("pk_", KeyError::WrongLength),
            ("pk_0000000000000000000000000000000000000000001zqVSB", KeyError::WrongLength),
            ("pk_00000000000000000000000000000000000000000001zqVSB ", KeyError::WrongLength),
            ("pk_0000000000000000000000000000000000000000000_zqVSB", KeyError::BadCharacter),
            ("pk_000000000000000000000000000000000000000000é1zqVS", KeyError::BadCharacter),
            // 2^256 and 62^43 - 1, both with the right checksum.
            ("pk_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp21kWoR3", KeyError::OutOfRange),
            ("pk_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz0GMFMU", KeyError::OutOfRange),
            ("pk_00000000000000000000000000000000000000000001zqVSA", KeyError::BadChecksum),
            // The secret of one kind under the prefix of another.
            ("ak_00000000000000000000000000000000000000000001zqVSB", KeyError::BadChecksum),
        ] {
            assert_eq!(KeyText::parse(text), Err(problem), "{text:?}");
        }
    }

    #[test]
    fn debug_shows_a_site_key_and_hides_a_secret() {
        let shown = |kind| format!("{:?}", KeyText::mint(kind, [0; 32]));
        assert_eq!(shown(KeyKind::Site), "KeyText(pk_00000000000000000000000000000000000000000001zqVSB)");
        assert_eq!(shown(KeyKind::Org), "KeyText(ak_…L60u)");
        assert_eq!(shown(KeyKind::Personal), "KeyText(pat_…jXJC)");
    }

    proptest! {
        #[test]
        fn every_secret_makes_its_own_key(one in any::<[u8; 32]>(), other in any::<[u8; 32]>()) {
            let key = KeyText::mint(KeyKind::Org, one);
            prop_assert_eq!(key.as_str().len(), 52);
            prop_assert_eq!(KeyText::parse(key.as_str()), Ok(key.clone()));
            prop_assert_eq!(key == KeyText::mint(KeyKind::Org, other), one == other);
        }

        #[test]
        fn one_wrong_character_is_noticed(secret in any::<[u8; 32]>(), at in 3..52_usize, digit in 0..62_usize) {
            let key = KeyText::mint(KeyKind::Org, secret);
            let mut bytes = key.as_str().as_bytes().to_vec();
            let changed = bytes[at] != DIGITS[digit];
            bytes[at] = DIGITS[digit];
            let text = String::from_utf8(bytes).expect("ASCII");
            prop_assert_eq!(KeyText::parse(&text).is_err(), changed);
        }
    }
}
