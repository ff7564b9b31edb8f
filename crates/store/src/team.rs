//! Teams, who is in them, and which sites they cover (D9).

use crate::error::Result;
use crate::sight::{Eyes, visible};
use crate::statement::sql;
use crate::tx::Tx;
use domain::site::SiteTag;
use domain::team::TeamTag;
use domain::text::{Description, Name};
use domain::{InvitationId, SiteId, SiteSlug, TeamId, Timestamp, UserId};
use sqlx::FromRow;

/// Counting a team's tickets stops one above this.
pub const TEAM_COUNT_LIMIT: i64 = 1000;

sql! {
    tenant TEAM_TAGS () = "SELECT id, name FROM team WHERE org_id = $1 ORDER BY name_key, id";
    tenant TEAM_TAG (id: TeamId) = "SELECT id, name FROM team WHERE org_id = $1 AND id = $2";
    /// Open tickets are counted as far as the asker sees them.
    tenant TEAM_LIST (user: Option<UserId>, unrouted: bool, all: bool) =
        concat!("SELECT g.id, g.name, g.description,
                CAST((SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE t.org_id = g.org_id AND t.team_id = g.id
                      AND t.category IN ('open', 'pending', 'custom') AND ", visible!(), " LIMIT 1001) AS capped) AS BIGINT) AS open_tickets
         FROM team g WHERE g.org_id = $1 ORDER BY g.name_key, g.id");
    tenant TEAM_MEMBERS () =
        "SELECT m.team_id, u.id, u.name, m.is_lead FROM team_member m JOIN user_account u ON u.id = m.user_id
         JOIN membership active ON active.org_id = m.org_id AND active.user_id = m.user_id
         WHERE m.org_id = $1 AND active.deactivated_at IS NULL ORDER BY m.is_lead DESC, u.name, u.id";
    tenant TEAM_SITES () =
        "SELECT c.team_id, s.id, s.slug, s.name FROM team_site c JOIN site s ON s.org_id = c.org_id AND s.id = c.site_id
         WHERE c.org_id = $1 ORDER BY s.name, s.id";
    tenant TEAM_COUNT () = "SELECT CAST(COUNT(*) AS BIGINT) FROM team WHERE org_id = $1";
    /// Nothing when the organization has a team of that name.
    tenant TEAM_ADD (id: TeamId, name: Name, name_key: String, description: Description, at: Timestamp) =
        "INSERT INTO team (org_id, id, name, name_key, description, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (org_id, name_key) DO NOTHING";
    tenant TEAM_NAMED (name_key: String, besides: TeamId) =
        "SELECT 1 AS yes FROM team WHERE org_id = $1 AND name_key = $2 AND id <> $3";
    tenant TEAM_UPDATE (id: TeamId, name: Name, name_key: String, description: Description) =
        "UPDATE team SET name = $3, name_key = $4, description = $5 WHERE org_id = $1 AND id = $2";
    /// Whoever rests is on no list, and stays in their teams for when they come back.
    tenant TEAM_MEMBERS_CLEAR (team: TeamId) =
        "DELETE FROM team_member WHERE org_id = $1 AND team_id = $2 AND user_id IN
            (SELECT m.user_id FROM membership m WHERE m.org_id = $1 AND m.deactivated_at IS NULL)";
    tenant TEAM_MEMBER_ADD (team: TeamId, user: UserId, is_lead: bool) =
        "INSERT INTO team_member (org_id, user_id, team_id, is_lead)
         SELECT $1, m.user_id, $2, $4 FROM membership m WHERE m.org_id = $1 AND m.user_id = $3 AND m.deactivated_at IS NULL";
    tenant TEAM_SITES_CLEAR (team: TeamId) = "DELETE FROM team_site WHERE org_id = $1 AND team_id = $2";
    tenant TEAM_SITE_ADD (team: TeamId, site: SiteId) =
        "INSERT INTO team_site (org_id, site_id, team_id) VALUES ($1, $3, $2)";
    /// All of them, whoever asks: what deleting the team would leave in none.
    tenant TEAM_TICKETS_OPEN (team: TeamId) =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM ticket WHERE org_id = $1 AND team_id = $2 AND category IN ('open', 'pending', 'custom')";
    /// Whoever looks at one of them now is told that it moved on.
    tenant TEAM_TICKETS_UNROUTE (team: TeamId) =
        "UPDATE ticket SET team_id = NULL, version = version + 1 WHERE org_id = $1 AND team_id = $2";
    tenant TEAM_DELETE (id: TeamId) = "DELETE FROM team WHERE org_id = $1 AND id = $2";
    /// The teams a member may take somebody into: all for whom teams do not bind, else their own.
    tenant TEAMS_TO_GIVE (user: UserId) =
        "SELECT g.id, g.name FROM team g JOIN member_sight v ON v.org_id = g.org_id AND v.user_id = $2
         WHERE g.org_id = $1 AND (v.sees_all OR EXISTS (SELECT 1 FROM team_member own
               WHERE own.org_id = g.org_id AND own.user_id = $2 AND own.team_id = g.id))
         ORDER BY g.name_key, g.id";
    tenant INVITATION_TEAMS_CLEAR (invitation: InvitationId) = "DELETE FROM invitation_team WHERE org_id = $1 AND invitation_id = $2";
    tenant INVITATION_TEAM_ADD (invitation: InvitationId, team: TeamId) =
        "INSERT INTO invitation_team (org_id, invitation_id, team_id) VALUES ($1, $2, $3)";
    tenant INVITATION_TEAMS () =
        "SELECT i.invitation_id, g.id, g.name FROM invitation_team i JOIN team g ON g.org_id = i.org_id AND g.id = i.team_id
         WHERE i.org_id = $1 ORDER BY g.name_key, g.id";
    /// Only the teams that the inviter could still give (INV-4).
    tenant INVITATION_TEAMS_JOIN (invitation: InvitationId, user: UserId, inviter: UserId) =
        "INSERT INTO team_member (org_id, user_id, team_id, is_lead)
         SELECT $1, $3, i.team_id, false FROM invitation_team i JOIN member_sight v ON v.org_id = i.org_id AND v.user_id = $4
         WHERE i.org_id = $1 AND i.invitation_id = $2 AND (v.sees_all OR EXISTS (SELECT 1 FROM team_member own
               WHERE own.org_id = i.org_id AND own.user_id = $4 AND own.team_id = i.team_id))";
    tenant UNROUTED_VISIBLE () = "SELECT unrouted_visible FROM org WHERE id = $1";
    tenant UNROUTED_VISIBLE_SET (visible: bool) =
        "UPDATE org SET unrouted_visible = $2 WHERE id = $1 AND unrouted_visible <> $2";
}

/// A team with its open tickets, counted to [`TEAM_COUNT_LIMIT`] + 1.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of team")]
pub struct TeamRecord {
    pub id: TeamId,
    pub name: String,
    pub description: String,
    pub open_tickets: i64,
}

/// Somebody in a team.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of team_member and user_account")]
pub struct TeamMemberRecord {
    pub team_id: TeamId,
    pub id: UserId,
    pub name: String,
    pub is_lead: bool,
}

/// A site that a team covers.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of team_site and site")]
pub struct TeamSiteRecord {
    pub team_id: TeamId,
    pub id: SiteId,
    pub slug: SiteSlug,
    pub name: String,
}

impl From<TeamSiteRecord> for SiteTag {
    fn from(record: TeamSiteRecord) -> Self {
        Self { slug: record.slug, name: record.name }
    }
}

#[derive(FromRow)]
struct Tag {
    id: TeamId,
    name: String,
}

impl From<Tag> for TeamTag {
    fn from(tag: Tag) -> Self {
        Self { id: tag.id, name: tag.name }
    }
}

#[derive(FromRow)]
struct InvitationTag {
    invitation_id: InvitationId,
    #[sqlx(flatten)]
    tag: Tag,
}

fn folded(name: &Name) -> String {
    name.as_str().to_lowercase()
}

impl Tx {
    /// Every team, by name.
    pub async fn team_tags(&mut self) -> Result<Vec<TeamTag>> {
        let tags: Vec<Tag> = self.all(TEAM_TAGS {}).await?;
        Ok(tags.into_iter().map(TeamTag::from).collect())
    }

    /// The team of that id.
    pub async fn team_tag(&mut self, id: TeamId) -> Result<Option<TeamTag>> {
        let tag: Option<Tag> = self.maybe(TEAM_TAG { id }).await?;
        Ok(tag.map(TeamTag::from))
    }

    /// Every team by name, with its open tickets as far as the caller sees them.
    pub async fn team_records(&mut self) -> Result<Vec<TeamRecord>> {
        let Eyes { user, unrouted, all } = self.eyes();
        self.all(TEAM_LIST { user, unrouted, all }).await
    }

    /// Everybody in any team, those who lead first, then by name.
    pub async fn team_members(&mut self) -> Result<Vec<TeamMemberRecord>> {
        self.all(TEAM_MEMBERS {}).await
    }

    /// Every site that any team covers, by name.
    pub async fn team_sites(&mut self) -> Result<Vec<TeamSiteRecord>> {
        self.all(TEAM_SITES {}).await
    }

    /// How many teams there are.
    pub async fn team_count(&mut self) -> Result<i64> {
        let (count,): (i64,) = self.one(TEAM_COUNT {}).await?;
        Ok(count)
    }

    /// Keeps a new team; `false` when the organization has one of that name, whatever its case.
    pub async fn team_add(&mut self, id: TeamId, name: Name, description: Description, at: Timestamp) -> Result<bool> {
        let name_key = folded(&name);
        Ok(self.run(TEAM_ADD { id, name, name_key, description, at }).await? == 1)
    }

    /// Changes a team's words; `false` when another team has the name.
    pub async fn team_update(&mut self, id: TeamId, name: Name, description: Description) -> Result<bool> {
        let name_key = folded(&name);
        let taken: Option<(i32,)> = self.maybe(TEAM_NAMED { name_key: name_key.clone(), besides: id }).await?;
        if taken.is_some() {
            return Ok(false);
        }
        Ok(self.run(TEAM_UPDATE { id, name, name_key, description }).await? == 1)
    }

    /// Everybody in the team from now on, each with whether they lead it. `false` when one of them is no member.
    pub async fn team_members_set(&mut self, team: TeamId, members: &[(UserId, bool)]) -> Result<bool> {
        self.run(TEAM_MEMBERS_CLEAR { team }).await?;
        for (user, is_lead) in members {
            if self.run(TEAM_MEMBER_ADD { team, user: *user, is_lead: *is_lead }).await? != 1 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Every site that the team covers from now on.
    pub async fn team_sites_set(&mut self, team: TeamId, sites: &[SiteId]) -> Result<()> {
        self.run(TEAM_SITES_CLEAR { team }).await?;
        for site in sites {
            self.run(TEAM_SITE_ADD { team, site: *site }).await?;
        }
        Ok(())
    }

    /// The team's tickets that are not done, whoever asks.
    pub async fn team_tickets_open(&mut self, team: TeamId) -> Result<i64> {
        let (count,): (i64,) = self.one(TEAM_TICKETS_OPEN { team }).await?;
        Ok(count)
    }

    /// Deletes a team; its tickets are in none from now on.
    pub async fn team_delete(&mut self, id: TeamId) -> Result<()> {
        self.run(TEAM_TICKETS_UNROUTE { team: id }).await?;
        self.run(TEAM_DELETE { id }).await?;
        Ok(())
    }

    /// The teams that this member may take somebody into, by name.
    pub async fn teams_to_give(&mut self, user: UserId) -> Result<Vec<TeamTag>> {
        let tags: Vec<Tag> = self.all(TEAMS_TO_GIVE { user }).await?;
        Ok(tags.into_iter().map(TeamTag::from).collect())
    }

    /// The teams that an invitation leads into from now on.
    pub async fn invitation_teams_set(&mut self, invitation: InvitationId, teams: &[TeamId]) -> Result<()> {
        self.run(INVITATION_TEAMS_CLEAR { invitation }).await?;
        for team in teams {
            self.run(INVITATION_TEAM_ADD { invitation, team: *team }).await?;
        }
        Ok(())
    }

    /// The teams that every invitation leads into, by name.
    pub async fn invitation_teams(&mut self) -> Result<Vec<(InvitationId, TeamTag)>> {
        let tags: Vec<InvitationTag> = self.all(INVITATION_TEAMS {}).await?;
        Ok(tags.into_iter().map(|row| (row.invitation_id, row.tag.into())).collect())
    }

    /// Takes a new member into the teams of their invitation that its inviter could still give.
    pub async fn invitation_teams_join(
        &mut self,
        invitation: InvitationId,
        user: UserId,
        inviter: UserId,
    ) -> Result<u64> {
        self.run(INVITATION_TEAMS_JOIN { invitation, user, inviter }).await
    }

    /// Whether tickets in no team are seen by those whom teams bind.
    pub async fn unrouted_visible(&mut self) -> Result<bool> {
        let (visible,): (bool,) = self.one(UNROUTED_VISIBLE {}).await?;
        Ok(visible)
    }

    /// Decides whether tickets in no team are seen by those whom teams bind; `false` when it was so already.
    pub async fn unrouted_visible_set(&mut self, visible: bool) -> Result<bool> {
        Ok(self.run(UNROUTED_VISIBLE_SET { visible }).await? == 1)
    }
}
