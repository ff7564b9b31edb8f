//! Members as people: membership joined with the names of users.

use crate::error::Result;
use crate::sight::{Eyes, seen_by, visible};
use crate::statement::sql;
use crate::tx::Tx;
use domain::member::MemberTag;
use domain::role::RoleKey;
use domain::{TeamId, Timestamp, UserId};
use sqlx::FromRow;

/// Whether the member `m` can be given a ticket: who only looks on cannot, and neither can who is at rest.
macro_rules! answers {
    () => {
        "m.deactivated_at IS NULL AND (m.role IN ('owner', 'admin', 'agent') OR EXISTS (
          SELECT 1 FROM role r WHERE r.org_id = m.org_id AND CAST(r.id AS TEXT) = m.role
            AND CAST(r.permissions AS TEXT) LIKE '%\"ticket:write\"%'))"
    };
}

sql! {
    tenant MEMBER_LIST () =
        "SELECT u.id, u.name, u.email, u.confirmed_at, m.role, m.seen_at, m.deactivated_at,
                EXISTS (SELECT 1 FROM user_totp t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS two_factor
         FROM membership m JOIN user_account u ON u.id = m.user_id WHERE m.org_id = $1 ORDER BY u.name, u.id";
    tenant MEMBER_ONE (user: UserId) =
        "SELECT u.id, u.name, u.email, u.confirmed_at, m.role, m.seen_at, m.deactivated_at,
                EXISTS (SELECT 1 FROM user_totp t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS two_factor
         FROM membership m JOIN user_account u ON u.id = m.user_id WHERE m.org_id = $1 AND m.user_id = $2";
    tenant MEMBER_TAGS () =
        concat!("SELECT u.id, u.name FROM membership m JOIN user_account u ON u.id = m.user_id
         WHERE m.org_id = $1 AND ", answers!(), " ORDER BY u.name, u.id");
    /// Those of them who see a ticket of the team `$2` that nobody has (D9).
    tenant MEMBER_TAGS_SEEING (team: Option<TeamId>) =
        concat!("SELECT u.id, u.name FROM membership m JOIN user_account u ON u.id = m.user_id
         JOIN member_sight v ON v.org_id = m.org_id AND v.user_id = m.user_id
         WHERE m.org_id = $1 AND ", answers!(), " AND ", seen_by!(), " ORDER BY u.name, u.id");
    tenant MEMBER_SEES (team: Option<TeamId>, user: UserId) =
        concat!("SELECT 1 AS yes FROM member_sight v WHERE v.org_id = $1 AND v.user_id = $3 AND ", seen_by!());
    /// Open tickets are counted as far as the asker sees them (B20).
    tenant MEMBER_DIRECTORY (user: Option<UserId>, unrouted: bool, all: bool) =
        concat!("SELECT u.id, u.name, u.email, m.role, m.away, m.seen_at,
                CAST((SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE t.org_id = m.org_id AND t.assignee_id = m.user_id
                      AND t.category IN ('open', 'pending', 'custom') AND ", visible!(), " LIMIT 1001) AS capped) AS BIGINT) AS open_tickets
         FROM membership m JOIN user_account u ON u.id = m.user_id
         WHERE m.org_id = $1 AND m.deactivated_at IS NULL ORDER BY u.name, u.id");
    tenant MEMBER_AWAY (user: UserId, away: bool) =
        "UPDATE membership SET away = $3 WHERE org_id = $1 AND user_id = $2 AND away <> $3";
    tenant MEMBER_TAG (user: UserId) =
        concat!("SELECT u.id, u.name FROM membership m JOIN user_account u ON u.id = m.user_id
         WHERE m.org_id = $1 AND ", answers!(), " AND m.user_id = $2");
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

/// A member, as the directory lists them.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of membership and user_account")]
pub struct PersonRecord {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: RoleKey,
    pub away: bool,
    pub seen_at: Option<Timestamp>,
    pub open_tickets: i64,
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

    /// Who can be given a ticket of that team, or of none: whoever sees it (D9). By name.
    pub async fn member_tags_seeing(&mut self, team: Option<TeamId>) -> Result<Vec<MemberTag>> {
        let tags: Vec<Tag> = self.all(MEMBER_TAGS_SEEING { team }).await?;
        Ok(tags.into_iter().map(MemberTag::from).collect())
    }

    /// Whether the member sees a ticket of that team, or of none, that nobody has.
    pub async fn member_sees(&mut self, user: UserId, team: Option<TeamId>) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(MEMBER_SEES { team, user }).await?;
        Ok(row.is_some())
    }

    /// Everybody who is active here, by name, with their open tickets as far as the caller sees them.
    pub async fn member_directory(&mut self) -> Result<Vec<PersonRecord>> {
        let Eyes { user, unrouted, all } = self.eyes();
        self.all(MEMBER_DIRECTORY { user, unrouted, all }).await
    }

    /// Notes that a member is away, or back; `false` when it was so already.
    pub async fn member_away(&mut self, user: UserId, away: bool) -> Result<bool> {
        Ok(self.run(MEMBER_AWAY { user, away }).await? == 1)
    }

    /// The member, if they can be given a ticket.
    pub async fn member_tag(&mut self, user: UserId) -> Result<Option<MemberTag>> {
        let tag: Option<Tag> = self.maybe(MEMBER_TAG { user }).await?;
        Ok(tag.map(MemberTag::from))
    }
}
