//! What the tests of customers share: a ticket opened on a site's hosted page, and its link.

use desk::access::{LinkScope, Scope, SiteScope};
use desk::attachment::Upload;
use desk::customer::CustomerTicketNew;
use domain::SiteSlug;
use domain::ticket::{Channel, TicketOpened};
use testkit::World;

pub fn typed(email: &str) -> CustomerTicketNew {
    CustomerTicketNew {
        email: email.to_owned(),
        name: "Ana Novak".to_owned(),
        subject: "Charged twice".to_owned(),
        body: "Hello, I see two charges.".to_owned(),
        idempotency: None,
        files: Vec::new(),
        channel: Channel::Page,
    }
}

pub fn file(name: &str, bytes: usize) -> Upload {
    Upload { name: name.to_owned(), content_type: "text/plain".to_owned(), bytes: vec![b'x'; bytes], content_id: None }
}

pub async fn door(world: &World, scope: &Scope) -> SiteScope {
    let site = SiteSlug::parse("support").expect("a slug");
    world.desk.enter_site_page(&scope.org().slug, &site).await.expect("every organization has its first site")
}

pub async fn opened(world: &World, scope: &Scope, email: &str) -> TicketOpened {
    world.desk.customer_open(&door(world, scope).await, typed(email)).await.expect("a stranger opens a ticket")
}

pub fn token(opened: &TicketOpened) -> &str {
    opened.url.rsplit('/').next().expect("a link ends in its token")
}

pub async fn link(world: &World, opened: &TicketOpened) -> LinkScope {
    world.desk.enter_link(token(opened)).await.expect("a fresh link opens")
}
