//! One of the organization's own people looks at a support page: a step of the setup.

use crate::access::{SiteScope, UserScope};
use crate::{Desk, Error, Result};
use domain::Permission;
use domain::event::Event;

impl Desk {
    /// Notes that `user` looked at the site's support page, if they set sites up there and nobody did before: one write in
    /// the life of a site. For everybody else nothing happens.
    pub async fn site_page_seen(&self, user: &UserScope, site: &SiteScope) -> Result<()> {
        if !self.store.read(&site.sight()).await?.site_page_unseen(site.site()).await? {
            return Ok(());
        }
        let scope = match self.enter_org(user, &site.org().slug).await {
            Err(Error::NotFound) => return Ok(()),
            entered => entered?,
        };
        if scope.may(Permission::SiteEdit).is_err() {
            return Ok(());
        }
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        if !tx.site_page_seen(site.site(), at).await? {
            return Ok(());
        }
        let event = Event::SitePageSeen { name: site.site_name().to_owned() };
        let by = scope.actor().user();
        let seq = tx.record(&event, None, by, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, by);
        Ok(())
    }
}
