//! Leave an organization. Nobody needs a permission for that, and nobody can be kept.

use super::gone::Going;
use crate::access::UserScope;
use crate::{Desk, Result};
use domain::OrgSlug;

impl Desk {
    /// Ends the person's own membership; their open tickets are nobody's. An owner may go while another stays. Errors:
    /// `LastOwner`; `NotFound` where they are no member.
    pub async fn member_leave(&self, user: &UserScope, org: &OrgSlug) -> Result<()> {
        let scope = self.enter_org(user, org).await?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let going = Going { user: user.id(), name: &user.user().name, heir: None };
        let told = self.member_gone(&mut tx, going, user, org, at).await?;
        tx.commit().await?;
        self.member_gone_told(user.id(), told);
        Ok(())
    }
}
