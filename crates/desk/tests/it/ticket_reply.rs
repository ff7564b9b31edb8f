//! Answering: once, never past the customer, and never outside by mistake.

use crate::customer;
use crate::ticket::{message, opened, page, row, status};
use desk::Error;
use desk::attachment::Upload;
use desk::ticket::MessageNew;
use domain::role::BuiltInRole;
use domain::status::Category;
use domain::ticket::TimelineItem;
use domain::{Field, Permission};
use testkit::World;

#[tokio::test]
async fn a_reply_ends_the_waiting_and_may_set_the_status() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let made = customer::opened(&world, &scope, "ana@example.com").await;
    assert!(row(&world, &scope, &made.code).await.waiting.is_some());
    world.clock.pass(60);
    let resolved = status(&world, &scope, Category::Resolved).await;
    let reply = MessageNew { then: Some(resolved.id), ..message("Refunded.", 1) };
    let shown = world.desk.ticket_reply(&scope, &made.code, reply).await.expect("a reply");
    assert_eq!((shown.ticket.status.category, shown.ticket.last_message), (Category::Resolved, 2));
    assert!(shown.ticket.waiting.is_none() && !shown.ticket.unread);
    assert_eq!(shown.ticket.snippet, "Refunded.");
    assert_eq!(shown.ticket.version.0, 2, "the status raised it, the message did not");
    let kinds: Vec<bool> = shown.timeline.iter().map(|item| matches!(item, TimelineItem::Message(_))).collect();
    assert_eq!(kinds, [true, true, false], "the message stands before the status it set");
    let mail = world.desk.customer_show(&customer::link(&world, &made).await).await.expect("the customer's page");
    assert_eq!((mail.messages[0].author.as_str(), mail.messages.len()), ("Tom", 2));
}

#[tokio::test]
async fn a_reply_is_stopped_when_the_customer_wrote_meanwhile() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let made = customer::opened(&world, &scope, "ana@example.com").await;
    let link = customer::link(&world, &made).await;
    world.desk.customer_reply(&link, "Oh, and the scanner too.", Vec::new(), None).await.expect("a reply");
    let late = world.desk.ticket_reply(&scope, &made.code, message("Which printer?", 1)).await;
    assert!(matches!(late, Err(Error::Stale)));
    // A note does not go out, so it may stand beside what its writer has not seen; and it stays unread for them.
    let noted = world.desk.ticket_note(&scope, &made.code, message("Known issue", 1)).await.expect("a note");
    assert!(noted.ticket.unread);
    // A colleague's note is no reason to stop a reply.
    let shown = world.desk.ticket_reply(&scope, &made.code, message("Which printer?", 2)).await.expect("a reply");
    assert_eq!(shown.ticket.last_message, 4);
}

#[tokio::test]
async fn a_note_is_for_members_and_moves_nothing() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let made = customer::opened(&world, &scope, "ana@example.com").await;
    let before = row(&world, &scope, &made.code).await;
    world.clock.pass(60);
    let after =
        world.desk.ticket_note(&scope, &made.code, message("Do **not** refund", 1)).await.expect("a note").ticket;
    assert_eq!(
        (after.active, after.snippet, after.waiting, after.version),
        (before.active, before.snippet, before.waiting, before.version)
    );
    assert_eq!(after.last_message, 2);
    let seen = world.desk.customer_show(&customer::link(&world, &made).await).await.expect("the customer's page");
    assert_eq!(seen.messages.len(), 1);
    assert!(!format!("{seen:?}").contains("refund"));
}

#[tokio::test]
async fn a_second_try_is_the_same_reply() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let made = customer::opened(&world, &scope, "ana@example.com").await;
    let file = |bytes: &[u8]| Upload {
        name: "a.txt".to_owned(),
        content_type: "text/plain".to_owned(),
        bytes: bytes.to_vec(),
        content_id: None,
    };
    let keyed = |body: &str, bytes: &[u8]| MessageNew {
        idempotency: Some("k".to_owned()),
        files: vec![file(bytes)],
        ..message(body, 1)
    };
    world.desk.ticket_reply(&scope, &made.code, keyed("Refunded.", b"1")).await.expect("a reply");
    // Even when the customer has written in between: it was sent already.
    let link = customer::link(&world, &made).await;
    world.desk.customer_reply(&link, "Thanks!", Vec::new(), None).await.expect("a reply");
    let again = world.desk.ticket_reply(&scope, &made.code, keyed("Refunded.", b"1")).await.expect("answered");
    assert_eq!(again.ticket.last_message, 3);
    for other in [keyed("Refunded!", b"1"), keyed("Refunded.", b"2")] {
        assert!(matches!(world.desk.ticket_reply(&scope, &made.code, other).await, Err(Error::IdempotencyMismatch)));
    }
    assert_eq!(world.files.keys().len(), 1, "files of what was not written do not stay");
}

#[tokio::test]
async fn what_is_refused_leaves_nothing() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let (_, viewer) = world.member(&scope, "Vic", BuiltInRole::Viewer).await;
    let code = opened(&world, &scope, "Printer").await.code;
    let seq = page(&world, &scope, &code).await.seq;
    let with_file = |body: &str| MessageNew { files: vec![customer::file("a.txt", 3)], ..message(body, 1) };
    let refused = world.desk.ticket_reply(&viewer, &code, with_file("x")).await;
    assert!(matches!(refused, Err(Error::Forbidden(Permission::TicketWrite))));
    let Err(Error::Invalid(problems)) = world.desk.ticket_reply(&scope, &code, with_file(" ")).await else {
        panic!("empty")
    };
    assert!(problems.of(Field::Body).is_some());
    let nothing = MessageNew { then: Some(domain::StatusId(uuid::Uuid::nil())), ..with_file("x") };
    let Err(Error::Invalid(problems)) = world.desk.ticket_reply(&scope, &code, nothing).await else {
        panic!("no such status")
    };
    assert!(problems.of(Field::Status).is_some());
    let after = page(&world, &scope, &code).await;
    assert_eq!((after.ticket.last_message, after.seq), (1, seq));
    assert!(world.files.keys().is_empty());
}
