//! Events: what happened, numbered without gaps per organization. Timeline, live screens and later audit read them.

use crate::error::Result;
use crate::sight::{Eyes, visible};
use crate::statement::sql;
use crate::tx::Tx;
use domain::event::Event;
use domain::ticket::TicketCode;
use domain::{TicketId, Timestamp, UserId};
use sqlx::FromRow;
use sqlx::types::Json;

sql! {
    tenant EVENT_ADD (seq: i64, kind: String, ticket: Option<TicketId>, actor_user: Option<UserId>, actor_name: String,
        data: Json<Event>, at: Timestamp) =
        "INSERT INTO event (org_id, seq, kind, ticket_id, actor_user_id, actor_name, data, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Messages stand in a timeline themselves, so their events are left out.
    tenant EVENTS_OF_TICKET (ticket: TicketId) =
        "SELECT seq, actor_name, data, at FROM event
         WHERE org_id = $1 AND ticket_id = $2 AND kind NOT IN ('ticket_opened', 'ticket_replied', 'ticket_noted') ORDER BY seq";
    /// What happened behind the wall (B20) keeps its number and loses its names: a stream goes on after it and tells nothing.
    tenant CHANGES_AFTER (user: Option<UserId>, unrouted: bool, all: bool, seq: i64, rows: i64) =
        concat!("SELECT e.seq, e.kind, t.code, CASE WHEN e.ticket_id IS NULL OR t.id IS NOT NULL THEN e.actor_user_id END AS actor_user_id,
                e.ticket_id IS NOT NULL AND t.id IS NULL AS hidden
         FROM event e LEFT JOIN ticket t ON t.org_id = e.org_id AND t.id = e.ticket_id AND ", visible!(), "
         WHERE e.org_id = $1 AND e.seq > $5 ORDER BY e.seq LIMIT $6");
}

/// A line of a ticket's timeline.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of event")]
pub struct EventRecord {
    pub seq: i64,
    pub actor_name: String,
    pub data: Json<Event>,
    pub at: Timestamp,
}

/// A change as live screens hear of it: names of what changed, no content.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ChangeRow {
    /// Its place among the organization's events.
    pub seq: i64,
    /// Such as `ticket_opened`.
    pub kind: String,
    /// The ticket it is about.
    pub code: Option<TicketCode>,
    /// Who did it, where a member did.
    pub actor_user_id: Option<UserId>,
    /// Whether it happened to a ticket that the caller does not see, or that is gone.
    pub hidden: bool,
}

impl Tx {
    /// Writes down what happened, in the transaction of the change itself, and answers its number. [`Tx::commit`] keeps
    /// the last number given out.
    pub async fn record(
        &mut self,
        event: &Event,
        ticket: Option<TicketId>,
        actor_user: Option<UserId>,
        actor_name: &str,
        at: Timestamp,
    ) -> Result<i64> {
        let seq = self.next_seq();
        let (kind, actor_name, data) = (event.kind().to_owned(), actor_name.to_owned(), Json(event.clone()));
        self.later(EVENT_ADD { seq, kind, ticket, actor_user, actor_name, data, at }).await?;
        Ok(seq)
    }

    /// What happened to a ticket besides messages, oldest first.
    pub async fn events_of_ticket(&mut self, ticket: TicketId) -> Result<Vec<EventRecord>> {
        self.all(EVENTS_OF_TICKET { ticket }).await
    }

    /// The changes after number `seq`, oldest first, at most `limit`: how a live screen catches up.
    pub async fn changes_after(&mut self, seq: i64, limit: i64) -> Result<Vec<ChangeRow>> {
        let Eyes { user, unrouted, all } = self.eyes();
        self.all(CHANGES_AFTER { user, unrouted, all, seq, rows: limit }).await
    }
}
