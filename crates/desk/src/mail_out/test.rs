//! A mailbox's test mail goes out, to the mailbox itself.

use crate::access::Scope;
use crate::ports::{NotSent, OutgoingMail};
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::{MailTestId, MailboxId, TicketId};
use mail::guard::{Outgoing, marks};
use mail::thread::{Place, marker, message_id};
use mail::{Envelope, compose};
use store::job::ClaimedJob;
use uuid::Uuid;

/// Seconds after a test's mail that did not come in, before the next one leaves.
const UNHEARD: i64 = 300;
/// Mailboxes whose tests leave within an hour and do not come in; then the others wait.
const AN_HOUR: i64 = 20;

impl Desk {
    pub(crate) async fn mail_mailbox_test(&self, claimed: &ClaimedJob, id: MailboxId, test: MailTestId) -> Result<()> {
        let org = claimed.org.ok_or_else(|| Error::Broken("a mailbox's test without an organization".to_owned()))?;
        let scope = self.enter_system(org).await?;
        let mut tx = self.store.read(scope.sight()).await?;
        let found = tx.mailbox_record(id).await?;
        let mailbox = found.filter(|mailbox| mailbox.test_id == Some(test)).ok_or(Error::NotFound)?;
        let (place, key) = (Place { org, site: mailbox.site_id }, self.thread_key()?);
        let address = mailbox.address.clone();
        let sender = match mailbox.direction.sends() {
            true => self.mail_sender_proven(&mut tx, mailbox).await?,
            false => self.mail_sender_platform()?,
        };
        drop(tx);
        if !self.mail_test_goes(&scope, id, test).await? {
            return Ok(());
        }
        let envelope = Envelope {
            message_id: message_id(&key, place, TicketId(Uuid::nil()), test.0),
            references: Vec::new(),
            in_reply_to: None,
            from_name: scope.org().name.clone(),
            from: sender.from.clone(),
            reply_to: None,
            to: address.clone().into(),
            cc: Vec::new(),
            marks: marks(Outgoing::Notice, &marker(&key, place)),
            at: claimed.created_at,
        };
        let code = test.0.simple().to_string();
        let sent = compose(&envelope, &mail::mailbox_test(&code[..8]));
        let sent = sent.map_err(|error| Error::Broken(error.to_string()))?;
        let to = vec![address.to_string()];
        let mail = OutgoingMail {
            org: Some(org),
            id: claimed.id.0,
            return_path: sent.return_path,
            to,
            raw: sent.raw,
            by: None,
        };
        let outcome = self.mail_handed(mail, sender.by.as_ref()).await;
        match &outcome {
            Ok(()) => self.mail_server_seen(&scope, &sender, None).await?,
            Err(NotSent { said, for_good: false }) => self.mail_server_seen(&scope, &sender, Some(said)).await?,
            Err(NotSent { for_good: true, .. }) => {}
        }
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        match &outcome {
            Ok(()) => drop(tx.mailbox_test_sent(id, test, at).await?),
            Err(NotSent { said, .. }) => {
                tx.mailbox_test_stayed(id).await?;
                tx.mailbox_test_failed(id, test, said).await?;
            }
        }
        let event = Event::MailboxChanged { address: address.to_string() };
        let seq = tx.record(&event, None, None, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, None);
        // A person waits for the answer: it is told at once, and tried again by whoever presses the button again.
        Ok(())
    }

    /// Whether the mail may leave; what keeps it is told at the mailbox.
    async fn mail_test_goes(&self, scope: &Scope, id: MailboxId, test: MailTestId) -> Result<bool> {
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let hour = (at.plus_seconds(-3600), AN_HOUR);
        if tx.mailbox_test_goes(id, at, at.plus_seconds(-UNHEARD), hour).await? {
            tx.commit().await?;
            return Ok(true);
        }
        let address = tx.mailbox_record(id).await?.ok_or(Error::NotFound)?.address.to_string();
        let said = "A test's mail left a moment ago and has not come in yet. The next one can leave after five minutes, or an hour where \
                    many mailboxes are tested.";
        tx.mailbox_test_failed(id, test, said).await?;
        let event = Event::MailboxChanged { address };
        let seq = tx.record(&event, None, None, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, None);
        Ok(false)
    }
}
