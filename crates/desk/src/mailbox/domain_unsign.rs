//! Forget the key of a domain: its mail is signed no more.

use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::Permission;
use domain::audit::AuditAction;

impl Desk {
    /// Forgets the key for ever; another one needs another record. Errors: `Forbidden` without `mailbox:edit`, `NotFound` where there is
    /// none.
    pub async fn mail_domain_unsign(&self, scope: &Scope, name: &str) -> Result<()> {
        scope.may(Permission::MailboxEdit)?;
        let name = name.trim().to_ascii_lowercase();
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        tx.mail_domain(&name).await?.ok_or(Error::NotFound)?;
        tx.mail_domain_drop(&name).await?;
        self.audit(&mut tx, scope, Entry::new(AuditAction::MailDomainUnsigned, name), at).await?;
        let (seq, event) = self.mailbox_changed(&mut tx, scope, "", at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        Ok(())
    }
}
