//! An organization's colours as a style sheet, for its own screens and its customers'.

use crate::{Desk, Result};
use domain::OrgSlug;

impl Desk {
    /// One rule that sets the colour; empty, so the product's own colours, where there is no such organization: a style
    /// sheet must not tell which slugs exist.
    pub async fn org_theme(&self, slug: &OrgSlug) -> Result<String> {
        let accent = self.store.read_global().await?.org_accent(slug).await?;
        Ok(accent.map(|accent| format!(":root{{--accent:{accent}}}")).unwrap_or_default())
    }
}
