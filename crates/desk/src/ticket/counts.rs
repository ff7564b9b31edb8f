//! What stands around a list and seldom changes: counts per tab, the sites to filter by, and what a row may become.

use domain::OrgId;
use domain::access::Sight;
use domain::priority::PriorityTag;
use domain::site::SiteTag;
use domain::status::StatusTag;
use domain::team::TeamTag;
use domain::ticket::TabCounts;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::ticket::list::{ListAssignee, ListFind, ListTeam};

/// Lists remembered at once; one more forgets them all. An entry is a few hundred bytes.
const MOST: usize = 4096;

/// The conditions of a list that counts depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Around {
    pub(crate) org: OrgId,
    /// Whose eyes, where the wall hides something from them (B20): nobody is shown what somebody else counted.
    pub(crate) walled: Option<Sight>,
    pub(crate) site: Option<domain::SiteId>,
    pub(crate) assignee: ListAssignee,
    pub(crate) team: ListTeam,
    pub(crate) priority: Option<domain::PriorityId>,
    pub(crate) find: ListFind,
}

/// What was counted, for as long as nothing happens.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub(crate) counts: TabCounts,
    pub(crate) sites: Arc<[SiteTag]>,
    pub(crate) statuses: Arc<[StatusTag]>,
    pub(crate) priorities: Arc<[PriorityTag]>,
    pub(crate) teams: Arc<[TeamTag]>,
}

/// Exact, not approximate: every change of an organization raises its event number, which each request reads from the
/// database first, so an entry counts only while that number stands, whichever node made the change. An entry may be
/// newer than its number says (SQLite reads statement by statement), never older.
#[derive(Default)]
pub(crate) struct Counts {
    known: Mutex<HashMap<Around, (i64, Counted)>>,
}

impl Counts {
    pub(crate) fn get(&self, around: &Around, seq: i64) -> Option<Counted> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(around).filter(|(at, _)| *at == seq).map(|(_, counted)| counted.clone())
    }

    pub(crate) fn put(&self, around: Around, seq: i64, counted: Counted) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST && !known.contains_key(&around) {
            known.clear();
        }
        known.insert(around, (seq, counted));
    }
}
