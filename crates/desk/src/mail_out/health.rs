//! Whether a mailbox's own server takes mail. Apart from its folder: one may be well while the other is not.

use super::Sender;
use crate::access::Scope;
use crate::{Desk, Result};
use domain::event::Event;

impl Desk {
    /// Keeps what the last mail showed: `said` by a server that did not take it, nothing by one that did. Written, and told to whoever
    /// looks after mailboxes, only where it is news.
    pub(super) async fn mail_server_seen(&self, scope: &Scope, sender: &Sender, said: Option<&str>) -> Result<()> {
        let (Some(mailbox), Some(_)) = (sender.mailbox, &sender.by) else { return Ok(()) };
        let known = self.store.read(scope.sight()).await?.mailbox_record(mailbox).await?;
        if known.is_none_or(|known| known.smtp_error.as_deref() == said) {
            return Ok(());
        }
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let is_news = match said {
            Some(said) => tx.mailbox_smtp_trouble(mailbox, said, at).await?,
            None => tx.mailbox_smtp_works(mailbox).await?,
        };
        if !is_news {
            return Ok(());
        }
        let event = Event::MailboxChanged { address: sender.from.to_string() };
        let seq = tx.record(&event, None, None, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, None);
        Ok(())
    }
}
