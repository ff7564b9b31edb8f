//! What is given up is said, where somebody looks: beside the message, and in the log of mails that came in.

use crate::mail_in::quarantined;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::mail::{MailInState, MailOutState};
use domain::{JobId, MailInId, MailTestId, MailboxId, OrgId, TicketId};

/// A try that was cut short: the server may have the mail, or not.
const CUT: &str = "The server took too long to take the mail.";

impl Desk {
    /// A try was cut short. It counts, and says so beside the message.
    pub(crate) async fn mail_cut(&self, org: OrgId, id: JobId, ticket: TicketId) -> Result<()> {
        let scope = match self.enter_system(org).await {
            Err(Error::NotFound) => return Ok(()),
            scope => scope?,
        };
        self.mail_tried(&scope, id, ticket, CUT).await
    }

    /// A mailbox's test was: a person waits for its answer.
    pub(crate) async fn mail_test_cut(&self, org: OrgId, mailbox: MailboxId, test: MailTestId) -> Result<()> {
        let scope = match self.enter_system(org).await {
            Err(Error::NotFound) => return Ok(()),
            scope => scope?,
        };
        let mut tx = self.store.write(scope.sight()).await?;
        tx.mailbox_test_failed(mailbox, test, CUT).await?;
        Ok(tx.commit().await?)
    }

    /// A mail of ours was tried too often.
    pub(crate) async fn mail_failed(&self, org: OrgId, id: JobId, ticket: TicketId) -> Result<()> {
        let scope = match self.enter_system(org).await {
            Err(Error::NotFound) => return Ok(()),
            scope => scope?,
        };
        let mut tx = self.store.write(scope.sight()).await?;
        let Some(mail) = tx.mail_out(id).await?.filter(|mail| mail.state == MailOutState::Waiting) else {
            return Ok(());
        };
        let said = if mail.said.is_empty() { "It was tried many times.".to_owned() } else { mail.said };
        if !tx.mail_out_ended(id, MailOutState::Failed, &said).await? {
            return Ok(());
        }
        let event = Event::TicketMailFailed { to: mail.to_key, said };
        self.mail_event(tx, &scope, ticket, Some(event), self.now()).await
    }

    /// A mail that came in could not be read, however often it was tried: it stays, for a person.
    pub(crate) async fn mail_given_up(&self, org: OrgId, mail: MailInId) -> Result<()> {
        let scope = match self.enter_system(org).await {
            Err(Error::NotFound) => return Ok(()),
            scope => scope?,
        };
        let found = self.store.read(scope.sight()).await?.mail_in(mail).await?;
        let Some(record) = found.filter(|mail| mail.state == MailInState::Waiting) else { return Ok(()) };
        let said = "Reading it failed many times. Try it again, or download the original.";
        self.mail_ended(&scope, &record, quarantined(&record, "failed", said)).await
    }
}
