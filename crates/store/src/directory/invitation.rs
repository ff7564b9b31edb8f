//! Invitations: the link in a mail is answered before its organization is known. Only the hash of the newest link's token is
//! kept; the token itself is derived from the invitation and the generation of its link, so a mail can be written again
//! without a secret lying anywhere, and each new link ends the one before.

use crate::directory::entry::OrgEntry;
use crate::error::Result;
use crate::statement::sql;
use crate::tx::{Global, Tx};
use domain::role::RoleKey;
use domain::{InvitationId, MailAddress, Timestamp, UserId};
use sqlx::FromRow;

/// How many invitations a page shows.
const PAGE: i64 = 500;
/// How many organizations are told of to whom they invite.
const OFFERS: i64 = 50;

sql! {
    shared ORG_OF_INVITATION (token_hash: String) =
        "SELECT o.id AS org_id, o.tenant_id, o.slug, o.name AS org_name, o.prefix, o.padding, o.timezone, o.accent, o.logo,
                i.id, i.email, i.email_key, i.role, i.invited_by, i.generation, i.mailed, i.expires_at
         FROM invitation i JOIN org o ON o.id = i.org_id WHERE i.token_hash = $1 AND i.state = 'pending'";
    shared ORGS_INVITING (email_key: String, now: Timestamp, rows: i64) =
        "SELECT o.id AS org_id, o.tenant_id, o.slug, o.name AS org_name, o.prefix, o.padding, o.timezone, o.accent, o.logo,
                i.id, i.email, i.email_key, i.role, i.invited_by, i.generation, i.mailed, i.expires_at
         FROM invitation i JOIN org o ON o.id = i.org_id
         WHERE i.email_key = $1 AND i.state = 'pending' AND i.expires_at > $2 ORDER BY i.created_at DESC, i.id DESC LIMIT $3";
    tenant INVITATION_ADD (id: InvitationId, token_hash: String, email: MailAddress, email_key: String, role: RoleKey,
        by: Option<UserId>, at: Timestamp, expires_at: Timestamp) =
        "INSERT INTO invitation (org_id, id, token_hash, email, email_key, role, state, invited_by, created_at, expires_at, generation, mailed)
         VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, $9, 1, true)";
    tenant INVITATION_ONE (id: InvitationId) =
        "SELECT i.id, i.email, i.role, i.state, i.invited_by, u.name AS inviter, i.created_at, i.expires_at, i.generation
         FROM invitation i LEFT JOIN user_account u ON u.id = i.invited_by WHERE i.org_id = $1 AND i.id = $2";
    tenant INVITATION_PENDING_OF (email_key: String) =
        "SELECT i.id, i.email, i.role, i.state, i.invited_by, u.name AS inviter, i.created_at, i.expires_at, i.generation
         FROM invitation i LEFT JOIN user_account u ON u.id = i.invited_by
         WHERE i.org_id = $1 AND i.email_key = $2 AND i.state = 'pending'";
    /// By when they were invited first: sending again does not move a line under the cursor.
    tenant INVITATION_LIST (rows: i64) =
        "SELECT i.id, i.email, i.role, i.state, i.invited_by, u.name AS inviter, i.created_at, i.expires_at, i.generation
         FROM invitation i LEFT JOIN user_account u ON u.id = i.invited_by
         WHERE i.org_id = $1 AND i.state = 'pending' ORDER BY i.id DESC LIMIT $2";
    tenant INVITATION_RENEW (id: InvitationId, token_hash: String, generation: i64, mailed: bool, role: RoleKey,
        by: Option<UserId>, at: Timestamp, expires_at: Timestamp) =
        "UPDATE invitation SET token_hash = $3, generation = $4, mailed = $5, role = $6, invited_by = $7, created_at = $8, expires_at = $9
         WHERE org_id = $1 AND id = $2 AND state = 'pending'";
    tenant INVITATIONS_MOVE (role: RoleKey, to: RoleKey) =
        "UPDATE invitation SET role = $3 WHERE org_id = $1 AND role = $2 AND state = 'pending'";
    tenant INVITATION_ROLES () =
        "SELECT role, CAST(COUNT(*) AS BIGINT) AS count FROM invitation WHERE org_id = $1 AND state = 'pending' GROUP BY role";
    tenant INVITATION_REVOKE (id: InvitationId, at: Timestamp) =
        "UPDATE invitation SET state = 'revoked', decided_at = $3 WHERE org_id = $1 AND id = $2 AND state = 'pending'";
    /// Compare and set: of any number of answers at once, one counts; none by an older link, and none after the last second.
    tenant INVITATION_ANSWER (id: InvitationId, generation: i64, state: String, now: Timestamp) =
        "UPDATE invitation SET state = $4, decided_at = $5
         WHERE org_id = $1 AND id = $2 AND state = 'pending' AND generation = $3 AND expires_at > $5";
}

/// A pending invitation as a link finds it, expired or not.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of invitation")]
pub struct InvitationEntry {
    pub id: InvitationId,
    pub email: String,
    pub email_key: String,
    pub role: RoleKey,
    pub invited_by: Option<UserId>,
    /// Which of its links this is.
    pub generation: i64,
    /// Whether that link went to the address alone, so that whoever has it reads the mailbox.
    pub mailed: bool,
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct InvitationAtDoor {
    #[sqlx(flatten)]
    org: OrgEntry,
    #[sqlx(flatten)]
    entry: InvitationEntry,
}

/// An invitation as its organization sees it.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of invitation")]
pub struct InvitationRecord {
    pub id: InvitationId,
    pub email: String,
    pub role: RoleKey,
    /// `pending`, `accepted`, `declined` or `revoked`.
    pub state: String,
    pub invited_by: Option<UserId>,
    /// The inviter's name.
    pub inviter: Option<String>,
    /// When it was sent last.
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub generation: i64,
}

impl InvitationRecord {
    /// Whether it waits for an answer, in time or too late.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.state == "pending"
    }
}

/// A link of an invitation, to be kept as its hash.
#[derive(Clone, Debug)]
pub struct InvitationLinkNew {
    /// SHA-256 of its token, in hex.
    pub token_hash: String,
    /// As what.
    pub role: RoleKey,
    /// Who vouches for it from now on.
    pub by: Option<UserId>,
    /// When it stops working.
    pub expires_at: Timestamp,
}

impl Tx {
    /// Keeps a new invitation with its first, mailed link. The address may have no other that is pending.
    pub async fn invitation_add(
        &mut self,
        id: InvitationId,
        email: MailAddress,
        link: InvitationLinkNew,
        at: Timestamp,
    ) -> Result<()> {
        let InvitationLinkNew { token_hash, role, by, expires_at } = link;
        let email_key = email.key().to_owned();
        self.run(INVITATION_ADD { id, token_hash, email, email_key, role, by, at, expires_at }).await?;
        Ok(())
    }

    /// The invitation of that id, in whatever state.
    pub async fn invitation(&mut self, id: InvitationId) -> Result<Option<InvitationRecord>> {
        self.maybe(INVITATION_ONE { id }).await
    }

    /// The pending invitation of an address, expired or not.
    pub async fn invitation_pending_of(&mut self, email: &MailAddress) -> Result<Option<InvitationRecord>> {
        self.maybe(INVITATION_PENDING_OF { email_key: email.key().to_owned() }).await
    }

    /// What waits for an answer, newest first, expired or not.
    pub async fn invitation_list(&mut self) -> Result<Vec<InvitationRecord>> {
        self.all(INVITATION_LIST { rows: PAGE }).await
    }

    /// Gives a pending invitation another link; the one before opens nothing any more.
    pub async fn invitation_renew(
        &mut self,
        id: InvitationId,
        link: InvitationLinkNew,
        (generation, mailed): (i64, bool),
        at: Timestamp,
    ) -> Result<bool> {
        let InvitationLinkNew { token_hash, role, by, expires_at } = link;
        let renew = INVITATION_RENEW { id, token_hash, generation, mailed, role, by, at, expires_at };
        Ok(self.run(renew).await? == 1)
    }

    /// Invites everybody who was invited as one role as another.
    pub async fn invitations_move(&mut self, role: RoleKey, to: RoleKey) -> Result<()> {
        self.run(INVITATIONS_MOVE { role, to }).await?;
        Ok(())
    }

    /// How many pending invitations there are to each role.
    pub async fn invitation_roles(&mut self) -> Result<Vec<(RoleKey, i64)>> {
        self.all(INVITATION_ROLES {}).await
    }

    /// Takes a pending invitation back; `false` when there is none of that id.
    pub async fn invitation_revoke(&mut self, id: InvitationId, at: Timestamp) -> Result<bool> {
        Ok(self.run(INVITATION_REVOKE { id, at }).await? == 1)
    }

    /// Answers an invitation by its newest link, once and in time. `false`: too late, or somebody was faster.
    pub async fn invitation_answer(&mut self, entry: &InvitationEntry, accepted: bool, now: Timestamp) -> Result<bool> {
        let state = if accepted { "accepted" } else { "declined" }.to_owned();
        Ok(self.run(INVITATION_ANSWER { id: entry.id, generation: entry.generation, state, now }).await? == 1)
    }
}

impl Global {
    /// The pending invitation whose newest link has this hash, expired or not, and its organization.
    pub async fn invitation_of_link(&mut self, token_hash: &str) -> Result<Option<(OrgEntry, InvitationEntry)>> {
        let row: Option<InvitationAtDoor> = self.maybe(ORG_OF_INVITATION { token_hash: token_hash.to_owned() }).await?;
        Ok(row.map(|row| (row.org, row.entry)))
    }

    /// What an address can still accept, newest first.
    pub async fn invitations_of_email(
        &mut self,
        email_key: &str,
        now: Timestamp,
    ) -> Result<Vec<(OrgEntry, InvitationEntry)>> {
        let asked = ORGS_INVITING { email_key: email_key.to_owned(), now, rows: OFFERS };
        let rows: Vec<InvitationAtDoor> = self.all(asked).await?;
        Ok(rows.into_iter().map(|row| (row.org, row.entry)).collect())
    }
}
