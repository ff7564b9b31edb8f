//! A mailbox's test mail goes out, to the mailbox itself.

use crate::ports::{NotSent, OutgoingMail};
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::{MailTestId, MailboxId, TicketId};
use mail::guard::{Outgoing, marks};
use mail::thread::{Place, marker, message_id};
use mail::{Envelope, compose};
use store::job::ClaimedJob;
use uuid::Uuid;

impl Desk {
    pub(crate) async fn mail_mailbox_test(&self, claimed: &ClaimedJob, id: MailboxId, test: MailTestId) -> Result<()> {
        let org = claimed.org.ok_or_else(|| Error::Broken("a mailbox's test without an organization".to_owned()))?;
        let scope = self.enter_system(org).await?;
        let found = self.store.read(scope.sight()).await?.mailbox_record(id).await?;
        let mailbox = found.filter(|mailbox| mailbox.test_id == Some(test)).ok_or(Error::NotFound)?;
        let (place, key) = (Place { org, site: mailbox.site_id }, self.thread_key()?);
        let address = mailbox.address.clone();
        let sender =
            if mailbox.direction.sends() { self.mail_sender_of(mailbox)? } else { self.mail_sender_platform()? };
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
            by: sender.by.clone(),
        };
        let outcome = self.ports.mailer.send(&mail).await;
        match &outcome {
            Ok(()) => self.mail_server_seen(&scope, &sender, None).await?,
            Err(NotSent { said, for_good: false }) => self.mail_server_seen(&scope, &sender, Some(said)).await?,
            Err(NotSent { for_good: true, .. }) => {}
        }
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        match &outcome {
            Ok(()) => drop(tx.mailbox_test_sent(id, test, at).await?),
            Err(NotSent { said, .. }) => tx.mailbox_test_failed(id, test, said).await?,
        }
        let event = Event::MailboxChanged { address: address.to_string() };
        let seq = tx.record(&event, None, None, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, None);
        // A person waits for the answer: it is told at once, and tried again by whoever presses the button again.
        Ok(())
    }
}
