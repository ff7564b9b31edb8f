//! Whose paper a letter is written on.

use domain::color::Color;

/// The product's colour.
const ACCENT: &str = "#0b6e63";

/// The looks of whoever writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brand {
    /// Their colour, as `#rrggbb`; the product's where it is none.
    pub accent: String,
    /// Their name.
    pub name: String,
    /// The whole address of their logo.
    pub logo: Option<String>,
}

impl Brand {
    /// The product's own: for people with a login.
    #[must_use]
    pub fn product() -> Self {
        Self { accent: ACCENT.to_owned(), name: "Helpstead".to_owned(), logo: None }
    }

    /// The colour, with what can be read on it and beside it.
    pub(super) fn color(&self) -> Option<Color> {
        Color::parse(&self.accent).or_else(|_| Color::parse(ACCENT)).ok()
    }
}
