//! The mails of invitations: to whom is invited, and to whoever invited them. In the product's name, not in the
//! organization's: anybody can make one and call it what they like.

use crate::access::Scope;
use crate::role::RoleHere;
use crate::{Desk, Error, Result};
use domain::InvitationId;
use mail::invitation::{Answer, Invited};
use store::directory::invitation::InvitationRecord;
use store::job::ClaimedJob;

impl Desk {
    /// Nothing goes out for a link that is not the newest any more, or that ran out while the mail waited.
    pub(super) async fn mail_invitation(
        &self,
        claimed: &ClaimedJob,
        invitation: InvitationId,
        generation: i64,
    ) -> Result<()> {
        let (scope, record, role) = self.mailed_invitation(claimed, invitation).await?;
        if !record.is_pending() || record.generation != generation || record.expires_at <= self.now() {
            return Err(Error::NotFound);
        }
        let until = format!("{} ({})", scope.org().zone().moment(record.expires_at).text, scope.org().timezone);
        let letter = mail::invitation::invited(Invited {
            org: &scope.org().name,
            inviter: record.inviter.as_deref(),
            role: &role,
            url: &self.invitation_url(invitation, generation),
            until: &until,
        });
        self.send_product_mail(claimed, record.email, &letter).await
    }

    /// The inviter hears of it while they work there.
    pub(super) async fn mail_invitation_answered(&self, claimed: &ClaimedJob, invitation: InvitationId) -> Result<()> {
        let (scope, record, role) = self.mailed_invitation(claimed, invitation).await?;
        let inviter = record.invited_by.ok_or(Error::NotFound)?;
        let answer = match record.state.as_str() {
            "accepted" => Answer::Accepted,
            "declined" => Answer::Declined,
            _ => return Err(Error::NotFound),
        };
        let member = self.store.read(scope.sight()).await?.membership_state(inviter).await?;
        if member.is_none_or(|member| member.deactivated_at.is_some()) {
            return Err(Error::NotFound);
        }
        let page = format!("{}/{}/settings/invitations", self.settings.public_url, scope.org().slug);
        let letter = mail::invitation::answered(answer, &record.email, &scope.org().name, &role, &page);
        self.send_user_mail(claimed, inviter, &letter).await
    }

    /// The invitation, its organization, and what its role is called.
    async fn mailed_invitation(
        &self,
        claimed: &ClaimedJob,
        invitation: InvitationId,
    ) -> Result<(Scope, InvitationRecord, String)> {
        let org =
            claimed.org.ok_or_else(|| Error::Broken("an invitation's mail without an organization".to_owned()))?;
        let scope = self.enter_system(org).await?;
        let mut tx = self.store.read(scope.sight()).await?;
        let record = tx.invitation(invitation).await?.ok_or(Error::NotFound)?;
        let role = RoleHere::of(&mut tx, record.role).await?;
        Ok((scope, record.clone(), RoleHere::tag_of(role.as_ref(), record.role).name))
    }
}
