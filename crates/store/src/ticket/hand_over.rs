//! What becomes of a member's tickets when the member goes.

use crate::error::Result;
use crate::sight::{Eyes, visible};
use crate::statement::sql;
use crate::tx::Tx;
use domain::ticket::TicketCode;
use domain::{TicketId, UserId};

sql! {
    tenant TICKETS_OPEN_OF (user: UserId) =
        "SELECT id, code FROM ticket WHERE org_id = $1 AND assignee_id = $2 AND category IN ('open', 'pending', 'custom')
         ORDER BY active_at, id";
    /// As far as the asker sees them (B20).
    tenant TICKETS_OPEN_COUNT (user: Option<UserId>, unrouted: bool, all: bool, whose: UserId) =
        concat!("SELECT CAST(COUNT(*) AS BIGINT) AS count FROM ticket t
         WHERE t.org_id = $1 AND t.assignee_id = $5 AND t.category IN ('open', 'pending', 'custom') AND ", visible!());
    /// Whoever looks at one of them now is told that it moved on.
    tenant TICKETS_HAND_OVER (from: UserId, to: Option<UserId>) =
        "UPDATE ticket SET assignee_id = $3, version = version + 1
         WHERE org_id = $1 AND assignee_id = $2 AND category IN ('open', 'pending', 'custom')";
    tenant TICKETS_LET_GO (from: UserId) =
        "UPDATE ticket SET assignee_id = NULL, version = version + 1 WHERE org_id = $1 AND assignee_id = $2";
}

impl Tx {
    /// How many tickets wait for somebody, as far as the caller sees them.
    pub async fn tickets_open_of(&mut self, whose: UserId) -> Result<i64> {
        let Eyes { user, unrouted, all } = self.eyes();
        let (count,): (i64,) = self.one(TICKETS_OPEN_COUNT { user, unrouted, all, whose }).await?;
        Ok(count)
    }

    /// Gives the open tickets of `from` to `to` and takes the others from everybody; answers which were open.
    pub async fn tickets_hand_over(&mut self, from: UserId, to: Option<UserId>) -> Result<Vec<(TicketId, TicketCode)>> {
        let open = self.all(TICKETS_OPEN_OF { user: from }).await?;
        self.run(TICKETS_HAND_OVER { from, to }).await?;
        self.run(TICKETS_LET_GO { from }).await?;
        Ok(open)
    }
}
