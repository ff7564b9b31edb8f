//! What the tests of tickets share.

use desk::access::Scope;
use desk::ticket::{MessageNew, TicketNew};
use domain::status::{Category, StatusTag};
use domain::ticket::{TicketCode, TicketFilter, TicketOpened, TicketPage, TicketRow};
use testkit::World;

pub fn typed(subject: &str) -> TicketNew {
    TicketNew {
        site: "support".to_owned(),
        email: "Ana@Example.com".to_owned(),
        name: "Ana Novak".to_owned(),
        subject: subject.to_owned(),
        body: "It **burns**.".to_owned(),
        idempotency: None,
    }
}

pub async fn opened(world: &World, scope: &Scope, subject: &str) -> TicketOpened {
    world.desk.ticket_open(scope, typed(subject)).await.expect("a member opens a ticket")
}

pub async fn page(world: &World, scope: &Scope, code: &TicketCode) -> TicketPage {
    world.desk.ticket_show(scope, code).await.expect("a ticket")
}

pub async fn row(world: &World, scope: &Scope, code: &TicketCode) -> TicketRow {
    page(world, scope, code).await.ticket
}

pub async fn status(world: &World, scope: &Scope, category: Category) -> StatusTag {
    let list = world.desk.ticket_list(scope, &TicketFilter::default()).await.expect("a list");
    list.statuses.into_iter().find(|status| status.category == category).expect("one of each category")
}

pub fn message(body: &str, seen: i64) -> MessageNew {
    MessageNew { body: body.to_owned(), seen, ..MessageNew::default() }
}
