//! Colours, and whether words can be read on them (WCAG 2.2, 1.4.3): the same sum on the page, in mails and in the style sheet.

use crate::text::text_type;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The least that may be between words and what they stand on.
pub const READABLE: f64 = 4.5;
/// What words in the organization's own colour keep: enough for tinted grounds as well.
const INK: f64 = 6.0;
/// The ground of pages in the dark.
const NIGHT: [u8; 3] = [0x18, 0x19, 0x1c];

/// A colour, kept as `#rrggbb` in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color(String);

/// Text that is no colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("Write a colour as # and six digits, such as #0b6e63.")]
pub struct ColorError;

impl Color {
    /// Six hex digits, with `#` or without.
    ///
    /// # Errors
    /// [`ColorError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, ColorError> {
        let text = text.trim().to_ascii_lowercase();
        let hex = text.strip_prefix('#').unwrap_or(&text);
        if hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self(format!("#{hex}")))
        } else {
            Err(ColorError)
        }
    }

    /// As `#rrggbb`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> [u8; 3] {
        [1, 3, 5].map(|at| self.0.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0))
    }

    fn of([r, g, b]: [u8; 3]) -> Self {
        Self(format!("#{r:02x}{g:02x}{b:02x}"))
    }

    /// Black or white, whichever reads better on it.
    #[must_use]
    pub fn ink(&self) -> Self {
        let (black, white) = (Self::of([0; 3]), Self::of([255; 3]));
        if contrast(self, &black) > contrast(self, &white) { black } else { white }
    }

    /// The colour itself where it can be read on white; else as much darker as it takes.
    #[must_use]
    pub fn ink_by_day(&self) -> Self {
        self.towards([0; 3], [255; 3])
    }

    /// The same for pages in the dark: as much lighter as it takes.
    #[must_use]
    pub fn ink_by_night(&self) -> Self {
        self.towards([255; 3], NIGHT)
    }

    fn towards(&self, end: [u8; 3], ground: [u8; 3]) -> Self {
        let (own, ground) = (self.parts(), Self::of(ground));
        let step = |part: u8, end: u8, step: u16| {
            let (part, end) = (u16::from(part), u16::from(end));
            u8::try_from((part * (64 - step) + end * step) / 64).unwrap_or(u8::MAX)
        };
        let mixed = (0..=64).map(|n| Self::of([0, 1, 2].map(|at| step(own[at], end[at], n))));
        mixed.into_iter().find(|ink| contrast(ink, &ground) >= INK).unwrap_or_else(|| Self::of(end))
    }
}

text_type!(Color, ColorError);

/// From 1 (the same) to 21 (black on white).
#[must_use]
pub fn contrast(one: &Color, other: &Color) -> f64 {
    let (one, other) = (luminance(one.parts()), luminance(other.parts()));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Such as `5.9 : 1`; never told better than it is.
#[must_use]
pub fn ratio(contrast: f64) -> String {
    format!("{:.1} : 1", (contrast * 10.0).floor() / 10.0)
}

fn luminance(parts: [u8; 3]) -> f64 {
    let [r, g, b] = parts.map(|value| {
        let part = f64::from(value) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::{Color, INK, NIGHT, READABLE, contrast, ratio};
    use proptest::prelude::*;

    fn color(text: &str) -> Color {
        Color::parse(text).expect("a colour")
    }

    #[test]
    fn a_colour_is_six_hex_digits() {
        assert_eq!(color(" #0B6E63 ").as_str(), "#0b6e63");
        assert_eq!(color("0b6e63").as_str(), "#0b6e63");
        for bad in ["", "#fff", "red", "#0b6e6g", "#0b6e63}body{display:none"] {
            assert!(Color::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ink_is_chosen_by_contrast() {
        for (ground, ink) in
            [("#f5b700", "#000000"), ("#ffffff", "#000000"), ("#0b6e63", "#ffffff"), ("#000000", "#ffffff")]
        {
            assert_eq!(color(ground).ink().as_str(), ink, "{ground}");
        }
        assert_eq!(ratio(contrast(&color("#000000"), &color("#ffffff"))), "21.0 : 1");
        assert_eq!(ratio(contrast(&color("#777777"), &color("#ffffff"))), "4.4 : 1", "not the 4.5 that it nearly is");
        assert_eq!(color("#0b3b36").ink_by_day().as_str(), "#0b3b36", "what reads already stays as it is");
    }

    proptest! {
        #[test]
        fn whatever_is_chosen_can_be_read(parts: [u8; 3]) {
            let chosen = Color::of(parts);
            prop_assert!(contrast(&chosen, &chosen.ink()) >= READABLE);
            prop_assert!(contrast(&chosen.ink_by_day(), &color("#ffffff")) >= INK);
            prop_assert!(contrast(&chosen.ink_by_night(), &Color::of(NIGHT)) >= INK);
        }
    }
}
