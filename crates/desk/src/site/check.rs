//! "Test this site": asks the doors what they would answer, and says it in words (screens.md 8).

use crate::access::Scope;
use crate::{Desk, Result};
use domain::site::{Knock, SiteCheck, SitePage};
use domain::{Permission, SiteSlug};

impl Desk {
    /// Goes to the site's doors as its customers' browsers do: is the key answered, may each origin use it, does the
    /// support page open, who is turned away. Errors: `Forbidden` without `site:read`, `NotFound`.
    pub async fn site_test(&self, scope: &Scope, slug: &SiteSlug) -> Result<Vec<SiteCheck>> {
        scope.may(Permission::SiteRead)?;
        let page = self.site_show(scope, slug).await?;
        let mut checks = vec![self.check_key(&page).await?];
        checks.extend(self.check_origins(&page).await?);
        checks.push(match self.enter_site_page(&scope.org().slug, slug).await {
            Ok(_) => good(format!("The support page answers at {}.", page.page_url)),
            Err(_) => bad(format!(
                "The support page at {} does not answer. Please tell whoever runs this desk.",
                page.page_url
            )),
        });
        checks.extend(page.knocks.iter().map(knocked));
        Ok(checks)
    }

    async fn check_key(&self, page: &SitePage) -> Result<SiteCheck> {
        let found = self.store.read_global().await?.site_of_key(&page.key.key).await?;
        Ok(match found {
            Some((_, key)) if key.site_id == page.site.id && key.revoked_at.is_none() => {
                good("The key answers.".to_owned())
            }
            _ => bad("The key does not answer. Rotate it to get a new one.".to_owned()),
        })
    }

    async fn check_origins(&self, page: &SitePage) -> Result<Vec<SiteCheck>> {
        if page.site.origins.is_empty() {
            return Ok(vec![bad(
                "No origin is on the list, so the key works from no page. Add the address of your site below."
                    .to_owned(),
            )]);
        }
        let mut tx = self.store.read_global().await?;
        let mut checks = Vec::new();
        for origin in &page.site.origins {
            let allowed = tx.site_allows_origin(page.site.org_id, page.site.id, origin).await?;
            let used = page.key.used.as_ref().filter(|(_, from)| from == origin.as_str());
            checks.push(match (allowed, used) {
                (false, _) => bad(format!("{origin} may not use the key. Add it again.")),
                (true, Some((moment, _))) => good(format!("{origin} may use the key; last seen {}.", moment.text)),
                (true, None) if origin.is_local() => {
                    good(format!("{origin} may use the key, for development on your own machine."))
                }
                (true, None) => good(format!("{origin} may use the key.")),
            });
        }
        Ok(checks)
    }
}

fn knocked(knock: &Knock) -> SiteCheck {
    let times = if knock.times == 1 { "once".to_owned() } else { format!("{} times", knock.times) };
    bad(format!("{} tried {times} and was refused. Allow it below if it is yours.", knock.origin))
}

fn good(text: String) -> SiteCheck {
    SiteCheck { good: true, text }
}

fn bad(text: String) -> SiteCheck {
    SiteCheck { good: false, text }
}
