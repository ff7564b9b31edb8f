//! My invitations (D28): what my confirmed address can accept, without looking for the mail.

use crate::access::UserScope;
use crate::{Desk, Result};
use domain::invitation::InvitationOffer;

impl Desk {
    /// What the person can accept or decline, newest first; nothing before their address is confirmed.
    pub async fn invitation_mine(&self, user: &UserScope) -> Result<Vec<InvitationOffer>> {
        let read = self.now();
        let mut offers = Vec::new();
        for door in self.invitations_of(user).await? {
            let mut tx = self.store.read(&door.sight()).await?;
            let Some(role) = self.invitation_standing(&mut tx, &door).await? else { continue };
            let Some(invitation) = tx.invitation(door.id()).await? else { continue };
            let org = door.org();
            offers.push(InvitationOffer {
                id: door.id(),
                org: org.slug.clone(),
                org_name: org.name.clone(),
                accent: org.accent.clone(),
                role: role.tag.name,
                invited_by: invitation.inviter,
                expires: org.zone().moment(door.entry().expires_at),
                read,
            });
        }
        Ok(offers)
    }
}
