//! Leave an organization. Nobody needs a permission for that, and nobody can be kept.

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
        let told = self.member_gone(&mut tx, user, org, at).await?;
        tx.commit().await?;
        for change in told {
            self.ports.live.publish(change);
        }
        // Streams over that organization prove themselves.
        self.signed_out(user.id());
        Ok(())
    }
}
