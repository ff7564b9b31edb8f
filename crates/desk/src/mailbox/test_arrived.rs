//! A mailbox's test mail came in: the way out and the way in both work.

use crate::mail_in::{Reading, ended};
use crate::{Desk, Result};
use domain::mail::MailInState;
use domain::{MailTestId, MailboxId};

impl Desk {
    pub(crate) async fn mailbox_test_arrived(
        &self,
        reading: &Reading<'_>,
        (mailbox, test): (MailboxId, MailTestId),
    ) -> Result<()> {
        let mut tx = self.store.write(reading.scope.sight()).await?;
        tx.mailbox_test_received(mailbox, test, self.now()).await?;
        tx.commit().await?;
        self.mail_ended_read(reading, ended(MailInState::Ignored, "test", "The mailbox's own test.")).await
    }
}
