//! Changing tickets: by who may, to what exists, as the version that was seen.

use crate::ticket::{opened, page, row, status};
use desk::Error;
use desk::ticket::TicketChange;
use domain::role::BuiltInRole;
use domain::status::Category;
use domain::ticket::{Tab, TicketCode, TicketFilter, TimelineItem, Version};
use domain::{Field, Permission, PriorityId, StatusId, UserId};
use testkit::World;
use uuid::Uuid;

fn field<T>(result: desk::Result<T>) -> Option<Field> {
    match result {
        Err(Error::Invalid(problems)) => Some(problems.0[0].field),
        _ => None,
    }
}

#[tokio::test]
async fn a_ticket_is_given_to_who_may_answer_it() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let (mia, agent) = world.member(&scope, "Mia", BuiltInRole::Agent).await;
    let (vic, _) = world.member(&scope, "Vic", BuiltInRole::Viewer).await;
    let stranger = world.user("Stranger").await;
    let code = opened(&world, &scope, "Printer").await.code;
    let given = world.desk.ticket_assign(&scope, &code, Some(mia.id()), Version(1)).await.expect("given");
    assert_eq!((given.assignee.expect("Mia").name.as_str(), given.version), ("Mia", Version(2)));
    for nobody in [vic.id(), stranger.id(), UserId(Uuid::nil())] {
        assert_eq!(
            field(world.desk.ticket_assign(&scope, &code, Some(nobody), Version(2)).await),
            Some(Field::Assignee)
        );
    }
    // What already is as asked raises no version and is no event.
    let again = world.desk.ticket_assign(&agent, &code, Some(mia.id()), Version(2)).await.expect("nothing to do");
    assert_eq!(again.version, Version(2));
    let taken = world.desk.ticket_assign(&agent, &code, None, Version(2)).await.expect("taken");
    assert_eq!((taken.assignee, taken.version), (None, Version(3)));
    let lines: Vec<String> = page(&world, &scope, &code)
        .await
        .timeline
        .into_iter()
        .filter_map(|item| match item {
            TimelineItem::Event(line) => Some(line.text),
            TimelineItem::Message(_) => None,
        })
        .collect();
    assert_eq!(lines, ["Tom gave the ticket to Mia", "Mia took the ticket from its assignee"]);
}

#[tokio::test]
async fn who_saw_an_old_version_is_told() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let code = opened(&world, &scope, "Printer").await.code;
    let (pending, closed) =
        (status(&world, &scope, Category::Pending).await, status(&world, &scope, Category::Closed).await);
    let (one, other) = tokio::join!(
        world.desk.ticket_set_status(&scope, &code, pending.id, Version(1)),
        world.desk.ticket_set_status(&scope, &code, closed.id, Version(1)),
    );
    let won = match (one, other) {
        (Ok(won), Err(Error::Stale)) | (Err(Error::Stale), Ok(won)) => won,
        both => panic!("one is told it is stale: {both:?}"),
    };
    assert_eq!(row(&world, &scope, &code).await, won);
}

#[tokio::test]
async fn several_fields_are_one_version_and_several_events() {
    let world = World::new().await;
    let owner = world.user("Tom").await;
    let scope = world.org(&owner, "acme").await;
    let made = opened(&world, &scope, "Printer").await;
    let urgent =
        page(&world, &scope, &made.code).await.priorities.into_iter().max_by_key(|p| p.rank).expect("priorities");
    let resolved = status(&world, &scope, Category::Resolved).await;
    let change = TicketChange {
        status: Some(resolved.id),
        priority: Some(urgent.id),
        assignee: Some(Some(owner.id())),
        ..Default::default()
    };
    let before = world.live.told().len();
    let changed = world.desk.ticket_change(&scope, &made.code, change, Version(1)).await.expect("changed");
    assert_eq!(
        (changed.version, changed.status.category, changed.priority.name.as_str()),
        (Version(2), Category::Resolved, "Urgent")
    );
    let told = world.live.told();
    let kinds: Vec<&str> = told[before..].iter().map(|change| change.kind.as_str()).collect();
    assert_eq!(kinds, ["ticket_status_set", "ticket_priority_set", "ticket_assigned"]);
    assert!(told.windows(2).all(|pair| pair[1].seq == pair[0].seq + 1), "no gap among events");
    assert!(
        told.iter()
            .all(|change| change.by == Some(owner.id()) || change.kind == "ticket_opened" || change.ticket.is_none())
    );
}

#[tokio::test]
async fn unknown_values_and_forbidden_hands_change_nothing() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let other = world.org(&world.user("Ben").await, "blue").await;
    let (_, viewer) = world.member(&scope, "Vic", BuiltInRole::Viewer).await;
    let code = opened(&world, &scope, "Printer").await.code;
    let foreign = status(&world, &other, Category::Closed).await;
    let desk = &world.desk;
    assert_eq!(
        field(desk.ticket_set_status(&scope, &code, foreign.id, Version(1)).await),
        Some(Field::Status),
        "another organization's"
    );
    assert_eq!(
        field(desk.ticket_set_status(&scope, &code, StatusId(Uuid::nil()), Version(1)).await),
        Some(Field::Status)
    );
    assert_eq!(
        field(desk.ticket_set_priority(&scope, &code, PriorityId(Uuid::nil()), Version(1)).await),
        Some(Field::Priority)
    );
    let refused = desk.ticket_set_status(&viewer, &code, foreign.id, Version(1)).await;
    assert!(matches!(refused, Err(Error::Forbidden(Permission::TicketWrite))));
    let refused = desk.ticket_assign(&viewer, &code, None, Version(1)).await;
    assert!(matches!(refused, Err(Error::Forbidden(Permission::TicketAssign))));
    assert_eq!(row(&world, &scope, &code).await.version, Version(1));
}

#[tokio::test]
async fn a_foreign_ticket_is_not_found_like_none() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let other = world.org(&world.user("Ben").await, "blue").await;
    for _ in 0..5 {
        opened(&world, &other, "Blue's").await;
    }
    let theirs = opened(&world, &other, "Blue's").await.code;
    let none = TicketCode::parse("NONE-999").expect("a code");
    for code in [&theirs, &none] {
        let desk = &world.desk;
        let results = [
            desk.ticket_show(&scope, code).await.err(),
            desk.ticket_seen(&scope, code, 1).await.err(),
            desk.ticket_reply(&scope, code, crate::ticket::message("x", 1)).await.err(),
            desk.ticket_note(&scope, code, crate::ticket::message("x", 1)).await.err(),
            desk.ticket_assign(&scope, code, None, Version(1)).await.err(),
            desk.ticket_set_status(&scope, code, StatusId(Uuid::nil()), Version(1)).await.err(),
            desk.ticket_set_priority(&scope, code, PriorityId(Uuid::nil()), Version(1)).await.err(),
            desk.ticket_set_subject(&scope, code, "Mine", Version(1)).await.err(),
        ];
        for (i, error) in results.into_iter().enumerate() {
            assert!(matches!(error, Some(Error::NotFound)), "{code} {i}: {error:?}");
        }
    }
}

crate::on_both!(a_subject_is_said_in_other_words, two_who_rename_at_once_are_not_both_right);

async fn a_subject_is_said_in_other_words(world: World) {
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let (_, viewer) = world.member(&scope, "Vic", BuiltInRole::Viewer).await;
    let code = opened(&world, &scope, "Help!!").await.code;
    let desk = &world.desk;
    for wrong in ["", " \n ", &"x".repeat(201)] {
        assert_eq!(field(desk.ticket_set_subject(&scope, &code, wrong, Version(1)).await), Some(Field::Subject));
    }
    let refused = desk.ticket_set_subject(&viewer, &code, "Mine", Version(1)).await;
    assert!(matches!(refused, Err(Error::Forbidden(Permission::TicketWrite))));
    let before = world.live.told().len();
    let renamed = desk.ticket_set_subject(&scope, &code, " Toaster\n on fire ", Version(1)).await.expect("renamed");
    assert_eq!((renamed.subject.as_str(), renamed.version), ("Toaster on fire", Version(2)));
    assert_eq!(row(&world, &scope, &code).await, renamed);
    let told = world.live.told();
    assert_eq!(told[before..].iter().map(|change| change.kind.as_str()).collect::<Vec<_>>(), ["ticket_subject_set"]);
    let lines: Vec<String> = page(&world, &scope, &code)
        .await
        .timeline
        .into_iter()
        .filter_map(|item| match item {
            TimelineItem::Event(line) => Some(line.text),
            TimelineItem::Message(_) => None,
        })
        .collect();
    assert_eq!(lines, ["Tom changed the subject from “Help!!” to “Toaster on fire”"]);
    // The same words are nothing new.
    let again = desk.ticket_set_subject(&scope, &code, "Toaster on fire", Version(2)).await.expect("nothing to do");
    assert_eq!(again.version, Version(2));
    // It is found by the new words, by its code and its customer, and by the old words no longer.
    for (search, found) in [("toaster", 1), ("ana novak", 1), (code.as_str(), 1), ("help", 0)] {
        let filter = TicketFilter { tab: Tab::All, search: search.to_owned(), ..TicketFilter::default() };
        let rows = desk.ticket_list(&scope, &filter).await.expect("a list").rows;
        assert_eq!(rows.iter().filter(|row| row.code == code).count(), found, "{search}");
    }
}

async fn two_who_rename_at_once_are_not_both_right(world: World) {
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let code = opened(&world, &scope, "Printer").await.code;
    let (one, other) = tokio::join!(
        world.desk.ticket_set_subject(&scope, &code, "One", Version(1)),
        world.desk.ticket_set_subject(&scope, &code, "Other", Version(1)),
    );
    let won = match (one, other) {
        (Ok(won), Err(Error::Stale)) | (Err(Error::Stale), Ok(won)) => won,
        both => panic!("one is told it is stale: {both:?}"),
    };
    assert_eq!(row(&world, &scope, &code).await.subject, won.subject);
}
