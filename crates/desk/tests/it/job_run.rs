//! Jobs are done, again when they fail, and a mail that is sent twice after a crash is the same mail.

use crate::account_sign_up::{PASSWORD, mails};
use async_trait::async_trait;
use desk::ports::{MailServer, Mailer, NotSent, OutgoingMail};
use desk::{Desk, Ports};
use domain::job::Lane;
use std::sync::{Arc, Mutex};
use testkit::World;
use testkit::fakes::{FakePostbox, FakeTrust, FakeWeb, MemoryFiles, RecordedLive, SeededIds};
use tokio::sync::Notify;

async fn sign_up(world: &World) {
    world.desk.account_sign_up("Tom", "tom@acme.example", PASSWORD).await.expect("signs up");
}

#[tokio::test]
async fn a_mail_goes_out_once() {
    let world = World::new().await;
    sign_up(&world).await;
    assert_eq!(mails(&world).await.len(), 1);
    world.clock.pass(86_400);
    assert_eq!(mails(&world).await.len(), 1);
}

#[tokio::test]
async fn what_fails_is_tried_again_with_growing_delays_and_kept_in_the_end() {
    let world = World::new().await;
    sign_up(&world).await;
    world.mailer.set_broken(true);
    let mut waits = Vec::new();
    for _ in 0..12 {
        assert_eq!(world.desk.job_run_due().await.expect("runs"), 1);
        let mut waited = 0;
        while waited < 4000 && !is_due(&world).await {
            world.clock.pass(5);
            waited += 5;
        }
        waits.push(waited);
    }
    assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 4000], "the last is never tried again");
    let mut tx = world.desk.store().read_global().await.expect("reads");
    let failed = tx.jobs_given_up().await.expect("reads");
    assert_eq!(failed.len(), 1);
    assert!(failed[0].last_error.as_ref().is_some_and(|error| error.contains("the mail server is away")), "{failed:?}");
}

#[tokio::test]
async fn it_is_sent_when_the_mail_server_comes_back() {
    let world = World::new().await;
    world.mailer.set_broken(true);
    sign_up(&world).await;
    assert!(mails(&world).await.is_empty());
    world.mailer.set_broken(false);
    assert!(mails(&world).await.is_empty(), "not before its time");
    world.clock.pass(5);
    assert_eq!(mails(&world).await.len(), 1);
}

#[tokio::test]
async fn a_claimed_job_is_left_alone_until_its_lease_ends() {
    let world = World::new().await;
    sign_up(&world).await;
    let now = desk::ports::Clock::now(&*world.clock);
    let mut tx = world.desk.store().write_global().await.expect("writes");
    assert_eq!(tx.job_claim(now, now.plus_seconds(60), 8, Lane::Quick).await.expect("claims").len(), 1);
    tx.commit().await.expect("commits");
    assert!(mails(&world).await.is_empty(), "another worker has it");
    world.clock.pass(60);
    assert_eq!(mails(&world).await.len(), 1);
}

#[tokio::test]
async fn workers_at_once_never_take_the_same_job() {
    at_once(World::new().await).await;
}

#[tokio::test]
async fn nor_do_they_on_postgresql() {
    at_once(World::postgres().await).await;
}

async fn at_once(world: World) {
    for number in 0..30 {
        world.desk.account_sign_up("Tom", &format!("tom{number}@acme.example"), PASSWORD).await.expect("signs up");
    }
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let desk = world.desk.clone();
        workers.spawn(async move { while desk.job_run_due().await.expect("runs") > 0 {} });
    }
    workers.join_all().await;
    let mut sent: Vec<String> = world.mailer.sent().into_iter().flat_map(|mail| mail.to).collect();
    sent.sort();
    sent.dedup();
    assert_eq!((sent.len(), world.mailer.sent().len()), (30, 30));
}

/// Hands the mail over and never comes back: the process dies between sending and writing that down.
#[derive(Default)]
struct DyingMailer {
    sent: Mutex<Vec<OutgoingMail>>,
    handed_over: Notify,
}

#[async_trait]
impl Mailer for DyingMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), NotSent> {
        self.sent.lock().expect("no panic").push(mail.clone());
        self.handed_over.notify_one();
        std::future::pending().await
    }

    async fn knock(&self, _: &MailServer) -> Result<(), String> {
        Ok(())
    }
}

#[tokio::test]
async fn after_a_crash_the_same_mail_goes_out_under_the_same_id() {
    let world = World::new().await;
    sign_up(&world).await;
    let dying = Arc::new(DyingMailer::default());
    let ports = Ports {
        clock: world.clock.clone(),
        ids: Arc::new(SeededIds),
        mailer: dying.clone(),
        files: Arc::new(MemoryFiles::default()),
        live: Arc::new(RecordedLive::default()),
        fetch: Arc::new(FakeWeb::default()),
        postbox: Arc::new(FakePostbox::default()),
        trust: Arc::new(FakeTrust::default()),
    };
    let process = Desk::new(world.desk.store().clone(), ports, world.desk.settings().clone());
    let running = tokio::spawn(async move { process.job_run_due().await });
    dying.handed_over.notified().await;
    running.abort();
    assert!(running.await.expect_err("it died").is_cancelled());

    assert!(mails(&world).await.is_empty(), "its lease still holds");
    world.clock.pass(60);
    mails(&world).await;
    let (before, after) = (dying.sent.lock().expect("no panic").clone(), world.mailer.sent());
    assert_eq!((before.len(), after.len()), (1, 1));
    assert_eq!(before[0].id, after[0].id);
    let (before, after) = (mail::read(&before[0].raw), mail::read(&after[0].raw));
    assert_eq!((&before.message_id, &before.text), (&after.message_id, &after.text), "the same link, too");
    world.clock.pass(3600);
    assert_eq!(mails(&world).await.len(), 1, "and then it is done");
}

async fn is_due(world: &World) -> bool {
    let now = desk::ports::Clock::now(&*world.clock);
    world.desk.store().read_global().await.expect("reads").job_is_due(now, Lane::Quick).await.expect("reads")
}
