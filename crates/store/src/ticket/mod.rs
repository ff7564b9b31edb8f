//! Tickets: the rows. One file per thing done with them; the list has two, because its SQL is put together.

pub mod change;
pub mod hand_over;
pub mod list;
pub mod list_sql;
pub mod mail;
pub mod open;
pub mod seen;

use crate::error::Result;
use crate::sight::{Eyes, visible};
use crate::statement::sql;
use crate::tx::Tx;
use domain::prefix::Prefix;
use domain::status::Category;
use domain::ticket::{Channel, TicketCode, Version};
use domain::{ContactId, PriorityId, SiteId, SiteSlug, StatusId, TeamId, TicketId, Timestamp, UserId};
use sqlx::FromRow;

/// The columns of a [`TicketRecord`], and the tables they come from. `$1` is the organization, `$2` the asking member.
/// Every join is a LEFT JOIN on a primary key: it can neither lose a ticket nor lure the planner away from the index
/// that gives tickets in their order.
macro_rules! ticket_columns {
    () => {
        "t.id, t.code, t.site_id, s.slug AS site_slug, s.name AS site_name, t.subject, t.snippet,
         t.contact_id, c.name AS contact_name, c.email AS contact_email,
         t.status_id, st.name AS status_name, t.category, st.color AS status_color,
         t.priority_id, p.name AS priority_name, p.color AS priority_color, t.priority_rank,
         t.assignee_id, u.name AS assignee_name, t.team_id, g.name AS team_name, t.channel, t.version, t.last_message,
         t.waiting_since, t.created_at, t.active_at, COALESCE(r.message_number, 0) AS seen"
    };
}
macro_rules! ticket_joins {
    () => {
        "LEFT JOIN site s ON s.org_id = t.org_id AND s.id = t.site_id
         LEFT JOIN contact c ON c.org_id = t.org_id AND c.id = t.contact_id
         LEFT JOIN status st ON st.org_id = t.org_id AND st.id = t.status_id
         LEFT JOIN priority p ON p.org_id = t.org_id AND p.id = t.priority_id
         LEFT JOIN user_account u ON u.id = t.assignee_id
         LEFT JOIN team g ON g.org_id = t.org_id AND g.id = t.team_id
         LEFT JOIN ticket_seen r ON r.org_id = t.org_id AND r.user_id = $2 AND r.ticket_id = t.id"
    };
}
pub(crate) use {ticket_columns, ticket_joins};

sql! {
    /// Visible to a scope: in its organization, and on its side of the wall (B20). By prefix and number, so `SUP-1` finds
    /// `SUP-001` (B15).
    tenant TICKET_VISIBLE (user: Option<UserId>, unrouted: bool, all: bool, prefix: Prefix, number: i64) =
        concat!("SELECT ", ticket_columns!(), " FROM ticket t ", ticket_joins!(),
            " WHERE t.org_id = $1 AND t.prefix = $5 AND t.number = $6 AND ", visible!());
    tenant TICKET_BY_ID (user: Option<UserId>, unrouted: bool, all: bool, id: TicketId) =
        concat!("SELECT ", ticket_columns!(), " FROM ticket t ", ticket_joins!(),
            " WHERE t.org_id = $1 AND t.id = $5 AND ", visible!());
    /// A code behind the wall is a code of no ticket: looking for it finds what looking for any words finds.
    tenant TICKET_EXISTS (user: Option<UserId>, unrouted: bool, all: bool, prefix: Prefix, number: i64) =
        concat!("SELECT 1 AS yes FROM ticket t WHERE t.org_id = $1 AND t.prefix = $5 AND t.number = $6 AND ", visible!());
}

/// A ticket with the names of all it points to, as lists and pages show it.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of ticket and of the tables it points to")]
pub struct TicketRecord {
    pub id: TicketId,
    pub code: TicketCode,
    pub site_id: SiteId,
    pub site_slug: SiteSlug,
    pub site_name: String,
    pub subject: String,
    pub snippet: String,
    pub contact_id: ContactId,
    pub contact_name: String,
    pub contact_email: String,
    pub status_id: StatusId,
    pub status_name: String,
    pub category: Category,
    pub status_color: String,
    pub priority_id: PriorityId,
    pub priority_name: String,
    pub priority_color: String,
    pub priority_rank: i64,
    pub assignee_id: Option<UserId>,
    pub assignee_name: Option<String>,
    pub team_id: Option<TeamId>,
    pub team_name: Option<String>,
    pub channel: Channel,
    pub version: Version,
    pub last_message: i64,
    pub waiting_since: Option<Timestamp>,
    pub created_at: Timestamp,
    pub active_at: Timestamp,
    /// Number of the newest message the asking member has read; 0 for none.
    pub seen: i64,
}

impl Tx {
    /// The ticket of that code, if the caller may see it.
    pub async fn ticket_visible(&mut self, code: &TicketCode) -> Result<Option<TicketRecord>> {
        let Eyes { user, unrouted, all } = self.eyes();
        let (prefix, number) = (code.prefix().clone(), code.number());
        self.maybe(TICKET_VISIBLE { user, unrouted, all, prefix, number }).await
    }

    /// The ticket of that id, if the caller may see it.
    pub async fn ticket_by_id(&mut self, id: TicketId) -> Result<Option<TicketRecord>> {
        let Eyes { user, unrouted, all } = self.eyes();
        self.maybe(TICKET_BY_ID { user, unrouted, all, id }).await
    }

    /// Whether there is a ticket of that code for the caller.
    pub async fn ticket_exists(&mut self, code: &TicketCode) -> Result<bool> {
        let Eyes { user, unrouted, all } = self.eyes();
        let (prefix, number) = (code.prefix().clone(), code.number());
        let row: Option<(i32,)> = self.maybe(TICKET_EXISTS { user, unrouted, all, prefix, number }).await?;
        Ok(row.is_some())
    }
}
