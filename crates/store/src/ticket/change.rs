//! What becomes of a ticket: its own fields, which raise the version, and its messages, which do not.

use crate::error::Result;
use crate::statement::sql;
use crate::ticket::TicketRecord;
use crate::tx::Tx;
use domain::status::Category;
use domain::ticket::Version;
use domain::{PriorityId, StatusId, TeamId, TicketId, Timestamp, UserId};

sql! {
    tenant TICKET_SET (id: TicketId, subject: String, status: StatusId, category: Category, priority: PriorityId, priority_rank: i64,
        assignee: Option<UserId>, team: Option<TeamId>, waiting_since: Option<Timestamp>, active_at: Timestamp, version: Version) =
        "UPDATE ticket SET subject = $3, status_id = $4, category = $5, priority_id = $6, priority_rank = $7, assignee_id = $8,
            team_id = $9, waiting_since = $10, active_at = $11, version = $12 + 1
         WHERE org_id = $1 AND id = $2 AND version = $12";
    tenant TICKET_MESSAGE (id: TicketId, last_message: i64, snippet: String, waiting_since: Option<Timestamp>, active_at: Timestamp) =
        "UPDATE ticket SET last_message = $3, snippet = $4, waiting_since = $5, active_at = $6 WHERE org_id = $1 AND id = $2";
}

impl Tx {
    /// Keeps subject, status, priority, assignee, team, waiting and activity of `ticket`, and raises its version: in the row, and in
    /// `ticket`. `false` when the row has moved on since `ticket` was read.
    pub async fn ticket_set(&mut self, ticket: &mut TicketRecord) -> Result<bool> {
        let set = TICKET_SET {
            id: ticket.id,
            subject: ticket.subject.clone(),
            status: ticket.status_id,
            category: ticket.category,
            priority: ticket.priority_id,
            priority_rank: ticket.priority_rank,
            assignee: ticket.assignee_id,
            team: ticket.team_id,
            waiting_since: ticket.waiting_since,
            active_at: ticket.active_at,
            version: ticket.version,
        };
        let kept = self.run(set).await? == 1;
        if kept {
            ticket.version = Version(ticket.version.0 + 1);
        }
        Ok(kept)
    }

    /// Keeps what a new message changed on `ticket`: last message, snippet, waiting and activity.
    pub async fn ticket_message(&mut self, ticket: &TicketRecord) -> Result<()> {
        let TicketRecord { id, last_message, waiting_since, active_at, .. } = *ticket;
        self.run(TICKET_MESSAGE { id, last_message, snippet: ticket.snippet.clone(), waiting_since, active_at })
            .await?;
        Ok(())
    }
}
