//! Whoever stands at an organization's door with an invitation.

use super::{OrgCard, UserScope};
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::access::Sight;
use domain::{InvitationId, MailAddress};
use store::directory::entry::OrgEntry;
use store::directory::invitation::InvitationEntry;

/// The holder of one invitation that can still be accepted: by its newest link, or by the confirmed address it is for.
#[derive(Clone, Debug)]
pub struct InvitationScope {
    org: OrgCard,
    entry: InvitationEntry,
}

impl InvitationScope {
    /// The organization that invites.
    #[must_use]
    pub fn org(&self) -> &OrgCard {
        &self.org
    }
    /// Which invitation.
    #[must_use]
    pub fn id(&self) -> InvitationId {
        self.entry.id
    }
    /// The only address that can accept it.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.entry.email
    }
    /// Whether the link went by mail to that address alone: then its holder has proved to read the mailbox.
    #[must_use]
    pub fn proves_address(&self) -> bool {
        self.entry.mailed
    }
    /// Whether the person is signed in with that address. Says nothing about whether they confirmed it.
    #[must_use]
    pub fn is_for(&self, user: &UserScope) -> bool {
        MailAddress::parse(&user.user().email).is_ok_and(|email| email.key() == self.entry.email_key)
    }
    /// Opens the store for the inviting organization.
    #[must_use]
    pub fn sight(&self) -> Sight {
        Sight::everything(self.org.id, None)
    }
    pub(crate) fn entry(&self) -> &InvitationEntry {
        &self.entry
    }
}

impl From<(OrgEntry, InvitationEntry)> for InvitationScope {
    fn from((org, entry): (OrgEntry, InvitationEntry)) -> Self {
        Self { org: org.into(), entry }
    }
}

impl Desk {
    /// Whoever holds a link. Errors: `NotFound`, the same for unknown, replaced, revoked, answered and expired.
    pub async fn enter_invitation(&self, token: &str) -> Result<InvitationScope> {
        let found = self.store.read_global().await?.invitation_of_link(&hash(token)).await?;
        let scope = InvitationScope::from(found.ok_or(Error::NotFound)?);
        if scope.entry.expires_at <= self.now() {
            return Err(Error::NotFound);
        }
        Ok(scope)
    }

    /// A signed-in person at the door of whoever invited their confirmed address, without the mail. Errors: `NotFound`, also
    /// for an invitation of somebody else.
    pub async fn enter_invitation_mine(&self, user: &UserScope, id: InvitationId) -> Result<InvitationScope> {
        self.invitations_of(user).await?.into_iter().find(|scope| scope.id() == id).ok_or(Error::NotFound)
    }

    /// What the person's confirmed address can still accept, newest first.
    pub(crate) async fn invitations_of(&self, user: &UserScope) -> Result<Vec<InvitationScope>> {
        if !user.user().confirmed {
            return Ok(Vec::new());
        }
        let email = MailAddress::parse(&user.user().email).map_err(|error| Error::Broken(error.to_string()))?;
        let found = self.store.read_global().await?.invitations_of_email(email.key(), self.now()).await?;
        Ok(found.into_iter().map(InvitationScope::from).collect())
    }
}
