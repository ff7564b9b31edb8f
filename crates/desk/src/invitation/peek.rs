//! What the page behind a link says. Looking changes nothing: mail scanners follow links.

use crate::access::{InvitationScope, UserScope};
use crate::{Desk, Error, Result};
use domain::invitation::{Arrival, InvitationDoor};

impl Desk {
    /// The invitation, and who stands there with its link. Only a link that was mailed tells whether its address has an account:
    /// its holder reads that mailbox; of any other it would be a way to ask about addresses. Errors: `NotFound` where the
    /// inviter could not give the role any more.
    pub async fn invitation_peek(&self, door: &InvitationScope, user: Option<&UserScope>) -> Result<InvitationDoor> {
        let mut tx = self.store.read(&door.sight()).await?;
        let role = self.invitation_standing(&mut tx, door).await?.ok_or(Error::NotFound)?;
        let invitation = tx.invitation(door.id()).await?.ok_or(Error::NotFound)?;
        drop(tx);
        let arrival = match user {
            Some(user) if door.is_for(user) && user.user().confirmed => Arrival::Right,
            Some(user) if door.is_for(user) && !door.proves_address() => Arrival::Unconfirmed,
            // An account that nobody has proved to own is no account yet: the mailed link decides whose it is.
            Some(user) if !door.is_for(user) => Arrival::Other { email: user.user().email.clone() },
            None if !door.proves_address() => Arrival::Unproved,
            _ => match self.store.read_global().await?.user_of_email(&door.entry().email_key).await? {
                Some(known) if known.confirmed_at.is_some() => Arrival::Known,
                _ => Arrival::Newcomer,
            },
        };
        Ok(InvitationDoor {
            org_name: door.org().name.clone(),
            role: role.tag.name,
            invited_by: invitation.inviter,
            email: door.email().to_owned(),
            expires: door.org().zone().moment(door.entry().expires_at),
            arrival,
        })
    }
}
