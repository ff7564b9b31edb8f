//! Origins as a preflight asks for them: before any key is known.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Global;
use domain::origin::Origin;

sql! {
    shared ORIGIN_KNOWN (origin: Origin) = "SELECT 1 AS yes FROM site_origin WHERE origin = $1 LIMIT 1";
}

impl Global {
    /// Whether any site of the installation lists the origin. Says nothing about which.
    pub async fn origin_known(&mut self, origin: &Origin) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(ORIGIN_KNOWN { origin: origin.clone() }).await?;
        Ok(row.is_some())
    }
}
