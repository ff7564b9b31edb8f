//! Membership: which user is in which organization, and as what.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::{Global, Tx};
use domain::role::RoleKey;
use domain::{MailAddress, OrgId, Timestamp, UserId};
use sqlx::FromRow;

sql! {
    tenant MEMBERSHIP_ADD (user: UserId, role: RoleKey, at: Timestamp) =
        "INSERT INTO membership (org_id, user_id, role, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (org_id, user_id) DO NOTHING";
    tenant MEMBERSHIP_ROLE (user: UserId) = "SELECT role FROM membership WHERE org_id = $1 AND user_id = $2";
    /// What the member has read goes with it; tickets they have stop it.
    tenant MEMBERSHIP_REMOVE (user: UserId) = "DELETE FROM membership WHERE org_id = $1 AND user_id = $2";
    /// Owners who can act: an address nobody confirmed is nobody's (INV-1).
    tenant OWNERS_BESIDES (user: UserId) =
        "SELECT COUNT(*) AS count FROM membership m JOIN user_account u ON u.id = m.user_id
         WHERE m.org_id = $1 AND m.role = 'owner' AND m.user_id <> $2 AND m.deactivated_at IS NULL AND u.confirmed_at IS NOT NULL";
    tenant MEMBERSHIP_STATE (user: UserId) =
        "SELECT role, deactivated_at FROM membership WHERE org_id = $1 AND user_id = $2";
    tenant MEMBERSHIP_OF_EMAIL (email_key: String) =
        "SELECT m.role, m.deactivated_at FROM membership m JOIN user_account u ON u.id = m.user_id
         WHERE m.org_id = $1 AND u.email_key = $2";
    shared MEMBERSHIP_SEEN (org: OrgId, user: UserId, at: Timestamp) =
        "UPDATE membership SET seen_at = $3 WHERE org_id = $1 AND user_id = $2 AND (seen_at IS NULL OR seen_at < $3)";
}

/// What a member is.
#[derive(Clone, Copy, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of membership")]
pub struct MembershipState {
    pub role: RoleKey,
    pub deactivated_at: Option<Timestamp>,
}

impl Tx {
    /// What the user is here; `None` for no member.
    pub async fn membership_state(&mut self, user: UserId) -> Result<Option<MembershipState>> {
        self.maybe(MEMBERSHIP_STATE { user }).await
    }

    /// What whoever has the address is here; `None` for no member.
    pub async fn membership_of_email(&mut self, email: &MailAddress) -> Result<Option<MembershipState>> {
        self.maybe(MEMBERSHIP_OF_EMAIL { email_key: email.key().to_owned() }).await
    }

    /// Takes a user in; `false` when they already are.
    pub async fn membership_add(&mut self, user: UserId, role: impl Into<RoleKey>, at: Timestamp) -> Result<bool> {
        Ok(self.run(MEMBERSHIP_ADD { user, role: role.into(), at }).await? == 1)
    }
}

impl Tx {
    /// What the user is here; `None` for no member.
    pub async fn membership_role(&mut self, user: UserId) -> Result<Option<RoleKey>> {
        let row: Option<(RoleKey,)> = self.maybe(MEMBERSHIP_ROLE { user }).await?;
        Ok(row.map(|row| row.0))
    }

    /// Takes a user out. They must have no ticket any more.
    pub async fn membership_remove(&mut self, user: UserId) -> Result<()> {
        self.run(MEMBERSHIP_REMOVE { user }).await?;
        Ok(())
    }

    /// How many active owners there are without this user.
    pub async fn owners_besides(&mut self, user: UserId) -> Result<i64> {
        let (count,): (i64,) = self.one(OWNERS_BESIDES { user }).await?;
        Ok(count)
    }
}

impl Global {
    /// Notes when a member was last at work in an organization.
    pub async fn membership_seen(&mut self, org: OrgId, user: UserId, at: Timestamp) -> Result<()> {
        self.run(MEMBERSHIP_SEEN { org, user, at }).await?;
        Ok(())
    }
}
