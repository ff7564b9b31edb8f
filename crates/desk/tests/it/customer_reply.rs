//! The customer answers, says "solved", and takes it back.

use crate::customer::{file, link, opened};
use desk::Error;
use desk::access::{LinkScope, Scope};
use domain::status::Category;
use domain::ticket::{TicketOpened, TicketRow};
use testkit::World;

async fn row(world: &World, scope: &Scope, opened: &TicketOpened) -> TicketRow {
    world.desk.ticket_show(scope, &opened.code).await.expect("a ticket").ticket
}

async fn reply(world: &World, link: &LinkScope, body: &str, once: Option<&str>) -> desk::Result<()> {
    world.desk.customer_reply(link, body, vec![file("a.txt", 1)], once.map(str::to_owned)).await
}

#[tokio::test]
async fn that_solved_it_is_one_tap_and_can_be_taken_back() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let opened = opened(&world, &scope, "ana@example.com").await;
    let link = link(&world, &opened).await;
    for _ in 0..2 {
        world.desk.customer_solve(&link).await.expect("a second tap changes nothing");
        let solved = row(&world, &scope, &opened).await;
        assert_eq!((solved.status.category, solved.waiting), (Category::Resolved, None));
    }
    for _ in 0..2 {
        world.desk.customer_reopen(&link).await.expect("a second tap changes nothing");
        let open = row(&world, &scope, &opened).await;
        assert_eq!(open.status.category, Category::Open);
        assert!(open.waiting.is_some());
    }
    let kinds: Vec<String> =
        world.live.told().into_iter().map(|change| change.kind).filter(|kind| kind.starts_with("ticket_")).collect();
    assert_eq!(kinds[kinds.len() - 2..], ["ticket_solved".to_owned(), "ticket_reopened".to_owned()]);
}

#[tokio::test]
async fn a_reply_reopens_what_was_solved() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let opened = opened(&world, &scope, "ana@example.com").await;
    let link = link(&world, &opened).await;
    world.desk.customer_solve(&link).await.expect("solved");
    reply(&world, &link, "It came back.", None).await.expect("a reply");
    let open = row(&world, &scope, &opened).await;
    assert_eq!((open.status.category, open.last_message, open.snippet.as_str()), (Category::Open, 2, "It came back."));
    assert!(open.unread && open.waiting.is_some());
    let ticket = world.desk.customer_show(&link).await.expect("a ticket");
    assert!(ticket.messages[0].from_customer && ticket.messages[0].attachments.len() == 1);
}

#[tokio::test]
async fn a_double_submit_makes_one_reply() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let opened = opened(&world, &scope, "ana@example.com").await;
    let link = link(&world, &opened).await;
    let once = Some("once-0002");
    let (first, second) = tokio::join!(reply(&world, &link, "More", once), reply(&world, &link, "More", once));
    first.and(second).expect("both are told that it is done");
    assert_eq!(row(&world, &scope, &opened).await.last_message, 2);
    assert_eq!(world.files.keys().len(), 1, "the second one's file is not kept");
    assert!(matches!(reply(&world, &link, "Other", once).await, Err(Error::IdempotencyMismatch)));
    assert!(matches!(reply(&world, &link, "  ", None).await, Err(Error::Invalid(_))));
    assert_eq!(world.files.keys().len(), 1);
}
