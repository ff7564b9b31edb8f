//! What lies behind the receiver.

use async_trait::async_trait;
use desk::ports::MailPeer;
use domain::MailAddress;

/// Who gets mail here, and where it is kept.
#[async_trait]
pub trait Door: Send + Sync + 'static {
    /// What a recipient is known by: made here and taken back here.
    type Recipient: Send + Sync + 'static;

    /// Whether mail for that address is taken; `None`: nobody here has it. Errors: words for the log; the sender is to try again.
    async fn recipient(&self, address: &MailAddress) -> Result<Option<Self::Recipient>, String>;

    /// Whether two addresses lead to one place: then its mail is kept there once.
    fn is_same(&self, one: &Self::Recipient, other: &Self::Recipient) -> bool;

    /// Keeps the mail for one recipient. Only when this has answered is the sender told that the mail is ours. Errors: words for the log;
    /// the sender is to try again, so the same mail comes again, also for recipients that have it already.
    async fn deliver(&self, recipient: &Self::Recipient, peer: &MailPeer, raw: &[u8]) -> Result<(), String>;
}
