//! Organizations: making one whole, showing it, changing its settings.

mod check;
mod create;
mod delete;
mod edit;
mod mine;
mod provision;
mod setup;
mod show;
mod theme;

pub use domain::organization::{OrgEdit, OrgNew};

use domain::organization::PADDING_MAX;

/// Colours a new organization may get: all dark enough for white words, far enough apart to tell clients by.
const ACCENTS: [&str; 8] = ["#0b6e63", "#1d4ed8", "#7c3aed", "#be185d", "#9a3412", "#15803d", "#0e7490", "#9f1239"];

/// The first colour of an organization: always the same for the same slug.
fn first_accent(slug: &str) -> String {
    let sum = slug.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    ACCENTS[sum % ACCENTS.len()].to_owned()
}

/// A colour as `#rrggbb`, in lower case.
fn checked_accent(text: &str) -> Result<String, &'static str> {
    let text = text.trim().to_ascii_lowercase();
    let hex = text.strip_prefix('#').unwrap_or(&text);
    if hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(format!("#{hex}"))
    } else {
        Err("Write a colour as # and six digits, such as #0b6e63.")
    }
}

/// Digits of a ticket number (B15).
fn checked_padding(padding: i64) -> Result<i64, &'static str> {
    if (0..=PADDING_MAX).contains(&padding) { Ok(padding) } else { Err("Choose 0 to 6 digits.") }
}

#[cfg(test)]
mod tests {
    use super::{ACCENTS, checked_accent, first_accent};

    #[test]
    fn a_colour_is_six_hex_digits() {
        assert_eq!(checked_accent(" #0B6E63 ").as_deref(), Ok("#0b6e63"));
        assert_eq!(checked_accent("0b6e63").as_deref(), Ok("#0b6e63"));
        for bad in ["", "#fff", "red", "#0b6e6g", "#0b6e63}body{display:none"] {
            assert!(checked_accent(bad).is_err(), "{bad}");
        }
        assert!(ACCENTS.iter().all(|accent| checked_accent(accent).as_deref() == Ok(*accent)));
        assert_eq!(first_accent("acme"), first_accent("acme"));
    }
}
