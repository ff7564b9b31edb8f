//! What the tests of mail share: two agencies' clients with a mailbox each, mails as people write them, and what came of them.

use desk::access::Scope;
use desk::ports::OutgoingMail;
use domain::MailInId;
use domain::mail::MailInState;
use domain::message::MessageView;
use domain::site::SiteNew;
use domain::ticket::{TicketCode, TicketFilter, TicketPage, TimelineItem};
use mail::ReadMail;
use testkit::World;

pub const SUPPORT: &str = "support@clienta.test";
pub const ANA: &str = "ana@customer.test";

/// A mail as a person writes it.
pub fn written(from: &str, to: &str, subject: &str, headers: &str, text: &str) -> String {
    let id = uuid::Uuid::now_v7().simple().to_string();
    format!("From: {from}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{id}@mail.test>\n{headers}\n{text}\n")
}

/// An organization with one site and one mailbox, and its owner.
pub async fn desk_of(world: &World, slug: &str, address: &str) -> Scope {
    let scope = world.org(&world.user(&format!("Owner {slug}")).await, slug).await;
    world.mailbox(&scope, "support", address).await;
    scope
}

/// A second site.
pub async fn site(world: &World, scope: &Scope, slug: &str) {
    let new = SiteNew { name: slug.to_owned(), slug: slug.to_owned(), ..SiteNew::default() };
    world.desk.site_create(scope, new).await.expect("the site is made");
}

/// The codes of all tickets but the welcome, newest first, with their sites.
pub async fn tickets(world: &World, scope: &Scope) -> Vec<(TicketCode, String)> {
    let filter = TicketFilter { tab: domain::ticket::Tab::All, ..TicketFilter::default() };
    let list = world.desk.ticket_list(scope, &filter).await.expect("the list is read");
    let rows = list.rows.into_iter().filter(|row| row.requester.name != "Helpstead");
    rows.map(|row| (row.code, row.site.slug.to_string())).collect()
}

pub async fn page(world: &World, scope: &Scope, code: &TicketCode) -> TicketPage {
    world.desk.ticket_show(scope, code).await.expect("the ticket is there")
}

/// The only ticket, and its page.
pub async fn only(world: &World, scope: &Scope) -> TicketPage {
    let all = tickets(world, scope).await;
    assert_eq!(all.len(), 1, "{all:?}");
    page(world, scope, &all[0].0).await
}

pub fn messages(page: &TicketPage) -> Vec<&MessageView> {
    fn message(item: &TimelineItem) -> Option<&MessageView> {
        match item {
            TimelineItem::Message(message) => Some(message),
            TimelineItem::Event(_) => None,
        }
    }
    page.timeline.iter().filter_map(message).collect()
}

/// Mails that went to an address, as they left and as they read.
pub fn sent_to(world: &World, to: &str) -> Vec<(OutgoingMail, ReadMail)> {
    let sent = world.mailer.sent().into_iter().filter(|mail| mail.to.iter().any(|one| one == to));
    sent.map(|mail| (mail.clone(), mail::read(&mail.raw))).collect()
}

/// A report to `to` that the mail `id` did not reach `reader`.
pub fn bounce(to: &str, id: &str, reader: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.test\nTo: {to}\nSubject: Undelivered\nContent-Type: multipart/report; \
         report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nNo such user.\n--b\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; {reader}\n\
         Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n\n--b\n\
         Content-Type: text/rfc822-headers\n\nMessage-ID: {id}\n\n--b--\n"
    )
}

/// Somebody who takes no part in Ana's ticket.
pub const EVE: &str = "eve@elsewhere.test";

/// Ana wrote, and was answered: the ticket, and the address that the answer asks her to write to.
pub async fn answered(world: &World, scope: &Scope) -> (TicketCode, String) {
    let mail = written(&format!("Ana Novak <{ANA}>"), SUPPORT, "Charged twice", "", "Hello, I see two charges.");
    assert!(world.mail_in(SUPPORT, &mail).await);
    let code = only(world, scope).await.ticket.code;
    world.desk.ticket_reply(scope, &code, crate::ticket::message("We look into it.", 1)).await.expect("a reply");
    world.settle().await;
    let (_, read) = sent_to(world, ANA).pop().expect("the answer went out");
    (code, read.header("Reply-To").to_owned())
}

/// Eve answers a mail that was not for her: it waits beside the ticket.
pub async fn held(world: &World, scope: &Scope) -> (TicketCode, MailInId) {
    let (code, reply_to) = answered(world, scope).await;
    let from = format!("Eve Stranger <{EVE}>");
    let mail = written(&from, &reply_to, "Re: Charged twice", "", "Me too!\nTell me all about it.");
    assert!(world.mail_in(&reply_to, &mail).await);
    let page = page(world, scope, &code).await;
    let [held] = page.held.as_slice() else { panic!("one mail waits, not {:?}", page.held) };
    (code, held.id)
}

/// A mail that nobody could place: it has two senders.
pub async fn quarantined(world: &World, scope: &Scope) -> MailInId {
    let mail = written("a@x.test, b@x.test", SUPPORT, "Two senders", "", "Who am I?");
    assert!(world.mail_in(SUPPORT, &mail).await);
    in_state(world, scope, MailInState::Quarantined).await.expect("one in quarantine")
}

/// The newest mail of a state.
pub async fn in_state(world: &World, scope: &Scope, state: MailInState) -> Option<MailInId> {
    let mut tx = world.desk.store().read(scope.sight()).await.expect("the store reads");
    tx.mail_in_of_state(state, 10).await.expect("the store answers").first().map(|shown| shown.mail.id)
}

/// What became of a mail.
pub async fn state(world: &World, scope: &Scope, mail: MailInId) -> MailInState {
    let mut tx = world.desk.store().read(scope.sight()).await.expect("the store reads");
    tx.mail_in(mail).await.expect("the store answers").expect("the mail").state
}
