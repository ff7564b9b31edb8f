//! Organizations: making one whole, showing it, changing its settings.

mod check;
mod create;
mod delete;
mod edit;
mod logo;
mod logo_fetch;
mod mine;
mod provision;
mod setup;
mod show;
mod theme;

pub use domain::organization::{OrgEdit, OrgNew};
pub(crate) use logo::key as logo_key;

use domain::color::{Color, ColorError};
use domain::organization::PADDING_MAX;

/// Colours a new organization may get: all dark enough for white words, far enough apart to tell clients by.
const ACCENTS: [&str; 8] = ["#0b6e63", "#1d4ed8", "#7c3aed", "#be185d", "#9a3412", "#15803d", "#0e7490", "#9f1239"];

/// The first colour of an organization: always the same for the same slug.
fn first_accent(slug: &str) -> String {
    let sum = slug.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    ACCENTS[sum % ACCENTS.len()].to_owned()
}

/// A colour as `#rrggbb`, in lower case.
fn checked_accent(text: &str) -> Result<String, ColorError> {
    Color::parse(text).map(String::from)
}

/// Digits of a ticket number (B15).
fn checked_padding(padding: i64) -> Result<i64, &'static str> {
    if (0..=PADDING_MAX).contains(&padding) { Ok(padding) } else { Err("Choose 0 to 6 digits.") }
}

#[cfg(test)]
mod tests {
    use super::{ACCENTS, checked_accent, first_accent};

    #[test]
    fn the_first_colours_are_colours() {
        assert!(ACCENTS.iter().all(|accent| checked_accent(accent).as_deref() == Ok(*accent)));
        assert_eq!(first_accent("acme"), first_accent("acme"));
    }
}
