//! How far a young organization has come: facts of its tables, in two statements.

use crate::error::Result;
use crate::sight::{Eyes, visible};
use crate::statement::sql;
use crate::tx::Tx;
use domain::UserId;
use domain::ticket::TicketCode;
use sqlx::FromRow;

sql! {
    /// Looks at no more than `most` tickets, so that asking costs the same at any size.
    tenant SETUP_FACTS (most: i64) =
        "SELECT
            CAST((SELECT COUNT(*) FROM (SELECT 1 FROM ticket WHERE org_id = $1 LIMIT $2) AS young) AS BIGINT) AS tickets,
            CAST((SELECT COUNT(*) FROM site WHERE org_id = $1 AND page_seen_at IS NOT NULL) AS BIGINT) AS pages_seen,
            CAST((SELECT COUNT(*) FROM (SELECT channel FROM ticket WHERE org_id = $1 LIMIT $2) AS young
                  WHERE young.channel = 'page') AS BIGINT) AS from_page,
            CAST((SELECT COUNT(*) FROM (SELECT channel FROM ticket WHERE org_id = $1 LIMIT $2) AS young
                  WHERE young.channel NOT IN ('welcome', 'agent')) AS BIGINT) AS from_outside,
            CAST((SELECT COUNT(*) FROM (SELECT id FROM ticket WHERE org_id = $1 LIMIT $2) AS young
                  JOIN message m ON m.org_id = $1 AND m.ticket_id = young.id
                  WHERE m.number > 1 AND m.kind = 'public' AND m.author_user_id IS NOT NULL) AS BIGINT) AS answers,
            CAST((SELECT COUNT(*) FROM site_origin WHERE org_id = $1) AS BIGINT) AS origins";
    /// Sorts all tickets: for organizations with a handful. Names one that the asker sees (B20).
    tenant SETUP_TICKET (user: Option<UserId>, unrouted: bool, all: bool) =
        concat!("SELECT t.code FROM ticket t WHERE t.org_id = $1 AND ", visible!(), "
         ORDER BY CASE t.channel WHEN 'welcome' THEN 2 WHEN 'agent' THEN 1 ELSE 0 END, t.created_at, t.id LIMIT 1");
}

/// What an organization has, counted.
#[derive(Clone, Debug, FromRow)]
pub struct SetupFacts {
    /// Its tickets, as far as they were looked at.
    pub tickets: i64,
    /// Sites whose support page one of its own people has looked at.
    pub pages_seen: i64,
    /// Tickets from a support page.
    pub from_page: i64,
    /// Tickets that customers and programs sent.
    pub from_outside: i64,
    /// Public messages of members after the first of a ticket.
    pub answers: i64,
    /// Origins of all its sites.
    pub origins: i64,
}

impl Tx {
    /// The facts, looking at no more than `most` tickets.
    pub async fn setup_facts(&mut self, most: i64) -> Result<SetupFacts> {
        self.one(SETUP_FACTS { most }).await
    }

    /// The ticket to answer first: of a customer, else one written down, else the welcome ticket. Only where tickets are few.
    pub async fn setup_ticket(&mut self) -> Result<Option<TicketCode>> {
        let Eyes { user, unrouted, all } = self.eyes();
        let row: Option<(TicketCode,)> = self.maybe(SETUP_TICKET { user, unrouted, all }).await?;
        Ok(row.map(|row| row.0))
    }
}
