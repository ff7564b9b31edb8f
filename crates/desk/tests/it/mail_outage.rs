//! A folder elsewhere after a week's outage: every mail once, whatever dies in between (peers.md 3.2). With a real server and a real
//! `kill -9`, server/tests/it/mail_outage.rs tells the same story.

use crate::mail::{ANA, SUPPORT, desk_of, only, tickets, written};
use async_trait::async_trait;
use desk::Desk;
use desk::Ports;
use desk::access::Scope;
use desk::mail_in::Arrival;
use desk::ports::{Clock as _, Fetched, MailServer, Postbox};
use domain::mailbox::{Cursor, Direction, MailboxKind, ServerCard};
use domain::{MailboxId, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use store::mailbox::{MailboxRecord, MailboxSet};
use testkit::World;
use testkit::fakes::{FakePostbox, SeededIds};

on_both!(
    a_week_of_mail_is_caught_up_once,
    another_server_gives_other_mails_the_same_numbers,
    a_server_under_another_name_loses_nothing,
    who_looked_when_the_mailbox_was_changed_says_nothing_about_it_any_more,
    a_folder_whose_numbers_never_last_is_read_once_an_hour,
);

/// The mailbox is a folder elsewhere from now on, and has been looked into once.
async fn folder(world: &World, scope: &Scope, id: MailboxId) {
    moved(world, scope, id, "imap.test", None).await;
    look(&world.desk).await;
}

/// As whoever edits a mailbox leaves it.
async fn moved(world: &World, scope: &Scope, id: MailboxId, host: &str, imap_secret: Option<&str>) {
    let mut tx = world.desk.store().write(scope.sight()).await.expect("written");
    let site = tx.mailbox_record(id).await.expect("read").expect("the mailbox").site_id;
    let imap = ServerCard { host: host.to_owned(), port: 993, tls: domain::mail::MailTls::Tls, user: String::new() };
    let set = MailboxSet {
        site,
        name: String::new(),
        kind: MailboxKind::Imap,
        direction: Direction::Both,
        team: None,
        priority: None,
        imap: Some(imap),
        imap_secret: imap_secret.map(str::to_owned),
        smtp: None,
        smtp_secret: None,
        folder: "INBOX".to_owned(),
        interval: 120,
    };
    tx.mailbox_set(id, set).await.expect("written");
    tx.mailbox_rewind(id).await.expect("written");
    tx.mailbox_poll_set(id, world.clock.now()).await.expect("written");
    tx.commit().await.expect("kept");
}

async fn record(world: &World, scope: &Scope, id: MailboxId) -> MailboxRecord {
    let mut tx = world.desk.store().read(scope.sight()).await.expect("read");
    tx.mailbox_record(id).await.expect("read").expect("the mailbox")
}

/// One look into every folder that is due.
async fn look(desk: &Desk) -> usize {
    let polls = desk.mailbox_polls().await.expect("read");
    let count = polls.len();
    for poll in polls {
        desk.mailbox_poll(poll).await.expect("looked");
    }
    count
}

/// A folder whose server never answers; behind every other name stands the usual one.
struct SilentFolder(Arc<FakePostbox>);

const SILENT: &str = "silent.test";

#[async_trait]
impl Postbox for SilentFolder {
    async fn fetch(&self, server: &MailServer, folder: &str, after: Option<Cursor>) -> Result<Fetched, String> {
        self.answers(server).await;
        self.0.fetch(server, folder, after).await
    }

    async fn begin(&self, server: &MailServer, folder: &str, since: Timestamp) -> Result<Cursor, String> {
        self.answers(server).await;
        self.0.begin(server, folder, since).await
    }

    async fn wait(&self, server: &MailServer, folder: &str, after: Cursor, time: Duration) -> Result<(), String> {
        self.0.wait(server, folder, after, time).await
    }
}

impl SilentFolder {
    async fn answers(&self, server: &MailServer) {
        if server.host == SILENT {
            std::future::pending::<()>().await;
        }
    }
}

#[tokio::test]
async fn a_silent_folder_holds_up_no_other() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (silent, quick) = ("silent@clienta.test", "quick@clienta.test");
    for (address, host) in [(silent, SILENT), (quick, "imap.test")] {
        let id = world.mailbox(&scope, "support", address).await;
        moved(&world, &scope, id, host, None).await;
    }
    let ports = Ports {
        clock: world.clock.clone(),
        ids: Arc::new(SeededIds),
        mailer: world.mailer.clone(),
        files: world.files.clone(),
        live: world.live.clone(),
        fetch: world.web.clone(),
        postbox: Arc::new(SilentFolder(world.postbox.clone())),
        trust: world.trust.clone(),
    };
    let desk = Desk::new(world.desk.store().clone(), ports, world.desk.settings().clone());
    world.clock.pass(10);
    world.postbox.put(&written(ANA, quick, "Quick", "", "Hello").into_bytes(), world.clock.now());
    // Each look is a task of its own, as in the process.
    let mut looking = tokio::task::JoinSet::new();
    for poll in desk.mailbox_polls().await.expect("both are due") {
        let desk = desk.clone();
        looking.spawn(async move { desk.mailbox_poll(poll).await });
    }
    assert_eq!(looking.len(), 2);
    looking.join_next().await.expect("one ends").expect("no panic").expect("looked");
    world.settle().await;
    assert_eq!(tickets(&world, &scope).await.len(), 1, "the other one's mail is here");
    assert_eq!(looking.len(), 1, "the silent one is still asked");
    // And again, while that one is still asked and nobody else's.
    world.clock.pass(20);
    world.postbox.put(&written(ANA, quick, "Quick again", "", "Hello").into_bytes(), world.clock.now());
    assert_eq!(look(&desk).await, 1);
    world.settle().await;
    assert_eq!(tickets(&world, &scope).await.len(), 2);
}

async fn a_week_of_mail_is_caught_up_once(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let id = world.mailbox(&scope, "support", "week@clienta.test").await;
    let before = world.clock.now().plus_seconds(-3600);
    world.postbox.put(written("old@x.test", "week@clienta.test", "Before", "", "Old").as_bytes(), before);
    folder(&world, &scope, id).await;
    assert!(tickets(&world, &scope).await.is_empty(), "what lay there before is none of ours");

    world.postbox.set_away(true);
    for number in 0..300 {
        world.clock.pass(2016);
        let from = format!("n{number}@customer.test");
        world.postbox.put(
            written(&from, "week@clienta.test", &format!("Mail {number}"), "", "Hello").as_bytes(),
            world.clock.now(),
        );
        if number % 20 == 0 {
            look(&world.desk).await;
        }
    }
    let record = world.desk.store().read(scope.sight()).await.expect("read").mailbox_record(id).await.expect("read");
    let record = record.expect("the mailbox");
    assert_eq!(record.error.as_deref(), Some("nobody answers"), "it says so, in words");
    assert!(record.failures > 5);

    // Back again; the process dies over and over at any moment.
    world.postbox.set_away(false);
    world.clock.pass(3600);
    for round in 0..40 {
        let desk = world.desk.clone();
        let dies = tokio::spawn(async move { look(&desk).await });
        tokio::time::sleep(Duration::from_millis(3 + round % 7 * 4)).await;
        dies.abort();
        let _ = dies.await;
        // Its lease ends.
        world.clock.pass(31);
    }
    world.clock.pass(3600);
    while look(&world.desk).await == 0 {
        world.clock.pass(60);
    }
    world.settle().await;
    let mut tx = world.desk.store().read(scope.sight()).await.expect("read");
    let kept = tx.mail_in_of_mailbox(id, 1000).await.expect("read");
    assert_eq!(kept.len(), 300, "every mail once");
    let record = tx.mailbox_record(id).await.expect("read").expect("the mailbox");
    assert_eq!((record.error, record.failures, record.uid_last), (None, 0, 301));
    drop(tx);

    // The folder is made anew: every number means something else, and nothing comes twice.
    world.postbox.renumber();
    world.postbox.put(written(ANA, "week@clienta.test", "After", "", "Hello").as_bytes(), world.clock.now());
    world.clock.pass(300);
    look(&world.desk).await;
    world.settle().await;
    let mut opened = 0;
    for state in ["opened"] {
        let mut tx = world.desk.store().read(scope.sight()).await.expect("read");
        let all = tx.mail_in_of_mailbox(id, 1000).await.expect("read");
        opened += all.iter().filter(|shown| shown.mail.reason == state).count();
    }
    assert_eq!(opened, 301);
}

#[tokio::test]
async fn a_folder_is_looked_into_by_one_node_at_a_time() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let id = world.mailbox(&scope, "support", "one@clienta.test").await;
    folder(&world, &scope, id).await;
    world.clock.pass(300);
    let first = world.desk.mailbox_polls().await.expect("read");
    assert_eq!((first.len(), world.desk.mailbox_polls().await.expect("read").len()), (1, 0));
    // Whoever lost it to another keeps nothing that the other does not.
    world.clock.pass(31);
    let second = world.desk.mailbox_polls().await.expect("read");
    assert_eq!(second.len(), 1);
    world.postbox.put(written(ANA, "one@clienta.test", "Once", "", "Hello").as_bytes(), world.clock.now());
    for poll in first.into_iter().chain(second) {
        world.desk.mailbox_poll(poll).await.expect("looked");
    }
    world.settle().await;
    only(&world, &scope).await;
}

async fn a_server_under_another_name_loses_nothing(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let id = world.mailbox(&scope, "support", "moves@clienta.test").await;
    let mail = |subject: &str| written(ANA, "moves@clienta.test", subject, "", "Hello").into_bytes();
    world.postbox.put(&mail("Long ago"), world.clock.now().plus_seconds(-86_400));
    // Its name was misspelled at first: what comes meanwhile is there once it is right.
    world.postbox.set_away(true);
    moved(&world, &scope, id, "imap.tset", None).await;
    look(&world.desk).await;
    world.clock.pass(600);
    world.postbox.put(&mail("While it was misspelled"), world.clock.now());
    world.postbox.set_away(false);
    moved(&world, &scope, id, "imap.test", None).await;
    look(&world.desk).await;
    world.settle().await;
    assert_eq!(tickets(&world, &scope).await.len(), 1);
    // It gets another name, and nobody knows for two days.
    world.postbox.set_away(true);
    world.clock.pass(2 * 86_400);
    world.postbox.put(&mail("While nobody knew"), world.clock.now());
    world.clock.pass(60);
    world.postbox.set_away(false);
    moved(&world, &scope, id, "mail.test", None).await;
    look(&world.desk).await;
    world.settle().await;
    assert_eq!(tickets(&world, &scope).await.len(), 2, "and nothing twice");
}

async fn another_server_gives_other_mails_the_same_numbers(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let id = world.mailbox(&scope, "support", "two@clienta.test").await;
    folder(&world, &scope, id).await;
    for (host, from) in [("imap.test", "bo@x.test"), ("imap.elsewhere.test", ANA), ("imap.test", "eve@x.test")] {
        world.postbox.empty();
        if from != "bo@x.test" {
            moved(&world, &scope, id, host, None).await;
            look(&world.desk).await;
        }
        world.postbox.put(written(from, "two@clienta.test", host, "", "Hello").as_bytes(), world.clock.now());
        world.clock.pass(300);
        look(&world.desk).await;
        world.settle().await;
    }
    assert_eq!(tickets(&world, &scope).await.len(), 3, "each under number 1");
}

async fn who_looked_when_the_mailbox_was_changed_says_nothing_about_it_any_more(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let id = world.mailbox(&scope, "support", "race@clienta.test").await;
    folder(&world, &scope, id).await;
    let before = record(&world, &scope, id).await;
    for away in [false, true] {
        world.clock.pass(300);
        let looking = world.desk.mailbox_polls().await.expect("read").pop().expect("it is due");
        moved(&world, &scope, id, "imap.elsewhere.test", None).await;
        world.postbox.set_away(away);
        world.desk.mailbox_poll(looking).await.expect("looked");
        let after = record(&world, &scope, id).await;
        assert_eq!((after.cursor(), after.error, after.failures), (None, None, 0), "away: {away}");
    }
    // Where it was read from does not count either, once that is another place.
    let mut tx = world.desk.store().write(scope.sight()).await.expect("written");
    let cursor = before.cursor().expect("it was looked into");
    assert!(!tx.mailbox_cursor(&before, cursor, world.clock.now()).await.expect("asked"));
}

async fn a_folder_whose_numbers_never_last_is_read_once_an_hour(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let id = world.mailbox(&scope, "support", "restless@clienta.test").await;
    folder(&world, &scope, id).await;
    world.postbox.set_restless(true);
    world.postbox.put(written(ANA, "restless@clienta.test", "Once", "", "Hello").as_bytes(), world.clock.now());
    for (passes, is_told) in [(300, false), (300, true), (1800, true), (3600, false), (60, true)] {
        world.clock.pass(passes);
        assert_eq!(look(&world.desk).await, 1);
        let error = record(&world, &scope, id).await.error;
        assert_eq!(error.is_some_and(|said| said.contains("other numbers again and again")), is_told, "{passes}");
    }
    world.settle().await;
    only(&world, &scope).await;
}

#[tokio::test]
async fn a_password_that_cannot_be_opened_is_told() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let id = world.mailbox(&scope, "support", "sealed@clienta.test").await;
    moved(&world, &scope, id, "imap.test", Some("sealed under another key")).await;
    assert_eq!(look(&world.desk).await, 1);
    let told = record(&world, &scope, id).await;
    let said = "The password of this mailbox cannot be opened: type it again under Mailboxes.";
    assert_eq!((told.error.as_deref(), told.failures), (Some(said), 1));
    assert_eq!(look(&world.desk).await, 0, "not before a while");
}

#[tokio::test]
async fn a_mail_that_its_server_does_not_give_out_waits_for_a_person() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let to = domain::MailAddress::parse(SUPPORT).expect("an address");
    let place = world.desk.enter_mailbox(&to).await.expect("a mailbox");
    let arrival = Arrival { source: Some("imap:1:1".to_owned()), peer: None, raw: Vec::new(), whole: false };
    world.desk.mail_receive(&place, arrival).await.expect("kept");
    world.settle().await;
    let mut tx = world.desk.store().read(scope.sight()).await.expect("read");
    let kept = tx.mail_in_of_state(domain::mail::MailInState::Quarantined, 10).await.expect("read");
    assert!(kept.len() == 1 && kept[0].mail.said.contains("does not give it out"), "{kept:?}");
}

#[tokio::test]
async fn of_a_mail_that_is_too_large_its_sender_is_told() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let to = domain::MailAddress::parse(SUPPORT).expect("an address");
    let place = world.desk.enter_mailbox(&to).await.expect("a mailbox");
    let raw =
        written(ANA, SUPPORT, "All our pictures", "Content-Type: multipart/mixed; boundary=b\n", "--b\n").into_bytes();
    let arrival = Arrival { source: Some("imap:1:2".to_owned()), peer: None, raw, whole: false };
    world.desk.mail_receive(&place, arrival).await.expect("kept");
    world.settle().await;
    let list = world.desk.mailbox_list(&scope).await.expect("a list");
    let [waits] = list.waiting.as_slice() else { panic!("one waits, not {:?}", list.waiting) };
    assert_eq!((waits.from.as_str(), waits.subject.as_str(), waits.opens), (ANA, "All our pictures", false));
    assert!(waits.said.contains("larger than 25 MB"), "{}", waits.said);
}
