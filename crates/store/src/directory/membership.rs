//! Membership: which user is in which organization, and as what.

use crate::error::Result;
use crate::live::announce_signed_out;
use crate::statement::sql;
use crate::tx::{Global, Tx};
use domain::role::RoleKey;
use domain::{MailAddress, OrgId, Timestamp, UserId};
use sqlx::FromRow;

sql! {
    /// The generation begins at the second: reply addresses of a membership that ended are void in the next one.
    tenant MEMBERSHIP_ADD (user: UserId, role: RoleKey, at: Timestamp, generation: i64) =
        "INSERT INTO membership (org_id, user_id, role, created_at, seen_at, mail_generation) VALUES ($1, $2, $3, $4, $4, $5)
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
    tenant MEMBERSHIP_ROLE_SET (user: UserId, role: RoleKey) =
        "UPDATE membership SET role = $3 WHERE org_id = $1 AND user_id = $2";
    tenant MEMBERSHIP_REST (user: UserId, since: Option<Timestamp>) =
        "UPDATE membership SET deactivated_at = $3, mail_generation = mail_generation + 1 WHERE org_id = $1 AND user_id = $2";
    tenant MEMBERSHIPS_OF_ROLE (role: RoleKey) =
        "SELECT user_id FROM membership WHERE org_id = $1 AND role = $2 ORDER BY user_id";
    tenant MEMBERSHIPS_MOVE (role: RoleKey, to: RoleKey) =
        "UPDATE membership SET role = $3 WHERE org_id = $1 AND role = $2";
    tenant MEMBERSHIP_ROLES () =
        "SELECT role, CAST(COUNT(*) AS BIGINT) AS count FROM membership WHERE org_id = $1 GROUP BY role";
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
        Ok(self.run(MEMBERSHIP_ADD { user, role: role.into(), at, generation: at.0 / 1_000_000 }).await? == 1)
    }
}

impl Tx {
    /// What the user is here; `None` for no member.
    pub async fn membership_role(&mut self, user: UserId) -> Result<Option<RoleKey>> {
        let row: Option<(RoleKey,)> = self.maybe(MEMBERSHIP_ROLE { user }).await?;
        Ok(row.map(|row| row.0))
    }

    /// Gives a member another role.
    pub async fn membership_set_role(&mut self, user: UserId, role: RoleKey) -> Result<()> {
        self.run(MEMBERSHIP_ROLE_SET { user, role }).await?;
        Ok(())
    }

    /// Lets a member rest since then, or enter again.
    pub async fn membership_rest(&mut self, user: UserId, since: Option<Timestamp>) -> Result<()> {
        self.run(MEMBERSHIP_REST { user, since }).await?;
        Ok(())
    }

    /// Who has the role, those at rest too.
    pub async fn members_of_role(&mut self, role: RoleKey) -> Result<Vec<UserId>> {
        let rows: Vec<(UserId,)> = self.all(MEMBERSHIPS_OF_ROLE { role }).await?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    /// Gives everybody who has one role another.
    pub async fn memberships_move(&mut self, role: RoleKey, to: RoleKey) -> Result<()> {
        self.run(MEMBERSHIPS_MOVE { role, to }).await?;
        Ok(())
    }

    /// How many members have each role that somebody has.
    pub async fn membership_roles(&mut self) -> Result<Vec<(RoleKey, i64)>> {
        self.all(MEMBERSHIP_ROLES {}).await
    }

    /// The person's streams over this organization have to prove themselves, on every node.
    pub async fn streams_prove(&mut self, user: UserId) -> Result<()> {
        announce_signed_out(self.conn(), user).await
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
