//! Mail that leaves: tried long enough, once, within its limits, and again when somebody asks for it.

use crate::mail::{ANA, SUPPORT, desk_of, messages, only, page, sent_to, written};
use crate::ticket::message;
use async_trait::async_trait;
use desk::access::Scope;
use desk::ports::{MailServer, Mailer, NotSent, OutgoingMail};
use desk::{Desk, Error, Ports};
use domain::job::{Job, Lane};
use domain::mail::MailOutState;
use domain::mailbox::MailSettings;
use domain::message::Delivery;
use domain::role::BuiltInRole;
use domain::ticket::TicketCode;
use domain::{JobId, MessageId, Permission};
use std::sync::Arc;
use std::time::Duration;
use testkit::World;
use testkit::fakes::{FakePostbox, FakeTrust, FakeWeb, RecordedLive, SeededIds};

on_both!(
    a_mail_that_is_known_to_be_sent_is_not_sent_again,
    a_reply_is_tried_for_three_days_and_says_so,
    a_reply_beyond_the_limit_of_the_day_goes_when_there_is_room,
    a_reply_that_failed_is_sent_again_under_its_own_id,
);

const HOUR: i64 = 3600;

/// Ana's ticket, answered once; nothing of it is sent yet.
async fn asked(world: &World, scope: &Scope) -> (TicketCode, MessageId) {
    assert!(world.mail_in(SUPPORT, &written(ANA, SUPPORT, "Charged twice", "", "Hello")).await);
    let code = only(world, scope).await.ticket.code;
    let page = world.desk.ticket_reply(scope, &code, message("We look into it.", 1)).await.expect("a reply");
    let id = messages(&page).last().expect("the reply").id;
    (code, id)
}

async fn delivery(world: &World, scope: &Scope, code: &TicketCode) -> Delivery {
    let page = page(world, scope, code).await;
    messages(&page).into_iter().find_map(|message| message.delivery.clone()).expect("a reply")
}

/// The mail of the reply.
async fn mail_of(world: &World, scope: &Scope, message: MessageId) -> (JobId, Job) {
    let mut tx = world.desk.store().read(scope.sight()).await.expect("reads");
    let code = only(world, scope).await.ticket.code;
    let ticket = tx.ticket_visible(&code).await.expect("reads").expect("the ticket").id;
    let mails = tx.mail_out_of_ticket(ticket).await.expect("reads");
    let mail = mails.into_iter().find(|mail| mail.message_id == Some(message)).expect("the mail");
    (mail.id, Job::MailTicketReplied { ticket, message })
}

fn told(world: &World, kind: &str) -> usize {
    world.live.told().iter().filter(|change| change.kind == kind).count()
}

async fn a_mail_that_is_known_to_be_sent_is_not_sent_again(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, message) = asked(&world, &scope).await;
    world.settle().await;
    let before = sent_to(&world, ANA).len();
    // The process died before it could write down that its job was done.
    let (id, job) = mail_of(&world, &scope, message).await;
    let mut tx = world.desk.store().write(scope.sight()).await.expect("writes");
    tx.job_add(id, &job, desk::ports::Clock::now(&*world.clock)).await.expect("added");
    tx.commit().await.expect("commits");
    assert_eq!(world.desk.job_run_due().await.expect("runs"), 1);
    assert_eq!(sent_to(&world, ANA).len(), before);
    // Neither does one that went fail afterwards; that it comes back is told all the same.
    let mut tx = world.desk.store().write(scope.sight()).await.expect("writes");
    for state in [MailOutState::Failed, MailOutState::Withheld] {
        assert!(!tx.mail_out_ended(id, state, "too late").await.expect("writes"), "{state}");
    }
    tx.commit().await.expect("commits");
    assert_eq!(delivery(&world, &scope, &code).await.state, MailOutState::Sent);
    let mut tx = world.desk.store().write(scope.sight()).await.expect("writes");
    assert!(tx.mail_out_ended(id, MailOutState::Bounced, "no such user").await.expect("writes"));
}

async fn a_reply_is_tried_for_three_days_and_says_so(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, _) = asked(&world, &scope).await;
    world.mailer.set_broken(true);
    assert_eq!(world.desk.job_run_due().await.expect("runs"), 1);
    let waits = delivery(&world, &scope, &code).await;
    assert_eq!((waits.state, waits.tries), (MailOutState::Waiting, 1));
    assert_eq!(waits.said, "the mail server is away");
    let (mut hours, mut tries) = (0, 1);
    while delivery(&world, &scope, &code).await.state == MailOutState::Waiting {
        world.clock.pass(HOUR);
        hours += 1;
        tries += world.desk.job_run_due().await.expect("runs");
        assert!(hours < 120, "for ever");
    }
    assert!((72..96).contains(&hours), "{hours} hours");
    assert!(tries > 20, "{tries} tries");
    assert_eq!(delivery(&world, &scope, &code).await.state, MailOutState::Failed);
    assert_eq!(told(&world, "ticket_mail_delayed"), 1, "once, while the server says the same");
    assert_eq!(told(&world, "ticket_mail_failed"), 1);
}

async fn a_reply_beyond_the_limit_of_the_day_goes_when_there_is_room(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, _) = asked(&world, &scope).await;
    let mut tx = world.desk.store().write(scope.sight()).await.expect("writes");
    let settings = tx.mail_settings().await.expect("reads");
    // The acknowledgement is the one mail of this day.
    tx.mail_settings_set(MailSettings { day_limit: 1, ..settings }).await.expect("writes");
    tx.commit().await.expect("commits");
    world.settle().await;
    let waits = delivery(&world, &scope, &code).await;
    assert_eq!((waits.state, waits.tries), (MailOutState::Waiting, 0));
    assert!(waits.said.starts_with("The limit of 1 mails a day is reached."), "{}", waits.said);
    assert_eq!(sent_to(&world, ANA).len(), 1);
    for _ in 0..47 {
        world.clock.pass(HOUR / 2);
        world.settle().await;
    }
    assert_eq!((sent_to(&world, ANA).len(), told(&world, "ticket_mail_withheld")), (1, 1), "and is told once");
    for _ in 0..2 {
        world.clock.pass(HOUR / 2);
        world.settle().await;
    }
    assert_eq!(sent_to(&world, ANA).len(), 2, "a day later there is room");
    assert_eq!(delivery(&world, &scope, &code).await.state, MailOutState::Sent);
}

async fn a_reply_that_failed_is_sent_again_under_its_own_id(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, message) = asked(&world, &scope).await;
    let again = async |scope: &Scope, message| world.desk.mail_send_again(scope, &code, message).await;
    assert!(matches!(again(&scope, message).await, Err(Error::Conflict(_))), "it is on its way");
    world.mailer.refuse(ANA);
    world.settle().await;
    assert_eq!(delivery(&world, &scope, &code).await.state, MailOutState::Failed);
    let (_, viewer) = world.member(&scope, "Vi", BuiltInRole::Viewer).await;
    assert!(matches!(again(&viewer, message).await, Err(Error::Forbidden(Permission::TicketWrite))));
    let nobodys = MessageId(uuid::Uuid::now_v7());
    assert!(matches!(again(&scope, nobodys).await, Err(Error::NotFound)));
    let beta = desk_of(&world, "beta", "help@beta.test").await;
    assert!(matches!(again(&beta, message).await, Err(Error::NotFound)), "another organization's");

    // Refused once more: it may be sent again as often as it takes.
    let page = again(&scope, message).await.expect("asked for");
    assert_eq!(messages(&page).last().and_then(|one| one.delivery.clone()).expect("told").state, MailOutState::Waiting);
    assert_eq!(told(&world, "ticket_mail_again"), 1);
    assert!(matches!(again(&scope, message).await, Err(Error::Conflict(_))), "once");
    world.settle().await;
    assert_eq!(delivery(&world, &scope, &code).await.state, MailOutState::Failed);

    world.mailer.take_again(ANA);
    let (id, _) = mail_of(&world, &scope, message).await;
    again(&scope, message).await.expect("asked for");
    world.settle().await;
    assert_eq!(delivery(&world, &scope, &code).await.state, MailOutState::Sent);
    let (mail, _) = sent_to(&world, ANA).pop().expect("it went");
    assert_eq!(mail.id, id.0, "the same mail");
    assert!(matches!(again(&scope, message).await, Err(Error::Conflict(_))), "it was sent");

    // One that was tried for days and given up has its job still in the queue, for the operator to see.
    let page =
        world.desk.ticket_reply(&scope, &code, crate::ticket::message("Still there?", 2)).await.expect("a reply");
    let message = messages(&page).last().expect("the reply").id;
    world.mailer.set_broken(true);
    for _ in 0..40 {
        world.settle().await;
        world.clock.pass(4 * HOUR);
    }
    assert_eq!(messages(&crate::mail::page(&world, &scope, &code).await).len(), 3);
    world.mailer.set_broken(false);
    again(&scope, message).await.expect("asked for");
    world.settle().await;
    assert_eq!(sent_to(&world, ANA).last().map(|(mail, _)| mail.id), Some(mail_of(&world, &scope, message).await.0.0));
}

/// Never comes back.
struct Silent;

#[async_trait]
impl Mailer for Silent {
    async fn send(&self, _: &OutgoingMail) -> Result<(), NotSent> {
        std::future::pending().await
    }

    async fn knock(&self, _: &MailServer) -> Result<(), String> {
        Ok(())
    }
}

#[tokio::test]
async fn a_try_that_is_cut_is_written_down() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, _) = asked(&world, &scope).await;
    let ports = Ports {
        clock: world.clock.clone(),
        ids: Arc::new(SeededIds),
        mailer: Arc::new(Silent),
        files: world.files.clone(),
        live: Arc::new(RecordedLive::default()),
        fetch: Arc::new(FakeWeb::default()),
        postbox: Arc::new(FakePostbox::default()),
        trust: Arc::new(FakeTrust::default()),
    };
    let desk = Desk::new(world.desk.store().clone(), ports, world.desk.settings().clone());
    let time = Duration::from_millis(400);
    assert_eq!(desk.job_run_within(Lane::Mail, time, std::future::pending()).await.expect("runs"), 1);
    let cut = delivery(&world, &scope, &code).await;
    assert_eq!(
        (cut.state, cut.tries, cut.said.as_str()),
        (MailOutState::Waiting, 1, "The server took too long to take the mail.")
    );
    world.clock.pass(5);
    world.settle().await;
    assert_eq!(delivery(&world, &scope, &code).await.state, MailOutState::Sent);
}
