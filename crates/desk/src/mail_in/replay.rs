//! What becomes of a mail that nobody could place: it is read once more, or put away.

use super::decide::shown;
use super::ended;
use super::make_ticket::quarantined;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::job::Job;
use domain::mail::MailInState;
use domain::{MailInId, Permission};
use serde_json::json;
use store::mail_in::MailInSet;

impl Desk {
    /// Has a mail read once more, as if it came now. Errors: `Forbidden` without `mailbox:edit`, `NotFound`, `Conflict` where somebody
    /// decided before.
    pub async fn mail_replay(&self, scope: &Scope, mail: MailInId) -> Result<()> {
        self.mail_looked_after(scope, mail, MailInState::Waiting).await?;
        self.job_ready();
        Ok(())
    }

    /// Puts a mail away that nobody could place. Its bytes stay. Errors: as above.
    pub async fn mail_forget(&self, scope: &Scope, mail: MailInId) -> Result<()> {
        self.mail_looked_after(scope, mail, MailInState::Ignored).await
    }

    async fn mail_looked_after(&self, scope: &Scope, mail: MailInId, to: MailInState) -> Result<()> {
        scope.may(Permission::MailboxEdit)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let record = quarantined(&mut tx, mail).await?;
        let (set, did) = if to == MailInState::Waiting {
            tx.job_add(self.job_id(at), &Job::MailProcess { mail }, at).await?;
            (ended(to, "", ""), "read once more")
        } else {
            (ended(to, "forgotten", record.said.clone()), "put away")
        };
        tx.mail_in_set(mail, MailInSet { ticket: record.ticket_id, ..set }).await?;
        self.mail_decided(&mut tx, scope, (&shown(&record.rcpt), &record), json!({ "did": did }), at).await?;
        let (seq, event) = self.mailbox_told(&mut tx, &record).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        Ok(())
    }
}
