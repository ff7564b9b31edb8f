//! Which rows of the log a filter lets through, newest first. Days become points in time here, in the organization's zone; a text
//! is looked for in what a row shows, so that nobody finds by what they do not see.

use super::list::row;
use crate::Result;
use crate::moment::Zone;
use domain::audit::{AuditChange, AuditFilter, AuditRow};
use store::Tx;
use store::audit::AuditRange;

/// Rows read at once where a text has to be looked for in each.
const CHUNK: i64 = 1_000;

/// A walk through the log.
pub(super) struct Search<'a> {
    filter: &'a AuditFilter,
    zone: &'a Zone,
    /// In lower case; empty for any.
    text: String,
    /// What is left to look at; `None` at the end.
    left: Option<AuditRange>,
    /// Rows looked at so far.
    pub(super) looked: i64,
}

impl<'a> Search<'a> {
    pub(super) async fn begin(tx: &mut Tx, filter: &'a AuditFilter, zone: &'a Zone) -> Result<Self> {
        let from = filter.from.as_ref().and_then(|day| zone.begins(day)).unwrap_or(AuditRange::ALL.from);
        let until = filter.to.as_ref().and_then(|day| zone.ends(day)).unwrap_or(AuditRange::ALL.until);
        let before = filter.before.unwrap_or(AuditRange::ALL.before);
        let mut left = Some(AuditRange { from, until, before, ..AuditRange::ALL });
        // Where days are named their index says which rows there are to look at, however far back.
        if filter.from.is_some() || filter.to.is_some() {
            let span = tx.audit_span(from, until).await?;
            left = span.map(|(first, last)| AuditRange { from, until, first, before: before.min(last + 1) });
        }
        Ok(Self { filter, zone, text: filter.text.trim().to_lowercase(), left, looked: 0 })
    }

    /// The next rows that fit: one step of the walk, which may find none. `None` at the end of the log.
    pub(super) async fn step(&mut self, tx: &mut Tx, page: i64) -> Result<Option<Vec<AuditRow>>> {
        let Some(left) = &mut self.left else { return Ok(None) };
        let most = if self.text.is_empty() { page } else { CHUNK };
        let records = tx.audit_rows(self.filter.action, self.filter.actor, *left, most).await?;
        let count = i64::try_from(records.len()).unwrap_or(i64::MAX);
        self.looked += count;
        match records.last() {
            Some(last) if count == most => left.before = last.seq,
            _ => self.left = None,
        }
        let mut rows = Vec::with_capacity(records.len());
        for record in records {
            let row = row(record, self.zone)?;
            if self.fits(&row) {
                rows.push(row);
            }
        }
        Ok(Some(rows))
    }

    /// Where whoever comes later goes on; `None` at the end.
    pub(super) fn before(&self) -> Option<i64> {
        self.left.map(|left| left.before)
    }

    fn fits(&self, row: &AuditRow) -> bool {
        let holds = |text: &str| text.to_lowercase().contains(&self.text);
        let tells = |change: &AuditChange| {
            let sides = [&change.before, &change.after];
            holds(&change.field) || sides.into_iter().flatten().any(|side| holds(side))
        };
        self.text.is_empty() || holds(&row.actor) || holds(&row.target) || row.changes.iter().any(tells)
    }
}
