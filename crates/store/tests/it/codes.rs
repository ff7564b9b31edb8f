//! Codes and events: no gap, nothing twice, whatever runs at once and whatever is given up.

use crate::ground::{Ground, now, ticket};
use crate::on_both;
use domain::event::Event;
use domain::prefix::Prefix;
use std::time::Duration;

on_both!(
    codes_and_events_have_no_gap_under_concurrency,
    a_prefix_that_comes_back_goes_on,
    two_organizations_count_for_themselves,
    what_is_given_up_leaves_no_number_behind,
    the_catch_up_is_complete_and_in_order,
);

async fn codes_and_events_have_no_gap_under_concurrency(ground: Ground) {
    let org = ground.org("acme").await;
    let mut running = tokio::task::JoinSet::new();
    for i in 0..200 {
        let (store, org) = (ground.store.clone(), org.clone());
        running.spawn(async move {
            let work = async {
                let mut tx = store.write(&org.sight).await.unwrap();
                let (_, code) = ticket(&mut tx, &org, "Printer", now()).await;
                tx.commit().await.unwrap();
                code.number()
            };
            if i % 4 == 0 {
                // Somebody who goes away in the middle of it.
                tokio::time::timeout(Duration::from_micros(50 * i), work).await.ok()
            } else {
                Some(work.await)
            }
        });
    }
    let answered: Vec<i64> = running.join_all().await.into_iter().flatten().collect();
    assert!(answered.len() >= 150);
    let mut tx = ground.store.read(&org.sight).await.unwrap();
    let changes = tx.changes_after(0, 1000).await.unwrap();
    let mut numbers: Vec<i64> = changes.iter().map(|change| change.code.as_ref().unwrap().number()).collect();
    numbers.sort_unstable();
    // Whoever was answered is there; whoever went away may be, but then wholly.
    let whole: Vec<i64> = (1..=i64::try_from(numbers.len()).unwrap()).collect();
    assert_eq!(numbers, whole);
    assert!(answered.iter().all(|number| numbers.contains(number)));
    assert_eq!(changes.iter().map(|change| change.seq).collect::<Vec<_>>(), whole);
    assert_eq!(tx.seq(), *whole.last().unwrap());
}

async fn a_prefix_that_comes_back_goes_on(ground: Ground) {
    let org = ground.org("acme").await;
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    let (old, new) = (Prefix::parse("TKT").unwrap(), Prefix::parse("CLIENT-A").unwrap());
    let mut numbers = Vec::new();
    for prefix in [&old, &old, &new, &new, &old] {
        numbers.push(tx.ticket_number_next(prefix).await.unwrap());
    }
    assert_eq!(numbers, [1, 2, 1, 2, 3]);
}

async fn two_organizations_count_for_themselves(ground: Ground) {
    let (acme, blue) = (ground.org("acme").await, ground.org("blue").await);
    for expected in 1..=2 {
        for org in [&acme, &blue] {
            assert_eq!(ground.ticket(org, "Printer", now()).await.1.number(), expected);
        }
    }
    let mut tx = ground.store.read(&acme.sight).await.unwrap();
    let of_blue = ground.ticket(&blue, "Scanner", now()).await;
    assert!(tx.ticket_by_id(of_blue.0).await.unwrap().is_none(), "a ticket of another organization");
    assert!(tx.ticket_visible(&of_blue.1).await.unwrap().is_none(), "number 3 is blue's alone");
}

async fn what_is_given_up_leaves_no_number_behind(ground: Ground) {
    let org = ground.org("acme").await;
    for _ in 0..3 {
        let mut tx = ground.store.write(&org.sight).await.unwrap();
        ticket(&mut tx, &org, "Never", now()).await;
        drop(tx);
    }
    assert_eq!(ground.ticket(&org, "First", now()).await.1.as_str(), "TKT-001");
    assert_eq!(ground.store.read(&org.sight).await.unwrap().seq(), 1);
}

async fn the_catch_up_is_complete_and_in_order(ground: Ground) {
    let org = ground.org("acme").await;
    let (id, code) = ground.ticket(&org, "Printer", now()).await;
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    tx.record(&Event::OrgChanged, None, Some(org.user), "Ana", now()).await.unwrap();
    tx.record(&Event::TicketSolved, Some(id), None, "Ana", now()).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = ground.store.read(&org.sight).await.unwrap();
    let seen: Vec<_> =
        tx.changes_after(1, 10).await.unwrap().into_iter().map(|c| (c.seq, c.kind, c.code, c.actor_user_id)).collect();
    let expected =
        vec![(2, "org_changed".to_owned(), None, Some(org.user)), (3, "ticket_solved".to_owned(), Some(code), None)];
    assert_eq!(seen, expected);
    let lines = tx.events_of_ticket(id).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.data.0.clone()).collect::<Vec<_>>(), [Event::TicketSolved]);
}
