//! Prove that nobody edited the log: every row covers the one before, and the counter row knows the last.

use super::record::chained;
use crate::{Desk, Result};
use domain::OrgSlug;
use domain::access::Sight;

/// Rows read at once.
const CHUNK: i64 = 1_000;

/// What the chain of one organization came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Whose.
    pub org: OrgSlug,
    /// Rows whose hash fits.
    pub rows: i64,
    /// Where it breaks, in words; `None` when all of it holds.
    pub broken: Option<String>,
}

impl Desk {
    /// Walks every organization's chain from its beginning. For the operator, not for a member.
    pub async fn audit_verify(&self) -> Result<Vec<Verified>> {
        let orgs = self.store.read_global().await?.org_slugs().await?;
        let mut verified = Vec::with_capacity(orgs.len());
        for (id, org) in orgs {
            let mut tx = self.store.read(&Sight::everything(id, None)).await?;
            let end = tx.audit_head().await?;
            let (mut head, mut rows) = (String::new(), 0);
            let broken = 'chain: loop {
                let chunk = tx.audit_chain(rows, CHUNK).await?;
                if chunk.is_empty() {
                    // The log may have grown since its end was read.
                    let ends = rows > end.seq || (rows == end.seq && head == end.hash);
                    break (!ends).then(|| format!("the log says {} rows, {rows} are there", end.seq));
                }
                for row in chunk {
                    if row.seq != rows + 1 {
                        break 'chain Some(format!("row {} is missing", rows + 1));
                    }
                    if row.hash != chained(&head, &row)? {
                        break 'chain Some(format!("row {} is not what was written", row.seq));
                    }
                    head = row.hash;
                    rows = row.seq;
                }
            };
            verified.push(Verified { org, rows, broken });
        }
        Ok(verified)
    }
}
