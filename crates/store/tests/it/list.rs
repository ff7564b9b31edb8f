//! The ticket list: the same rows, in the same order, on both engines.

use crate::ground::{Ground, Org, fresh, now};
use crate::on_both;
use domain::SiteId;
use domain::status::Category;
use domain::ticket::{COUNT_LIMIT, PAGE_ROWS};
use std::collections::HashSet;
use store::ticket::TicketRecord;
use store::ticket::list::{ListAssignee, ListPart, TicketQuery};

on_both!(
    pages_join_without_gap_or_overlap,
    filters_agree_with_counts,
    counting_stops_at_the_limit,
    a_stale_version_changes_nothing,
    seen_goes_forward_only,
);

async fn all(ground: &Ground, org: &Org, mut query: TicketQuery) -> Vec<TicketRecord> {
    let mut tx = ground.store.read(&org.sight).await.unwrap();
    let mut rows: Vec<TicketRecord> = Vec::new();
    loop {
        let mut page = tx.ticket_rows(&query).await.unwrap();
        let more = page.len() > usize::try_from(PAGE_ROWS).unwrap();
        page.truncate(usize::try_from(PAGE_ROWS).unwrap());
        rows.extend(page);
        if !more {
            return rows;
        }
        query.part = rows.last().map_or(ListPart::Start, |row| ListPart::After(row.active_at, row.id));
    }
}

async fn pages_join_without_gap_or_overlap(ground: Ground) {
    let org = ground.org("acme").await;
    // Many with the same time: the id decides among them.
    for i in 0..130 {
        ground.ticket(&org, "Printer", now().plus_seconds(i / 40)).await;
    }
    for oldest in [false, true] {
        let rows = all(&ground, &org, TicketQuery { oldest, ..TicketQuery::default() }).await;
        assert_eq!(rows.iter().map(|row| row.id).collect::<HashSet<_>>().len(), 130);
        let keys: Vec<_> = rows.iter().map(|row| (row.active_at, row.id)).collect();
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        if !oldest {
            sorted.reverse();
        }
        assert_eq!(keys, sorted);
        // Backwards from every tenth row: the rows right before it, and one more where there are more.
        for at in (0..rows.len()).step_by(10) {
            let query =
                TicketQuery { oldest, part: ListPart::Before(keys[at].0, keys[at].1), ..TicketQuery::default() };
            let page = ground.store.read(&org.sight).await.unwrap().ticket_rows(&query).await.unwrap();
            let page: Vec<_> = page.iter().map(|row| (row.active_at, row.id)).collect();
            let most = usize::try_from(PAGE_ROWS).unwrap() + 1;
            assert_eq!(page, keys[at.saturating_sub(most)..at], "before row {at}, oldest first: {oldest}");
        }
    }
}

async fn filters_agree_with_counts(ground: Ground) {
    let org = ground.org("acme").await;
    let other = SiteId(fresh());
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    ground.site_in(&mut tx, other, "shop").await;
    let pending = tx.status_first_of(Category::Pending).await.unwrap().unwrap();
    let urgent = tx.priority_list().await.unwrap().into_iter().max_by_key(|priority| priority.rank).unwrap();
    tx.commit().await.unwrap();
    let elsewhere = Org { site: other, ..org.clone() };
    for i in 0..12 {
        let of = if i % 3 == 0 { &elsewhere } else { &org };
        let (id, _) = ground.ticket(of, "Printer", now().plus_seconds(i)).await;
        let mut tx = ground.store.write(&org.sight).await.unwrap();
        let mut ticket = tx.ticket_by_id(id).await.unwrap().unwrap();
        if i % 2 == 0 {
            (ticket.status_id, ticket.category) = (pending.id, pending.category);
        }
        if i % 4 == 0 {
            ticket.assignee_id = Some(org.user);
        }
        if i % 5 == 0 {
            (ticket.priority_id, ticket.priority_rank) = (urgent.id, urgent.rank);
        }
        assert!(tx.ticket_set(&mut ticket).await.unwrap());
        tx.commit().await.unwrap();
    }
    let assignees = [ListAssignee::Any, ListAssignee::Nobody, ListAssignee::Member(org.user)];
    for site in [None, Some(org.site), Some(other)] {
        for (assignee, priority) in assignees.into_iter().flat_map(|who| [(who, None), (who, Some(urgent.id))]) {
            let query = TicketQuery { site, assignee, priority, ..TicketQuery::default() };
            let counts = ground.store.read(&org.sight).await.unwrap().ticket_counts(&query).await.unwrap();
            for (category, count) in
                [(None, counts.all), (Some(Category::Open), counts.open), (Some(Category::Pending), counts.pending)]
            {
                let rows = all(&ground, &org, TicketQuery { category, ..query.clone() }).await;
                assert_eq!(
                    i64::try_from(rows.len()).unwrap(),
                    count,
                    "{site:?} {assignee:?} {priority:?} {category:?}"
                );
                assert!(rows.iter().all(|row| site.is_none_or(|site| row.site_id == site)));
                assert!(rows.iter().all(|row| priority.is_none_or(|priority| row.priority_id == priority)));
                assert!(rows.iter().all(|row| category.is_none_or(|category| row.category == category)));
                assert!(rows.iter().all(|row| match assignee {
                    ListAssignee::Any => true,
                    ListAssignee::Nobody => row.assignee_id.is_none(),
                    ListAssignee::Member(user) =>
                        row.assignee_id == Some(user) && row.assignee_name.as_deref() == Some("acme"),
                }));
            }
        }
    }
}

async fn counting_stops_at_the_limit(ground: Ground) {
    let org = ground.org("acme").await;
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    for _ in 0..COUNT_LIMIT + 20 {
        crate::ground::ticket(&mut tx, &org, "Printer", now()).await;
    }
    tx.commit().await.unwrap();
    let counts = ground.store.read(&org.sight).await.unwrap().ticket_counts(&TicketQuery::default()).await.unwrap();
    assert_eq!((counts.open, counts.all, counts.closed), (COUNT_LIMIT + 1, COUNT_LIMIT + 1, 0));
}

async fn a_stale_version_changes_nothing(ground: Ground) {
    let org = ground.org("acme").await;
    let (id, _) = ground.ticket(&org, "Printer", now()).await;
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    let mut ticket = tx.ticket_by_id(id).await.unwrap().unwrap();
    let mut late = ticket.clone();
    assert!(tx.ticket_set(&mut ticket).await.unwrap());
    assert_eq!(ticket.version.0, 2);
    late.assignee_id = Some(org.user);
    assert!(!tx.ticket_set(&mut late).await.unwrap());
    let now = tx.ticket_by_id(id).await.unwrap().unwrap();
    assert_eq!((now.version.0, now.assignee_id), (2, None));
}

async fn seen_goes_forward_only(ground: Ground) {
    let org = ground.org("acme").await;
    let (id, _) = ground.ticket(&org, "Printer", now()).await;
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    assert_eq!(tx.ticket_by_id(id).await.unwrap().unwrap().seen, 0);
    tx.ticket_seen(org.user, id, 99).await.unwrap();
    assert_eq!(tx.ticket_by_id(id).await.unwrap().unwrap().seen, 1, "no further than the last message");
    tx.ticket_seen(org.user, id, 0).await.unwrap();
    assert_eq!(tx.ticket_by_id(id).await.unwrap().unwrap().seen, 1);
}
