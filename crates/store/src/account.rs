//! What a person has across organizations: where they are a member, where sign-in leads, and what goes with their account.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Global;
use domain::currency::TimeZoneName;
use domain::organization::OrgTag;
use domain::role::RoleKey;
use domain::{MailAddress, OrgId, OrgSlug, TenantId, Timestamp, UserId};
use sqlx::FromRow;

sql! {
    shared MEMBERSHIPS_OF_USER (user: UserId) =
        "SELECT o.id, o.slug, o.name, o.accent, o.timezone, m.role, m.created_at, m.seen_at
         FROM membership m JOIN org o ON o.id = m.org_id
         WHERE m.user_id = $1 AND m.deactivated_at IS NULL ORDER BY o.name, o.id";
    /// Those at rest too: in one order, so that two who go at once do not wait for each other.
    shared ORGS_OF_USER (user: UserId) = "SELECT org_id FROM membership WHERE user_id = $1 ORDER BY org_id";
    /// Where nobody else could go on as owner: an owner at rest, or one whose address nobody confirmed, is none (INV-1).
    shared SOLE_OWNER_OF (user: UserId) =
        "SELECT o.slug, o.name FROM membership m JOIN org o ON o.id = m.org_id
         WHERE m.user_id = $1 AND m.role = 'owner' AND NOT EXISTS (
             SELECT 1 FROM membership other JOIN user_account u ON u.id = other.user_id
             WHERE other.org_id = m.org_id AND other.user_id <> $1 AND other.role = 'owner'
               AND other.deactivated_at IS NULL AND u.confirmed_at IS NOT NULL)
         ORDER BY o.name, o.id";
    shared DEFAULT_ORG (user: UserId) = "SELECT default_org_id FROM user_account WHERE id = $1 AND default_org_id IS NOT NULL";
    shared DEFAULT_ORG_SET (user: UserId, org: Option<OrgId>) = "UPDATE user_account SET default_org_id = $2 WHERE id = $1";
    shared USER_SET_EMAIL (user: UserId, email: MailAddress, email_key: String) =
        "UPDATE user_account SET email = $2, email_key = $3 WHERE id = $1 AND deleted_at IS NULL";
    /// An address that somebody typed and nobody proved is not in the way of whoever proves it.
    shared UNPROVED_USER_DROP (email_key: String, proved_by: UserId) =
        "DELETE FROM user_account WHERE email_key = $1 AND id <> $2 AND confirmed_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.user_id = user_account.id)";
    shared EMAIL_PENDING (user: UserId, now: Timestamp) =
        "SELECT email FROM user_token WHERE user_id = $1 AND kind = 'email' AND used_at IS NULL AND expires_at > $2 AND email IS NOT NULL
         ORDER BY created_at DESC, id DESC LIMIT 1";
    shared EMAIL_CHANGES_END (user: UserId, now: Timestamp) =
        "UPDATE user_token SET used_at = $2 WHERE user_id = $1 AND kind = 'email' AND used_at IS NULL";
    /// What is left of a person: no name, no address, no password that could fit.
    shared USER_DELETE (user: UserId, name: String, email: String, at: Timestamp) =
        "UPDATE user_account SET name = $2, email = $3, email_key = $3, password_hash = '', signature = '', default_org_id = NULL, last_org_id = NULL,
             deleted_at = $4
         WHERE id = $1 AND deleted_at IS NULL";
    shared USER_TOKENS_DROP (user: UserId) = "DELETE FROM user_token WHERE user_id = $1";
    shared USER_TOTP_DROP (user: UserId) = "DELETE FROM user_totp WHERE user_id = $1";
    shared USER_RECOVERY_CODES_DROP (user: UserId) = "DELETE FROM recovery_code WHERE user_id = $1";
    shared USER_PASSKEYS_DROP (user: UserId) = "DELETE FROM passkey WHERE user_id = $1";
    /// A tenant carries the name its person signed up with; one with organizations goes by its slug from now on.
    shared TENANT_FORGET (tenant: TenantId, name: String, known: String) =
        "UPDATE tenant SET name = COALESCE(slug, $2) WHERE id = $1 AND name = $3";
}

/// One of a person's memberships.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of org and membership")]
pub struct MembershipRecord {
    pub id: OrgId,
    pub slug: OrgSlug,
    pub name: String,
    pub accent: String,
    pub timezone: TimeZoneName,
    pub role: RoleKey,
    pub created_at: Timestamp,
    pub seen_at: Option<Timestamp>,
}

impl Global {
    /// Where the person is a member and not at rest, by name.
    pub async fn memberships_of_user(&mut self, user: UserId) -> Result<Vec<MembershipRecord>> {
        self.all(MEMBERSHIPS_OF_USER { user }).await
    }

    /// Every organization the person is in, at rest or not, in the order of ids.
    pub async fn orgs_of_user(&mut self, user: UserId) -> Result<Vec<OrgId>> {
        let rows: Vec<(OrgId,)> = self.all(ORGS_OF_USER { user }).await?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    /// The organizations that would be without an owner.
    pub async fn sole_owner_of(&mut self, user: UserId) -> Result<Vec<OrgTag>> {
        let rows: Vec<(OrgSlug, String)> = self.all(SOLE_OWNER_OF { user }).await?;
        Ok(rows.into_iter().map(|(slug, name)| OrgTag { slug, name }).collect())
    }

    /// Where sign-in leads, where the person said so.
    pub async fn default_org(&mut self, user: UserId) -> Result<Option<OrgId>> {
        let row: Option<(OrgId,)> = self.maybe(DEFAULT_ORG { user }).await?;
        Ok(row.map(|row| row.0))
    }

    /// Says where sign-in leads.
    pub async fn default_org_set(&mut self, user: UserId, org: Option<OrgId>) -> Result<u64> {
        self.run(DEFAULT_ORG_SET { user, org }).await
    }

    /// Gives an account another address, which its mail has proved. Errors: `Conflict` when another account has it.
    pub async fn user_set_email(&mut self, user: UserId, email: MailAddress) -> Result<bool> {
        let email_key = email.key().to_owned();
        self.run(UNPROVED_USER_DROP { email_key: email_key.clone(), proved_by: user }).await?;
        Ok(self.run(USER_SET_EMAIL { user, email, email_key }).await? == 1)
    }

    /// The address that waits to be proved.
    pub async fn email_pending(&mut self, user: UserId, now: Timestamp) -> Result<Option<MailAddress>> {
        let row: Option<(MailAddress,)> = self.maybe(EMAIL_PENDING { user, now }).await?;
        Ok(row.map(|row| row.0))
    }

    /// No address waits to be proved any more.
    pub async fn email_changes_end(&mut self, user: UserId, now: Timestamp) -> Result<u64> {
        self.run(EMAIL_CHANGES_END { user, now }).await
    }

    /// Takes everything personal out of an account, for ever. Memberships must have ended. `false`: it is deleted already.
    pub async fn user_delete(
        &mut self,
        user: UserId,
        tenant: TenantId,
        known: &str,
        name: &str,
        at: Timestamp,
    ) -> Result<bool> {
        self.sessions_end(user).await?;
        self.run(USER_TOKENS_DROP { user }).await?;
        self.run(USER_TOTP_DROP { user }).await?;
        self.run(USER_RECOVERY_CODES_DROP { user }).await?;
        self.run(USER_PASSKEYS_DROP { user }).await?;
        self.jobs_of_user_drop(user).await?;
        self.run(TENANT_FORGET { tenant, name: name.to_owned(), known: known.to_owned() }).await?;
        // No address of anybody: the domain is reserved for names that lead nowhere (RFC 2606).
        let email = format!("{user}@deleted.invalid");
        Ok(self.run(USER_DELETE { user, name: name.to_owned(), email, at }).await? == 1)
    }
}
