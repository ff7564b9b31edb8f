//! Let one site decide for itself from which address its replies leave (S1-30).

use super::settings::address;
use crate::access::Scope;
use crate::audit::Entry;
use crate::error::checked;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::mailbox::{OutboundMode, SiteMail};
use domain::{Field, Permission, Problems};
use serde_json::json;

impl Desk {
    /// Keeps what the site decides; the mailbox must be one of its own that sends. Errors: `Forbidden` without `mailbox:edit`, `NotFound`
    /// for no such site; `Invalid` per field.
    pub async fn site_mail_set(&self, scope: &Scope, mail: SiteMail) -> Result<()> {
        scope.may(Permission::MailboxEdit)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let site = tx.site_head(&mail.site).await?.ok_or(Error::NotFound)?;
        let mut problems = Problems::default();
        if let Some(id) = mail.mailbox {
            let found = tx.mailbox_record(id).await?;
            if !found.is_some_and(|mailbox| mailbox.site_id == site.id && mailbox.direction.sends()) {
                problems.add(Field::Mailbox, "Choose a mailbox that delivers to this site and sends.");
            }
        }
        if mail.mode == Some(OutboundMode::Fixed) && tx.mail_settings().await?.fixed.is_none() {
            problems.add(Field::Mode, "There is no one mailbox for all. Choose one for the organization first.");
        }
        checked(problems)?;
        let kept = tx.sites_mail().await?.into_iter().find(|kept| kept.site == mail.site);
        let kept = kept.ok_or(Error::NotFound)?;
        if kept == mail {
            return Ok(());
        }
        let before = json!({ "mode": kept.mode, "mailbox": address(&mut tx, kept.mailbox).await? });
        let after = json!({ "mode": mail.mode, "mailbox": address(&mut tx, mail.mailbox).await? });
        tx.site_mail_set(mail).await?;
        let entry = Entry::new(AuditAction::MailSettingsEdited, site.name).before(before).after(after);
        self.audit(&mut tx, scope, entry, at).await?;
        let (seq, event) = self.mailbox_changed(&mut tx, scope, "", at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        Ok(())
    }
}
