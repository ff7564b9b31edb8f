//! Test a mailbox: its servers let us in, a mail leaves, and that mail comes in.

use super::row::Seen;
use crate::access::Scope;
use crate::mail_out::{IMAP_SECRET, SMTP_SECRET, SealedServer};
use crate::{Desk, Error, Result};
use domain::job::Job;
use domain::mailbox::{MailboxKind, MailboxRow};
use domain::{MailTestId, MailboxId, Permission};
use store::mailbox::MailboxRecord;

/// Seconds between two tests of one mailbox.
const PAUSE: i64 = 10;
/// Seconds that the mail is given before its folder is looked into.
const ON_ITS_WAY: i64 = 5;

impl Desk {
    /// Begins a test and shows how far it came; the rest is told to live screens. What goes wrong is the test's outcome, not an error of
    /// this. Errors: `Forbidden` without `mailbox:edit`, `NotFound`, `SlowDown` right after another one.
    pub async fn mailbox_test(&self, scope: &Scope, id: MailboxId) -> Result<MailboxRow> {
        scope.may(Permission::MailboxEdit)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let record = tx.mailbox_record(id).await?.ok_or(Error::NotFound)?;
        drop(tx);
        let at = self.now();
        let test = MailTestId(self.ports.ids.uuid(at));
        let mut tx = self.store.write(scope.sight()).await?;
        if !tx.mailbox_test(id, test, at, at.plus_seconds(-PAUSE)).await? {
            let since = record.test_at.map_or(0, |asked| at.seconds_since(asked));
            return Err(Error::SlowDown((PAUSE - since).clamp(1, PAUSE).unsigned_abs()));
        }
        tx.commit().await?;
        let knocked = self.mailbox_knocked(&record).await;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        match &knocked {
            Ok(()) => tx.job_add(self.job_id(at), &Job::MailMailboxTest { mailbox: id, test }, at).await?,
            Err(said) => tx.mailbox_test_failed(id, test, said).await?,
        }
        if knocked.is_ok() && record.kind == MailboxKind::Imap && record.direction.receives() {
            tx.mailbox_poll_set(id, at.plus_seconds(ON_ITS_WAY)).await?;
        }
        let (seq, event) = self.mailbox_changed(&mut tx, scope, record.address.as_str(), at).await?;
        let record = tx.mailbox_record(id).await?.ok_or(Error::NotFound)?;
        let zone = scope.org().zone();
        let shown = Seen::of(self, &mut tx, &zone).await?.row(&zone, &record);
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        self.job_ready();
        Ok(shown)
    }

    /// Whether its own servers let us in, or what they said instead.
    async fn mailbox_knocked(&self, record: &MailboxRecord) -> std::result::Result<(), String> {
        if record.direction.sends()
            && let Some(sealed) = SealedServer::of(record, SMTP_SECRET)
        {
            let knocked = match self.server_opened(&sealed) {
                Ok(server) => self.ports.mailer.knock(&server).await,
                Err(said) => Err(said),
            };
            knocked.map_err(|said| format!("The server for sending: {said}"))?;
        }
        if record.direction.receives()
            && let Some(sealed) = SealedServer::of(record, IMAP_SECRET)
        {
            let looked = match self.server_opened(&sealed) {
                Ok(server) => self.ports.postbox.fetch(&server, &record.folder, None).await,
                Err(said) => Err(said),
            };
            looked.map_err(|said| format!("The server of the folder: {said}"))?;
        }
        Ok(())
    }
}
