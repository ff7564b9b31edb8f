//! The end of an account: memberships end, everything personal goes, and what was written keeps the name it was signed with
//! (INV-17).

use crate::access::UserScope;
use crate::member::gone::Going;
use crate::{Desk, Error, Result};
use domain::access::Sight;

/// What stands where a name stood.
const NOBODY: &str = "Deleted account";

impl Desk {
    /// Deletes the account, for ever, whole or not at all: every membership ends, their tickets are nobody's, sessions and
    /// mailed links end, name and address go, and mails that wait are dropped. Errors: `Invalid(CurrentPassword)`, `SlowDown`,
    /// `Unconfirmed`; `LastOwner` while an organization would be without one (`account_profile` names them).
    pub async fn account_delete(&self, user: &UserScope, password: &str) -> Result<()> {
        self.password_proved(user, password).await?;
        let at = self.now();
        let mut global = self.store.write_global().await?;
        let mut told = Vec::new();
        for org in global.orgs_of_user(user.id()).await? {
            let slug = global.org_entry_by_id(org).await?.ok_or(Error::NotFound)?.slug;
            let mut tx = global.enter(&Sight::everything(org, Some(user.id()))).await?;
            let going = Going { user: user.id(), name: &user.user().name, heir: None };
            told.extend(self.member_gone(&mut tx, going, user, &slug, at).await?);
            global = tx.leave().await?;
        }
        // Somebody let them in just now: once more, please.
        if !global.orgs_of_user(user.id()).await?.is_empty() {
            return Err(Error::Stale);
        }
        if !global.user_delete(user.id(), user.tenant(), &user.user().name, NOBODY, at).await? {
            return Err(Error::SignedOut);
        }
        global.commit().await?;
        self.member_gone_told(user.id(), told);
        Ok(())
    }
}
