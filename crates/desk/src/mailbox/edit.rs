//! Change a mailbox, except for its address.

use super::create::is_looked_into;
use super::row::fields;
use crate::access::Scope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::mailbox::{MailboxPage, MailboxTyped};
use domain::{MailboxId, Permission};
use serde_json::{Value, json};
use store::Tx;
use store::mailbox::{MailboxRecord, MailboxSet};

impl Desk {
    /// Keeps the whole of what was typed; an empty password keeps the one that is kept. Another folder, or another server, is read
    /// from where it ends now. Errors: `Forbidden` without `mailbox:edit`, `NotFound`; `Invalid` per field.
    pub async fn mailbox_edit(&self, scope: &Scope, id: MailboxId, typed: MailboxTyped) -> Result<MailboxPage> {
        scope.may(Permission::MailboxEdit)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let kept = tx.mailbox_record(id).await?.ok_or(Error::NotFound)?;
        let checked = self.mailbox_checked(&mut tx, id, typed, Some(&kept)).await?;
        let looked_into = is_looked_into(&checked.set);
        let rewinds = is_elsewhere(&kept, &checked.set);
        leave(&mut tx, &kept, &checked.set).await?;
        let before = fields(&mut tx, &kept).await?;
        tx.mailbox_set(id, checked.set).await?;
        let now = tx.mailbox_record(id).await?.ok_or(Error::NotFound)?;
        let mut after = fields(&mut tx, &now).await?;
        if let Value::Object(fields) = &mut after {
            fields.extend(checked.passwords.iter().map(|field| (field.name().to_owned(), json!("set anew"))));
        }
        if before == after {
            drop(tx);
            return self.mailbox_show(scope, id).await;
        }
        if rewinds {
            tx.mailbox_rewind(id).await?;
        }
        if looked_into {
            tx.mailbox_poll_set(id, at).await?;
        } else {
            tx.mailbox_poll_drop(id).await?;
        }
        let address = now.address;
        let entry = Entry::new(AuditAction::MailboxEdited, address.to_string()).before(before).after(after);
        self.audit(&mut tx, scope, entry, at).await?;
        let (seq, event) = self.mailbox_changed(&mut tx, scope, address.as_str(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        self.mailbox_show(scope, id).await
    }
}

/// Whether what was read so far says nothing about the folder that is to be read.
fn is_elsewhere(kept: &MailboxRecord, set: &MailboxSet) -> bool {
    let place = |card: &domain::mailbox::ServerCard| (card.host.clone(), card.user.clone());
    let (old, new) = (kept.imap.as_ref().map(|card| place(&card.0)), set.imap.as_ref().map(place));
    old != new || kept.folder != set.folder
}

/// Where it was chosen to send from, it is chosen no more once it cannot, or is another site's.
async fn leave(tx: &mut Tx, kept: &MailboxRecord, set: &MailboxSet) -> Result<()> {
    if kept.site_id != set.site || !set.direction.sends() {
        tx.mailbox_leaves_sites(kept.id).await?;
    }
    if !set.direction.sends() {
        tx.mailbox_leaves_org(kept.id).await?;
    }
    Ok(())
}
