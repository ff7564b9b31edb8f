//! Connect a mailbox: from now on its address leads to one site of one organization.

use super::row::fields;
use crate::access::Scope;
use crate::access::mailbox::forward_key;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::mailbox::{MOST, MailboxKind, MailboxPage, MailboxTyped};
use domain::{Field, MailboxId, Permission};
use store::mailbox::MailboxSet;

impl Desk {
    /// Makes a mailbox (S1-10, S0-16). Its address is unique in the installation (B18); whose it is otherwise, nobody is told. Errors:
    /// `Forbidden` without `mailbox:edit`; `Invalid` per field, an address that is taken with the code `address_taken`; `Conflict`
    /// at [`MOST`].
    pub async fn mailbox_create(&self, scope: &Scope, typed: MailboxTyped) -> Result<MailboxPage> {
        scope.may(Permission::MailboxEdit)?;
        let at = self.now();
        let id = MailboxId(self.ports.ids.uuid(at));
        let mut tx = self.store.write(scope.sight()).await?;
        if tx.mailbox_count().await? >= MOST {
            return Err(Error::Conflict(format!("An organization has at most {MOST} mailboxes.")));
        }
        let checked = self.mailbox_checked(&mut tx, id, typed, None).await?;
        let (address, looked_into) = (checked.address, is_looked_into(&checked.set));
        if !tx.mailbox_add(id, &address, checked.set, at).await? {
            return Err(taken("This organization has a mailbox of this address already."));
        }
        if !tx.mailbox_address_add(address.key(), id).await? {
            return Err(taken("Another mailbox of this installation has this address."));
        }
        if !tx.mailbox_address_add(&forward_key(id), id).await? {
            return Err(Error::Broken("an id was given twice".to_owned()));
        }
        if looked_into {
            tx.mailbox_poll_set(id, at).await?;
        }
        let record = tx.mailbox_record(id).await?.ok_or(Error::NotFound)?;
        let after = fields(&mut tx, &record).await?;
        let entry = Entry::new(AuditAction::MailboxCreated, address.to_string()).after(after);
        self.audit(&mut tx, scope, entry, at).await?;
        let (seq, event) = self.mailbox_changed(&mut tx, scope, address.as_str(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        self.mailbox_show(scope, id).await
    }
}

/// Whether its folder is read by us.
pub(super) fn is_looked_into(set: &MailboxSet) -> bool {
    set.kind == MailboxKind::Imap && set.direction.receives()
}

fn taken(words: &str) -> Error {
    Error::invalid_coded(Field::Address, "address_taken", words)
}
