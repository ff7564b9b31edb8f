//! Members as people: membership joined with the names of users.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::member::MemberTag;
use domain::role::RoleKey;
use domain::{Timestamp, UserId};
use sqlx::FromRow;

sql! {
    tenant MEMBER_LIST () =
        "SELECT u.id, u.name, u.email, u.confirmed_at, m.role, m.seen_at, m.deactivated_at,
                EXISTS (SELECT 1 FROM user_totp t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS two_factor
         FROM membership m JOIN user_account u ON u.id = m.user_id WHERE m.org_id = $1 ORDER BY u.name, u.id";
    tenant MEMBER_ONE (user: UserId) =
        "SELECT u.id, u.name, u.email, u.confirmed_at, m.role, m.seen_at, m.deactivated_at,
                EXISTS (SELECT 1 FROM user_totp t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS two_factor
         FROM membership m JOIN user_account u ON u.id = m.user_id WHERE m.org_id = $1 AND m.user_id = $2";
    /// Who only looks on cannot be given a ticket, and neither can who is at rest.
    tenant MEMBER_TAGS () =
        "SELECT u.id, u.name FROM membership m JOIN user_account u ON u.id = m.user_id
         WHERE m.org_id = $1 AND m.deactivated_at IS NULL AND (m.role IN ('owner', 'admin', 'agent') OR EXISTS (
             SELECT 1 FROM role r WHERE r.org_id = m.org_id AND CAST(r.id AS TEXT) = m.role
               AND CAST(r.permissions AS TEXT) LIKE '%\"ticket:write\"%'))
         ORDER BY u.name, u.id";
    tenant MEMBER_TAG (user: UserId) =
        "SELECT u.id, u.name FROM membership m JOIN user_account u ON u.id = m.user_id
         WHERE m.org_id = $1 AND m.deactivated_at IS NULL AND (m.role IN ('owner', 'admin', 'agent') OR EXISTS (
             SELECT 1 FROM role r WHERE r.org_id = m.org_id AND CAST(r.id AS TEXT) = m.role
               AND CAST(r.permissions AS TEXT) LIKE '%\"ticket:write\"%'))
         AND m.user_id = $2";
}

/// A member, as the team page lists them.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of membership and user_account")]
pub struct MemberRecord {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: RoleKey,
    pub seen_at: Option<Timestamp>,
    pub confirmed_at: Option<Timestamp>,
    pub deactivated_at: Option<Timestamp>,
    /// Whether signing in takes them a code as well.
    pub two_factor: bool,
}

#[derive(FromRow)]
struct Tag {
    id: UserId,
    name: String,
}

impl From<Tag> for MemberTag {
    fn from(tag: Tag) -> Self {
        Self { id: tag.id, name: tag.name }
    }
}

impl Tx {
    /// Everybody in the organization, by name.
    pub async fn member_records(&mut self) -> Result<Vec<MemberRecord>> {
        self.all(MEMBER_LIST {}).await
    }

    /// The member of that id.
    pub async fn member_record(&mut self, user: UserId) -> Result<Option<MemberRecord>> {
        self.maybe(MEMBER_ONE { user }).await
    }

    /// Who can be given a ticket, by name.
    pub async fn member_tags(&mut self) -> Result<Vec<MemberTag>> {
        let tags: Vec<Tag> = self.all(MEMBER_TAGS {}).await?;
        Ok(tags.into_iter().map(MemberTag::from).collect())
    }

    /// The member, if they can be given a ticket.
    pub async fn member_tag(&mut self, user: UserId) -> Result<Option<MemberTag>> {
        let tag: Option<Tag> = self.maybe(MEMBER_TAG { user }).await?;
        Ok(tag.map(MemberTag::from))
    }
}
