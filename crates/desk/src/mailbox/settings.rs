//! Decide how mail leaves an organization (S1-30), and what may be done by mail.

use crate::access::Scope;
use crate::audit::Entry;
use crate::error::checked;
use crate::{Desk, Result};
use domain::audit::AuditAction;
use domain::mailbox::{ACK_LIMITS, DAY_LIMITS, MailSettings, OutboundMode};
use domain::{Field, MailboxId, Permission, Problems};
use serde_json::{Value, json};
use std::ops::RangeInclusive;
use store::Tx;

impl Desk {
    /// Keeps the settings. Errors: `Forbidden` without `mailbox:edit`; `Invalid` per field.
    pub async fn mail_settings_set(&self, scope: &Scope, settings: MailSettings) -> Result<MailSettings> {
        scope.may(Permission::MailboxEdit)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let mut problems = Problems::default();
        match settings.fixed {
            Some(mailbox) if !sends(&mut tx, mailbox).await? => {
                problems.add(Field::Mailbox, "Choose a mailbox of the organization that sends.");
            }
            None if settings.mode == OutboundMode::Fixed => {
                problems.add(Field::Mailbox, "Choose the mailbox that all replies leave from.");
            }
            _ => {}
        }
        within(Field::AckLimit, settings.ack_limit, ACK_LIMITS, &mut problems);
        let day_limits = *DAY_LIMITS.start()..=self.settings.mail_day_limit.min(*DAY_LIMITS.end());
        within(Field::DayLimit, settings.day_limit, day_limits, &mut problems);
        checked(problems)?;
        let kept = self.mail_settings_shown(tx.mail_settings().await?);
        if kept == settings {
            return Ok(kept);
        }
        let before = fields(&mut tx, &kept).await?;
        let after = fields(&mut tx, &settings).await?;
        tx.mail_settings_set(settings.clone()).await?;
        let name = scope.org().name.clone();
        let entry = Entry::new(AuditAction::MailSettingsEdited, name).before(before).after(after);
        self.audit(&mut tx, scope, entry, at).await?;
        let (seq, event) = self.mailbox_changed(&mut tx, scope, "", at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        Ok(settings)
    }
}

impl Desk {
    /// The settings as they hold: never more mails than whoever runs the installation allows.
    pub(super) fn mail_settings_shown(&self, kept: MailSettings) -> MailSettings {
        MailSettings { day_limit: kept.day_limit.min(self.settings.mail_day_limit), ..kept }
    }
}

/// Whether there is such a mailbox, and mail may leave from it.
async fn sends(tx: &mut Tx, id: MailboxId) -> Result<bool> {
    Ok(tx.mailbox_record(id).await?.is_some_and(|mailbox| mailbox.direction.sends()))
}

fn within(field: Field, number: i64, range: RangeInclusive<i64>, problems: &mut Problems) {
    if !range.contains(&number) {
        problems.add(field, format!("Write a number from {} to {}.", range.start(), range.end()));
    }
}

async fn fields(tx: &mut Tx, settings: &MailSettings) -> Result<Value> {
    Ok(json!({
        "mode": settings.mode,
        "mailbox": address(tx, settings.fixed).await?,
        "acknowledges": settings.acknowledges,
        "ack_limit": settings.ack_limit,
        "day_limit": settings.day_limit,
        "agents": settings.agents,
    }))
}

/// A mailbox as the audit log names it.
pub(super) async fn address(tx: &mut Tx, mailbox: Option<MailboxId>) -> Result<Option<String>> {
    let Some(id) = mailbox else { return Ok(None) };
    Ok(tx.mailbox_record(id).await?.map(|mailbox| mailbox.address.to_string()))
}
