//! Tells the people who look after mailboxes that something happened to one.

use crate::access::{Actor, Scope};
use crate::{Desk, Result};
use domain::Timestamp;
use domain::event::Event;
use store::Tx;
use store::mail_in::MailInRecord;

impl Desk {
    /// In the caller's transaction; the event is told after its commit.
    pub(crate) async fn mailbox_told(&self, tx: &mut Tx, mail: &MailInRecord) -> Result<(i64, Event)> {
        let event = Event::MailboxChanged { address: mail.rcpt.clone() };
        let seq = tx.record(&event, None, None, Actor::System.name(), self.now()).await?;
        Ok((seq, event))
    }

    /// The same for what somebody did to the mailbox of that address; empty where it was not one.
    pub(super) async fn mailbox_changed(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        address: &str,
        at: Timestamp,
    ) -> Result<(i64, Event)> {
        let event = Event::MailboxChanged { address: address.to_owned() };
        let seq = tx.record(&event, None, scope.actor().user(), scope.actor().name(), at).await?;
        Ok((seq, event))
    }
}
