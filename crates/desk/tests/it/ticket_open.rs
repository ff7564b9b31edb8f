//! Opening tickets: codes without a gap, once per key, on one site, by who may.

use crate::ticket::{opened, page, row, typed};
use desk::Error;
use desk::ticket::TicketNew;
use domain::organization::OrgEdit;
use domain::role::BuiltInRole;
use domain::ticket::{Place, Tab, TicketFilter, TimelineItem};
use domain::{Field, Permission};
use std::collections::BTreeSet;
use std::time::Duration;
use testkit::World;

#[tokio::test]
async fn an_agent_writes_a_ticket_down() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let (_, agent) = world.member(&scope, "Mia", BuiltInRole::Agent).await;
    let made = opened(&world, &agent, "Printer\n on fire").await;
    let page = page(&world, &agent, &made.code).await;
    let ticket = &page.ticket;
    assert_eq!((ticket.subject.as_str(), ticket.snippet.as_str()), ("Printer on fire", "It **burns**."));
    assert_eq!((ticket.requester.name.as_str(), ticket.requester.email.as_str()), ("Ana Novak", "Ana@example.com"));
    assert_eq!((ticket.status.name.as_str(), ticket.priority.name.as_str()), ("Open", "Normal"), "B23, B24");
    assert!(ticket.waiting.is_none() && !ticket.unread, "nobody waits, and the writer has read what they wrote");
    let TimelineItem::Message(first) = &page.timeline[0] else { panic!("a message first") };
    assert_eq!(
        (first.author.as_str(), first.from_customer, first.html.as_str()),
        ("Mia", false, "<p>It <strong>burns</strong>.</p>\n")
    );
    assert!(row(&world, &scope, &made.code).await.unread, "a colleague has not read it");
    // The customer's link opens it.
    let link = world.desk.enter_link(made.url.rsplit('/').next().expect("a token")).await.expect("a fresh link opens");
    assert_eq!(world.desk.customer_show(&link).await.expect("a ticket").code, made.code);
    assert_eq!(world.live.told().last().expect("told").kind, "ticket_opened");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_at_once_have_no_gap_although_some_go_away() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let mut running = tokio::task::JoinSet::new();
    for i in 0..200_u64 {
        let (desk, scope) = (world.desk.clone(), scope.clone());
        running.spawn(async move {
            let open = desk.ticket_open(&scope, typed("Printer"));
            if i % 4 == 0 {
                // Gone before, in the middle of, or after it.
                tokio::time::timeout(Duration::from_micros(i * 300), open)
                    .await
                    .ok()
                    .map(|made| made.expect("opened").code.number())
            } else {
                Some(open.await.expect("opened").code.number())
            }
        });
    }
    let answered: BTreeSet<i64> = running.join_all().await.into_iter().flatten().collect();
    let mut numbers = BTreeSet::new();
    let mut filter = TicketFilter { tab: Tab::All, ..TicketFilter::default() };
    loop {
        let list = world.desk.ticket_list(&scope, &filter).await.expect("a list");
        numbers.extend(list.rows.iter().map(|row| row.code.number()));
        let Some(next) = list.next else { break };
        filter.place = Place::After(next);
    }
    // The welcome ticket is number 1.
    let whole: BTreeSet<i64> = (1..=i64::try_from(numbers.len()).expect("a small number")).collect();
    assert_eq!(numbers, whole, "S1-41");
    assert!(answered.len() >= 150 && answered.is_subset(&numbers));
}

#[tokio::test]
async fn a_new_prefix_begins_at_one_and_an_old_one_goes_on() {
    let world = World::new().await;
    let tom = world.user("Tom").await;
    let scope = world.org(&tom, "acme").await;
    let prefix = async |prefix: &str, padding: Option<i64>| {
        let edit = OrgEdit { prefix: Some(prefix.to_owned()), padding, ..OrgEdit::default() };
        world.desk.org_edit(&scope, edit).await.expect("an owner changes the prefix");
        world.enter(&tom, &scope.org().slug).await
    };
    let first = scope.org().prefix.to_string();
    let old = opened(&world, &scope, "Old").await.code;
    assert_eq!(old.as_str(), format!("{first}-002"), "S3-23: padded to three; the welcome ticket is 001");
    let sup = prefix("SUP", None).await;
    assert_eq!(opened(&world, &sup, "New").await.code.as_str(), "SUP-001", "S3-29");
    assert_eq!(row(&world, &sup, &old).await.subject, "Old", "S3-30");
    let back = prefix(&first, None).await;
    assert_eq!(opened(&world, &back, "Back").await.code.as_str(), format!("{first}-003"), "B16");
    let bare = prefix("CLIENT-A", Some(0)).await;
    let made = opened(&world, &bare, "Bare").await.code;
    assert_eq!(made.as_str(), "CLIENT-A-1", "B15, S1-41");
    let padded = domain::ticket::TicketCode::parse("client-a-001").expect("a code");
    assert_eq!(row(&world, &bare, &padded).await.code.as_str(), "CLIENT-A-1", "stored as rendered, found by number");
}

#[tokio::test]
async fn the_same_key_opens_one_ticket() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let (_, mia) = world.member(&scope, "Mia", BuiltInRole::Agent).await;
    let keyed = |subject: &str| TicketNew { idempotency: Some("k-1".to_owned()), ..typed(subject) };
    // A refused attempt leaves the key free.
    let Err(Error::Invalid(_)) = world.desk.ticket_open(&scope, keyed("")).await else { panic!("refused") };
    let first = world.desk.ticket_open(&scope, keyed("Printer")).await.expect("opened");
    let again = world.desk.ticket_open(&scope, keyed("Printer")).await.expect("answered");
    assert_eq!(first, again);
    assert!(matches!(world.desk.ticket_open(&scope, keyed("Scanner")).await, Err(Error::IdempotencyMismatch)));
    let hers = world.desk.ticket_open(&mia, keyed("Printer")).await.expect("her own key");
    assert_ne!(hers.code, first.code);
    let wrong = TicketNew { idempotency: Some(String::new()), ..typed("x") };
    assert!(matches!(world.desk.ticket_open(&scope, wrong).await, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let Err(Error::Invalid(problems)) = world.desk.ticket_open(&scope, TicketNew::default()).await else {
        panic!("refused")
    };
    for field in [Field::Site, Field::Email, Field::Subject, Field::Body] {
        assert!(problems.of(field).is_some(), "{field}");
    }
    let elsewhere = TicketNew { site: "shop".to_owned(), ..typed("x") };
    let Err(Error::Invalid(problems)) = world.desk.ticket_open(&scope, elsewhere).await else { panic!("S0-30") };
    assert!(problems.of(Field::Site).is_some());
}

#[tokio::test]
async fn a_viewer_looks_on() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let (_, viewer) = world.member(&scope, "Vic", BuiltInRole::Viewer).await;
    let made = opened(&world, &scope, "Printer").await;
    assert_eq!(row(&world, &viewer, &made.code).await.subject, "Printer");
    let refused = world.desk.ticket_open(&viewer, typed("x")).await;
    assert!(matches!(refused, Err(Error::Forbidden(Permission::TicketWrite))), "S1-39");
}
