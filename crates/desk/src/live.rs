//! What changed, for live screens: told after the commit, and read again by whoever missed it.

use crate::access::{OrgCard, Scope};
use crate::{Desk, Result};
use domain::event::Event;
use domain::live::Change;
use domain::prefix::TicketCode;
use domain::{Permission, UserId};
use store::live::Heard;

/// Changes handed out at once to a screen that was away; one that was away longer sees the newest.
const CATCH_UP: i64 = 500;

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

    /// What happened after `seq`, oldest first.
    pub async fn live_after(&self, scope: &Scope, seq: i64) -> Result<Vec<Change>> {
        scope.may(Permission::TicketRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let rows = tx.changes_after(seq, CATCH_UP).await?;
        Ok(rows
            .into_iter()
            .map(|row| Change {
                org: scope.org().slug.clone(),
                seq: row.seq,
                kind: row.kind,
                ticket: row.code,
                by: row.actor_user_id,
            })
            .collect())
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
            for change in self.live_after(&scope, seq - 1).await? {
                self.ports.live.publish(change);
            }
        }
        Ok(())
    }
}
