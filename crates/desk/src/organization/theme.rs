//! An organization's colours as a style sheet, for its own screens and its customers'.

use crate::{Desk, Result};
use domain::OrgSlug;
use domain::color::Color;

impl Desk {
    /// One rule that sets the colour, and what words in it become by day and in the dark; empty, so the product's own colours,
    /// where there is no such organization: a style sheet must not tell which slugs exist.
    pub async fn org_theme(&self, slug: &OrgSlug) -> Result<String> {
        let accent = self.store.read_global().await?.org_accent(slug).await?;
        Ok(accent.and_then(|accent| Color::parse(&accent).ok()).map(|accent| theme(&accent)).unwrap_or_default())
    }
}

fn theme(accent: &Color) -> String {
    let (day, night) = (accent.ink_by_day(), accent.ink_by_night());
    format!(":root{{--accent:{accent};--accent-ink:light-dark({day},{night})}}")
}
