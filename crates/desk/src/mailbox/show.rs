//! One mailbox with everything its page shows.

use super::row::{Seen, mails};
use crate::access::Scope;
use crate::{Desk, Error, Result};
use domain::mailbox::{MailboxChoices, MailboxPage};
use domain::{MailboxId, Permission};

/// Mails on its page.
const RECENT: i64 = 20;

impl Desk {
    /// The mailbox, how it is doing and what came to it last; never a password. Errors: `Forbidden` without `mailbox:edit`,
    /// `NotFound`.
    pub async fn mailbox_show(&self, scope: &Scope, id: MailboxId) -> Result<MailboxPage> {
        scope.may(Permission::MailboxEdit)?;
        let zone = scope.org().zone();
        let mut tx = self.store.read(scope.sight()).await?;
        let record = tx.mailbox_record(id).await?.ok_or(Error::NotFound)?;
        let recent = tx.mail_in_of_mailbox(id, RECENT).await?;
        Ok(MailboxPage {
            row: Seen::of(self, &mut tx, &zone).await?.row(&zone, &record),
            team: record.team_id,
            priority: record.priority_id,
            imap: record.imap.map(|card| card.0),
            folder: record.folder,
            interval: record.interval_s,
            smtp: record.smtp.map(|card| card.0),
            forward: self.mailbox_forward(id).filter(|_| record.direction.receives()),
            recent: mails(&zone, recent),
            choices: self.mailbox_choices(&mut tx).await?,
        })
    }

    /// What the form of a new mailbox offers. Errors: `Forbidden` without `mailbox:edit`.
    pub async fn mailbox_new(&self, scope: &Scope) -> Result<MailboxChoices> {
        scope.may(Permission::MailboxEdit)?;
        let mut tx = self.store.read(scope.sight()).await?;
        self.mailbox_choices(&mut tx).await
    }
}
