//! What changed, for live screens: told after the commit, and read again by whoever missed it.

use crate::access::{OrgCard, Scope};
use crate::{Desk, Result};
use domain::event::Event;
use domain::live::{Change, SIGHT_CHANGED};
use domain::prefix::TicketCode;
use domain::{Permission, UserId};
use store::live::{ChangeRow, Heard};

/// Changes handed out at once to a screen that was away; one that was away longer sees the newest.
const CATCH_UP: i64 = 500;

/// What a stream has to tell, and how far it is with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Oldest first.
    pub changes: Vec<Change>,
    /// The number of the newest change looked at, told or not.
    pub seq: i64,
}

/// A row as its reader may hear of it.
fn change(scope: &Scope, row: ChangeRow) -> Option<Change> {
    let told =
        Change { org: scope.org().slug.clone(), seq: row.seq, kind: row.kind, ticket: row.code, by: row.actor_user_id };
    match told.kind.as_str() {
        _ if !row.hidden => Some(told),
        "ticket_team_set" | "ticket_assigned" => {
            Some(Change { kind: SIGHT_CHANGED.to_owned(), ticket: None, by: None, ..told })
        }
        _ => None,
    }
}

impl Desk {
    /// Tells the screens of this process. Called after the commit; other nodes hear of it from the database.
    pub(crate) fn changed(
        &self,
        org: &OrgCard,
        seq: i64,
        event: &Event,
        ticket: Option<&TicketCode>,
        by: Option<UserId>,
    ) {
        self.ports.live.publish(Change {
            org: org.slug.clone(),
            seq,
            kind: event.kind().to_owned(),
            ticket: ticket.cloned(),
            by,
        });
    }

    /// Tells the streams of this process that a session of that person ended. Called after the commit.
    pub(crate) fn signed_out(&self, user: UserId) {
        self.ports.live.signed_out(Some(user));
    }

    /// Where a stream begins: at what the screen has seen, or at now. Errors: `Forbidden` without `ticket:read`.
    pub async fn live_start(&self, scope: &Scope, after: Option<i64>) -> Result<i64> {
        scope.may(Permission::TicketRead)?;
        let now = self.store.read(scope.sight()).await?.seq();
        Ok(after.map_or(now, |after| after.min(now)))
    }

    /// What happened after `seq`, oldest first, as far as the caller sees it (B20): of a ticket behind the wall nothing is told,
    /// except, without any name, that one may just have gone there.
    pub async fn live_after(&self, scope: &Scope, seq: i64) -> Result<News> {
        scope.may(Permission::TicketRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let rows = tx.changes_after(seq, CATCH_UP).await?;
        let seq = rows.last().map_or(seq, |row| row.seq);
        let changes = rows.into_iter().filter_map(|row| change(scope, row)).collect();
        Ok(News { changes, seq })
    }

    /// Passes on what other nodes did, until the database goes away. Returns at once on SQLite: there are no other nodes.
    pub async fn live_follow(&self) -> Result<()> {
        let Some(mut listener) = self.store.listen().await? else { return Ok(()) };
        // Nobody listened until now.
        self.ports.live.signed_out(None);
        while let Some(heard) = listener.next().await {
            let (org, seq) = match heard {
                Heard::Event(org, seq) => (org, seq),
                Heard::SignedOut(user) => {
                    self.ports.live.signed_out(Some(user));
                    continue;
                }
                Heard::Deaf => {
                    self.ports.live.signed_out(None);
                    continue;
                }
            };
            let Ok(scope) = self.enter_system(org).await else { continue };
            for change in self.live_after(&scope, seq - 1).await?.changes {
                self.ports.live.publish(change);
            }
        }
        Ok(())
    }
}
