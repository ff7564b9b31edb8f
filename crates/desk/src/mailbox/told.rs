//! Tells the people who look after mailboxes that something happened to one.

use crate::access::Actor;
use crate::{Desk, Result};
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
}
