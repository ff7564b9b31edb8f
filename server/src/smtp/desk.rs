//! The desk as the receiver's door: an address leads to one place or to none, and a mail is kept before it is said to be.

use super::Door;
use async_trait::async_trait;
use desk::access::MailScope;
use desk::mail_in::Arrival;
use desk::ports::MailPeer;
use desk::{Desk, Error};
use domain::MailAddress;

/// The desk behind the receiver.
pub struct DeskDoor(pub Desk);

#[async_trait]
impl Door for DeskDoor {
    type Recipient = MailScope;

    async fn recipient(&self, address: &MailAddress) -> Result<Option<MailScope>, String> {
        match self.0.enter_mailbox(address).await {
            Ok(scope) => Ok(Some(scope)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn is_same(&self, one: &MailScope, other: &MailScope) -> bool {
        one.is_same_place(other)
    }

    async fn deliver(&self, recipient: &MailScope, peer: &MailPeer, raw: &[u8]) -> Result<(), String> {
        let arrival = Arrival { source: None, peer: Some(peer.clone()), raw: raw.to_vec(), whole: true };
        self.0.mail_receive(recipient, arrival).await.map_err(|error| error.to_string())
    }
}
