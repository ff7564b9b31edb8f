//! What only a fresh installation needs: whether it is one, tickets by the hundred thousand for measuring, and forgetting the
//! work that a made-up past asked for.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::{Global, Tx};
use domain::prefix::Prefix;
use domain::status::Category;
use domain::text::Subject;
use domain::ticket::{Channel, TicketCode, Version};
use domain::{ContactId, PriorityId, SiteId, StatusId, TicketId, Timestamp, UserId};

sql! {
    shared TENANT_ANY () = "SELECT 1 AS yes FROM tenant LIMIT 1";
    shared JOBS_FORGET () = "DELETE FROM job";
    tenant TICKET_NUMBER_FILLED (prefix: Prefix, last: i64) = "UPDATE ticket_number SET last = $3 WHERE org_id = $1 AND prefix = $2";
    /// A ticket as it is after a whole life, in one statement.
    tenant TICKET_FILLED (id: TicketId, site: SiteId, prefix: Prefix, number: i64, code: TicketCode, subject: Subject, snippet: String,
        contact: ContactId, status: StatusId, category: Category, priority: PriorityId, priority_rank: i64, assignee: Option<UserId>,
        channel: Channel, version: Version, last_message: i64, waiting_since: Option<Timestamp>, created_at: Timestamp, active_at: Timestamp) =
        "INSERT INTO ticket (org_id, id, site_id, prefix, number, code, subject, snippet, contact_id, status_id, category, priority_id,
            priority_rank, assignee_id, channel, version, last_message, waiting_since, created_at, active_at, mail_site_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $3)";
}

/// A generated ticket in its final state.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "columns of ticket")]
pub struct TicketFilled {
    pub id: TicketId,
    pub site: SiteId,
    pub code: TicketCode,
    pub subject: Subject,
    pub snippet: String,
    pub contact: ContactId,
    pub status: StatusId,
    pub category: Category,
    pub priority: PriorityId,
    pub priority_rank: i64,
    pub assignee: Option<UserId>,
    pub channel: Channel,
    pub version: Version,
    pub last_message: i64,
    pub waiting_since: Option<Timestamp>,
    pub created_at: Timestamp,
    pub active_at: Timestamp,
}

impl Tx {
    /// Keeps a generated ticket; its messages, link, events and words to be found by are added as for any other.
    pub async fn ticket_filled(&mut self, ticket: TicketFilled) -> Result<()> {
        let TicketFilled {
            id,
            site,
            code,
            subject,
            snippet,
            contact,
            status,
            category,
            priority,
            priority_rank,
            assignee,
            ..
        } = ticket;
        let TicketFilled { channel, version, last_message, waiting_since, created_at, active_at, .. } = ticket;
        let (prefix, number) = (code.prefix().clone(), code.number());
        let filled = TICKET_FILLED {
            id,
            site,
            prefix,
            number,
            code,
            subject,
            snippet,
            contact,
            status,
            category,
            priority,
            priority_rank,
            assignee,
            channel,
            version,
            last_message,
            waiting_since,
            created_at,
            active_at,
        };
        self.run(filled).await?;
        Ok(())
    }

    /// The last number that generated tickets took: the next real one goes on from there.
    pub async fn ticket_number_filled(&mut self, prefix: &Prefix, last: i64) -> Result<()> {
        self.run(TICKET_NUMBER_FILLED { prefix: prefix.clone(), last }).await?;
        Ok(())
    }
}

impl Global {
    /// Whether anybody has signed up here.
    pub async fn has_tenants(&mut self) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(TENANT_ANY {}).await?;
        Ok(row.is_some())
    }

    /// Forgets all work that waits to be done. Only right where every job comes from generated content: no customer of a
    /// demo or a measurement is ever written to.
    pub async fn jobs_forget(&mut self) -> Result<u64> {
        self.run(JOBS_FORGET {}).await
    }
}
