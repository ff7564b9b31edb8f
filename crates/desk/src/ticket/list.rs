//! List tickets: one page of rows under the filters of the address, with counts per tab.

use super::counts::{Around, Counted};
use super::row;
use crate::access::Scope;
use crate::{Desk, Error, Result};
use domain::ticket::{
    AssigneeFilter, PAGE_ROWS, Place, Sort, TabCounts, TeamFilter, TicketCode, TicketFilter, TicketList,
};
use domain::{Field, Permission, TicketId, Timestamp};
use store::Tx;
use store::search::Question;
use store::ticket::TicketRecord;
use store::ticket::list::{ListAssignee, ListFind, ListPart, ListTeam, TicketQuery};
use uuid::Uuid;

impl Desk {
    /// One page of the tickets that the caller sees. Errors: `Forbidden` without `ticket:read`, `NotFound` for a site that the
    /// organization does not have, `Invalid(Field::Filter)` for a cursor that is none of ours.
    pub async fn ticket_list(&self, scope: &Scope, filter: &TicketFilter) -> Result<TicketList> {
        scope.may(Permission::TicketRead)?;
        let part = part(&filter.place)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let site = match &filter.site {
            Some(slug) => Some(tx.site_head(slug).await?.ok_or(Error::NotFound)?.id),
            None => None,
        };
        let assignee = match filter.assignee {
            AssigneeFilter::Any => ListAssignee::Any,
            AssigneeFilter::Nobody => ListAssignee::Nobody,
            AssigneeFilter::Member(user) => ListAssignee::Member(user),
            AssigneeFilter::Me => {
                let nobody = || Error::invalid(Field::Filter, "Only a member has tickets of their own.");
                ListAssignee::Member(scope.actor().user().ok_or_else(nobody)?)
            }
        };
        let team = match filter.team {
            TeamFilter::Any => ListTeam::Any,
            TeamFilter::Unrouted => ListTeam::Unrouted,
            TeamFilter::Team(team) => ListTeam::Team(team),
        };
        let find = find(&mut tx, &filter.search).await?;
        // Nothing that could be looked for finds nothing.
        let blank = find.is_none();
        let (find, oldest) = (find.unwrap_or_default(), filter.sort == Sort::Oldest);
        let (category, priority) = (filter.tab.category(), filter.priority);
        let query = TicketQuery { category, site, assignee, team, priority, find, oldest, part };
        let page = if blank { Page::default() } else { page(&mut tx, query.clone()).await? };
        let around = self.ticket_around(&mut tx, query).await?;
        let members = tx.member_tags().await?;
        let Page { records, previous, next } = page;
        let (zone, user) = (scope.org().zone(), scope.actor().user());
        Ok(TicketList {
            rows: records.into_iter().map(|record| row(record, &zone, user)).collect(),
            counts: if blank { TabCounts::default() } else { around.counts },
            previous,
            next,
            sites: around.sites.to_vec(),
            members,
            statuses: around.statuses.to_vec(),
            priorities: around.priorities.to_vec(),
            teams: around.teams.to_vec(),
            seq: tx.seq(),
        })
    }

    async fn ticket_around(&self, tx: &mut Tx, query: TicketQuery) -> Result<Counted> {
        let key = Around {
            org: tx.org(),
            walled: Some(tx.sight()).filter(|sight| !sight.is_whole()).cloned(),
            site: query.site,
            assignee: query.assignee,
            team: query.team,
            priority: query.priority,
            find: query.find.clone(),
        };
        let seq = tx.seq();
        if let Some(counted) = self.counts.get(&key, seq) {
            return Ok(counted);
        }
        let counted = Counted {
            counts: tx.ticket_counts(&query).await?,
            sites: tx.site_tags().await?.into(),
            statuses: tx.status_list().await?.into(),
            priorities: tx.priority_list().await?.into(),
            teams: tx.team_tags().await?.into(),
        };
        self.counts.put(key, seq, counted.clone());
        Ok(counted)
    }
}

/// A code that exists finds its ticket, with zeros or without (B15); anything else is words. `None` when there are none.
async fn find(tx: &mut Tx, search: &str) -> Result<Option<ListFind>> {
    if search.trim().is_empty() {
        return Ok(Some(ListFind::Nothing));
    }
    if let Ok(code) = TicketCode::parse(search)
        && tx.ticket_exists(&code).await?
    {
        return Ok(Some(ListFind::Code(code)));
    }
    Ok(Question::parse(search).map(ListFind::Words))
}

/// Rows of a list, and where the pages beside them are.
#[derive(Default)]
struct Page {
    records: Vec<TicketRecord>,
    previous: Option<String>,
    next: Option<String>,
}

async fn page(tx: &mut Tx, mut query: TicketQuery) -> Result<Page> {
    let more = |records: &[TicketRecord]| i64::try_from(records.len()).unwrap_or(i64::MAX) > PAGE_ROWS;
    let mut records = tx.ticket_rows(&query).await?;
    if matches!(query.part, ListPart::Before(..)) && !more(&records) {
        // Who goes back and arrives at the top stands on the first page, and on a whole one.
        query.part = ListPart::Start;
        records = tx.ticket_rows(&query).await?;
    }
    let goes_on = more(&records);
    let (before, after) = match query.part {
        ListPart::Start => (false, goes_on),
        ListPart::After(..) => (true, goes_on),
        ListPart::Before(..) => (goes_on, true),
    };
    match query.part {
        ListPart::Before(..) => drop(records.drain(..usize::from(goes_on))),
        ListPart::Start | ListPart::After(..) => records.truncate(records.len() - usize::from(goes_on)),
    }
    let previous = records.first().filter(|_| before).map(cursor);
    let next = records.last().filter(|_| after).map(cursor);
    Ok(Page { records, previous, next })
}

fn part(place: &Place) -> Result<ListPart> {
    Ok(match place {
        Place::Start => ListPart::Start,
        Place::After(cursor) => cursor_parse(cursor).map(|(at, id)| ListPart::After(at, id))?,
        Place::Before(cursor) => cursor_parse(cursor).map(|(at, id)| ListPart::Before(at, id))?,
    })
}

/// A row at the edge of a page: its activity and id, in hex.
fn cursor(row: &TicketRecord) -> String {
    format!("{:016x}{}", row.active_at.0, row.id.0.simple())
}

fn cursor_parse(text: &str) -> Result<(Timestamp, TicketId)> {
    let wrong = || Error::invalid(Field::Filter, "Open the list again: this page of it is not there.");
    let (at, id) = text.split_at_checked(16).ok_or_else(wrong)?;
    let at = u64::from_str_radix(at, 16).map_err(|_| wrong())?;
    let id = Uuid::try_parse(id).map_err(|_| wrong())?;
    Ok((Timestamp(at.cast_signed()), TicketId(id)))
}

#[cfg(test)]
mod tests {
    use super::cursor_parse;

    #[test]
    fn a_cursor_that_is_none_is_refused() {
        assert!(cursor_parse("0006443e0a7a300001935b2c7d4e7f008a0b1c2d3e4f5061").is_ok());
        for wrong in ["", "x", "0006443e0a7a3000", "zz06443e0a7a300001935b2c7d4e7f008a0b1c2d3e4f5061", "ééééééééé"]
        {
            assert!(cursor_parse(wrong).is_err(), "{wrong}");
        }
    }
}
