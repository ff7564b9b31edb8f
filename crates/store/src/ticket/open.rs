//! A new ticket: its number, and its row.

use crate::error::{Result, StoreError};
use crate::statement::sql;
use crate::tx::Tx;
use domain::prefix::Prefix;
use domain::text::Subject;
use domain::ticket::{Channel, TicketCode};
use domain::{ContactId, SiteId, TicketId, Timestamp, UserId};

sql! {
    /// Counts per organization and prefix, in the transaction of the ticket: no gap, no number twice, and a prefix that
    /// comes back goes on where it was (B16, S1-41).
    tenant TICKET_NUMBER_NEXT (prefix: Prefix) =
        "INSERT INTO ticket_number (org_id, prefix, last) VALUES ($1, $2, 1)
         ON CONFLICT (org_id, prefix) DO UPDATE SET last = ticket_number.last + 1 RETURNING last";
    /// Begins in the organization's first open status, with its default priority (B23, B24), in the only team of its site; with
    /// several, or none, in no team (D9).
    tenant TICKET_OPEN (id: TicketId, site: SiteId, prefix: Prefix, number: i64, code: TicketCode, subject: Subject, snippet: String,
        contact: ContactId, channel: Channel, waiting_since: Option<Timestamp>, at: Timestamp) =
        "INSERT INTO ticket (org_id, id, site_id, prefix, number, code, subject, snippet, contact_id, channel, waiting_since,
            created_at, active_at, version, last_message, status_id, category, priority_id, priority_rank, mail_site_id, team_id)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 1, 1, s.id, s.category, p.id, p.rank, $3,
            (SELECT c.team_id FROM team_site c WHERE c.org_id = $1 AND c.site_id = $3 AND NOT EXISTS
                (SELECT 1 FROM team_site other WHERE other.org_id = $1 AND other.site_id = $3 AND other.team_id <> c.team_id))
         FROM status s, priority p
         WHERE s.org_id = $1 AND s.id = (SELECT f.id FROM status f WHERE f.org_id = $1 AND f.category = 'open' ORDER BY f.position, f.id LIMIT 1)
           AND p.org_id = $1 AND p.id = (SELECT d.id FROM priority d WHERE d.org_id = $1 ORDER BY d.is_default DESC, d.rank, d.id LIMIT 1)";
    /// Whoever wrote down a ticket for a team they are not in keeps it until somebody takes it: nobody loses sight of their own
    /// work (D9).
    tenant TICKET_KEEP (id: TicketId, user: UserId) =
        "UPDATE ticket SET assignee_id = $3 WHERE org_id = $1 AND id = $2 AND assignee_id IS NULL";
}

/// A ticket to be kept, with its first message's beginning.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "columns of ticket")]
pub struct TicketNew {
    pub id: TicketId,
    pub site: SiteId,
    pub code: TicketCode,
    pub subject: Subject,
    pub snippet: String,
    pub contact: ContactId,
    pub channel: Channel,
    pub waiting_since: Option<Timestamp>,
}

impl Tx {
    /// The next number under a prefix, from 1.
    pub async fn ticket_number_next(&mut self, prefix: &Prefix) -> Result<i64> {
        let row: (i64,) = self.one(TICKET_NUMBER_NEXT { prefix: prefix.clone() }).await?;
        Ok(row.0)
    }

    /// Keeps a new ticket; its message 1 is added with [`Tx::message_add`].
    pub async fn ticket_open(&mut self, ticket: TicketNew, at: Timestamp) -> Result<()> {
        let TicketNew { id, site, code, subject, snippet, contact, channel, waiting_since } = ticket;
        let (prefix, number) = (code.prefix().clone(), code.number());
        let open =
            TICKET_OPEN { id, site, prefix, number, code, subject, snippet, contact, channel, waiting_since, at };
        match self.run(open).await? {
            1 => Ok(()),
            _ => Err(StoreError::broken("the organization has no open status or no priority")),
        }
    }

    /// Gives a new ticket that nobody has to whoever wrote it down.
    pub async fn ticket_keep(&mut self, id: TicketId, user: UserId) -> Result<()> {
        self.run(TICKET_KEEP { id, user }).await?;
        Ok(())
    }
}
