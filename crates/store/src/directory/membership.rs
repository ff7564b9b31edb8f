//! Membership: which user is in which organization, and as what.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::{Global, Tx};
use domain::role::RoleKey;
use domain::{OrgId, Timestamp, UserId};

sql! {
    tenant MEMBERSHIP_ADD (user: UserId, role: RoleKey, at: Timestamp) =
        "INSERT INTO membership (org_id, user_id, role, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (org_id, user_id) DO NOTHING";
    shared MEMBERSHIP_SEEN (org: OrgId, user: UserId, at: Timestamp) =
        "UPDATE membership SET seen_at = $3 WHERE org_id = $1 AND user_id = $2 AND (seen_at IS NULL OR seen_at < $3)";
}

impl Tx {
    /// Takes a user in; `false` when they already are.
    pub async fn membership_add(&mut self, user: UserId, role: impl Into<RoleKey>, at: Timestamp) -> Result<bool> {
        Ok(self.run(MEMBERSHIP_ADD { user, role: role.into(), at }).await? == 1)
    }
}

impl Global {
    /// Notes when a member was last at work in an organization.
    pub async fn membership_seen(&mut self, org: OrgId, user: UserId, at: Timestamp) -> Result<()> {
        self.run(MEMBERSHIP_SEEN { org, user, at }).await?;
        Ok(())
    }
}
