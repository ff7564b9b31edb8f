//! Whether a slug can still be had (S4-11).

use crate::{Desk, Result};
use domain::OrgSlug;
use domain::organization::SlugCheck;
use domain::slug::{SlugError, slug_suggestions};

/// Suggestions shown, chosen by key.
const SHOWN: usize = 3;
/// Rounds of candidates looked up before fewer are shown.
const ROUNDS: usize = 4;

impl Desk {
    /// Whether nobody has the slug, with free ones beside it where somebody does. Only the insert decides.
    pub async fn org_slug_check(&self, typed: &str) -> Result<SlugCheck> {
        match OrgSlug::parse_new(typed) {
            Err(SlugError::Reserved) => Ok(SlugCheck::Reserved { suggestions: self.free_slugs(typed).await? }),
            Err(error) => Ok(SlugCheck::Invalid { message: error.to_string() }),
            Ok(slug) => {
                let taken = self.store.read_global().await?.org_slugs_taken(std::slice::from_ref(&slug)).await?;
                if taken.is_empty() {
                    return Ok(SlugCheck::Available);
                }
                Ok(SlugCheck::Taken { suggestions: self.free_slugs(typed).await? })
            }
        }
    }

    async fn free_slugs(&self, base: &str) -> Result<Vec<OrgSlug>> {
        let mut tx = self.store.read_global().await?;
        let mut candidates = slug_suggestions(base);
        let mut free = Vec::new();
        for _ in 0..ROUNDS {
            let round: Vec<OrgSlug> = candidates.by_ref().take(store::organization::SLUGS_ASKED).collect();
            let taken = tx.org_slugs_taken(&round).await?;
            free.extend(round.into_iter().filter(|slug| !taken.contains(slug)));
            if free.len() >= SHOWN {
                break;
            }
        }
        free.truncate(SHOWN);
        Ok(free)
    }
}
