//! Take a mailbox away: mail to its address is refused at once. What came by it stays.

use super::row::fields;
use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::{Field, MailboxId, Permission, Timestamp};
use store::Tx;
use store::mailbox::MailboxRecord;

impl Desk {
    /// Deletes a mailbox with its routes and its passwords. `confirm` is its address, typed by a person. Errors: `Forbidden` without
    /// `mailbox:edit`, `NotFound`, `Invalid(Confirm)`.
    pub async fn mailbox_delete(&self, scope: &Scope, id: MailboxId, confirm: &str) -> Result<()> {
        scope.may(Permission::MailboxEdit)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let record = tx.mailbox_record(id).await?.ok_or(Error::NotFound)?;
        if !confirm.trim().eq_ignore_ascii_case(record.address.as_str()) {
            return Err(Error::invalid(Field::Confirm, format!("Type {} to remove this mailbox.", record.address)));
        }
        let (seq, event) = self.mailbox_removed(&mut tx, scope, &record, at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        Ok(())
    }

    /// In the caller's transaction; the event is told after its commit.
    pub(crate) async fn mailbox_removed(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        record: &MailboxRecord,
        at: Timestamp,
    ) -> Result<(i64, Event)> {
        let before = fields(tx, record).await?;
        tx.mailbox_delete(record.id).await?;
        let entry = Entry::new(AuditAction::MailboxDeleted, record.address.to_string()).before(before);
        self.audit(tx, scope, entry, at).await?;
        self.mailbox_changed(tx, scope, record.address.as_str(), at).await
    }
}
