//! How far members have read.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::{TicketId, UserId};

sql! {
    /// Reading goes forward only: a second tab on an older state takes nothing back.
    tenant TICKET_SEEN (user: UserId, ticket: TicketId, number: i64) =
        "INSERT INTO ticket_seen (org_id, user_id, ticket_id, message_number)
         SELECT $1, $2, t.id, CASE WHEN t.last_message < $4 THEN t.last_message ELSE $4 END FROM ticket t WHERE t.org_id = $1 AND t.id = $3
         ON CONFLICT (org_id, user_id, ticket_id) DO UPDATE SET message_number = excluded.message_number
         WHERE excluded.message_number > ticket_seen.message_number";
}

impl Tx {
    /// Notes that a member has read a ticket up to message `number`, or to its last where that is less.
    pub async fn ticket_seen(&mut self, user: UserId, ticket: TicketId, number: i64) -> Result<()> {
        self.run(TICKET_SEEN { user, ticket, number }).await?;
        Ok(())
    }
}
