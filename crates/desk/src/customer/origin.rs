//! Whether a browser's preflight may be answered: it carries no key, so any site's origin will do (design.md section 6).

use crate::{Desk, Result};
use domain::origin::Origin;

impl Desk {
    /// Whether any site lists `origin` (the `Origin` header as it came). The real request is checked against its own site.
    pub async fn customer_origin_known(&self, origin: &str) -> Result<bool> {
        let Ok(origin) = Origin::parse(origin) else { return Ok(false) };
        Ok(self.store.read_global().await?.origin_known(&origin).await?)
    }
}
