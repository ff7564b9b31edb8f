//! A mail server that does not answer holds up the mail of its own organization, and not even all of that.

use crate::account_sign_up::PASSWORD;
use crate::mail::{ANA, SUPPORT, desk_of, only, written};
use crate::ticket::message;
use async_trait::async_trait;
use desk::access::Scope;
use desk::ports::{Clock as _, MailServer, Mailer, NotSent, OutgoingMail};
use desk::{Desk, Ports};
use domain::OrgId;
use domain::job::Lane;
use domain::ticket::TicketCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::World;
use testkit::fakes::{FakePostbox, FakeTrust, FakeWeb, RecordedLive, SeededIds};
use tokio::sync::oneshot;

on_both!(
    a_silent_server_holds_up_two_mails_of_its_own_organization,
    organizations_take_turns,
    what_is_in_hand_outlives_a_database_that_is_away,
);

/// Never comes back for one organization; for all others it does.
struct SilentMailer {
    silent: OrgId,
    in_hand: AtomicUsize,
    sent: Mutex<Vec<OutgoingMail>>,
}

#[async_trait]
impl Mailer for SilentMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), NotSent> {
        if mail.org == Some(self.silent) {
            self.in_hand.fetch_add(1, Ordering::SeqCst);
            return std::future::pending().await;
        }
        self.sent.lock().expect("no panic").push(mail.clone());
        Ok(())
    }

    async fn knock(&self, _: &MailServer) -> Result<(), String> {
        Ok(())
    }
}

/// The same world with that mailer.
fn over(world: &World, mailer: Arc<dyn Mailer>) -> Desk {
    let ports = Ports {
        clock: world.clock.clone(),
        ids: Arc::new(SeededIds),
        mailer,
        files: world.files.clone(),
        live: Arc::new(RecordedLive::default()),
        fetch: Arc::new(FakeWeb::default()),
        postbox: Arc::new(FakePostbox::default()),
        trust: Arc::new(FakeTrust::default()),
    };
    Desk::new(world.desk.store().clone(), ports, world.desk.settings().clone())
}

/// A ticket of Ana's.
async fn ticket(world: &World, scope: &Scope, to: &str) -> TicketCode {
    assert!(world.mail_in(to, &written(ANA, to, "Charged twice", "", "Hello")).await);
    only(world, scope).await.ticket.code
}

/// That many replies, which wait to be sent.
async fn replies(world: &World, scope: &Scope, code: &TicketCode, count: usize) {
    for number in 0..count {
        world.clock.pass(1);
        world.desk.ticket_reply(scope, code, message(&format!("Answer {number}"), 1)).await.expect("a reply");
    }
}

async fn until(what: impl Fn() -> bool) {
    for _ in 0..500 {
        if what() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come to that");
}

async fn a_silent_server_holds_up_two_mails_of_its_own_organization(world: World) {
    let (acme, beta) = (desk_of(&world, "acme", SUPPORT).await, desk_of(&world, "beta", "help@beta.test").await);
    let (ours, theirs) = (ticket(&world, &acme, SUPPORT).await, ticket(&world, &beta, "help@beta.test").await);
    replies(&world, &acme, &ours, 30).await;
    let mailer = Arc::new(SilentMailer { silent: acme.org().id, in_hand: AtomicUsize::new(0), sent: Mutex::default() });
    let desk = over(&world, mailer.clone());
    let (stop, stopped) = oneshot::channel::<()>();
    let lane = desk.clone();
    let running = tokio::spawn(async move {
        lane.job_run(Lane::Mail, async {
            let _ = stopped.await;
        })
        .await
    });
    until(|| mailer.in_hand.load(Ordering::SeqCst) == 2).await;

    // Others' mail goes meanwhile, by the places that are left; so do accounts and mail that comes in, in a lane of their own.
    replies(&world, &beta, &theirs, 20).await;
    desk.account_sign_up("Tom", "tom@acme.example", PASSWORD).await.expect("signs up");
    while desk.job_run(Lane::Quick, std::future::pending()).await.expect("runs") > 0 {}
    let sent = || mailer.sent.lock().expect("no panic").iter().filter(|mail| mail.org == Some(beta.org().id)).count();
    until(|| sent() >= 20).await;
    assert!(mailer.sent.lock().expect("no panic").iter().any(|mail| mail.to == ["tom@acme.example"]));
    assert_eq!(mailer.in_hand.load(Ordering::SeqCst), 2, "and no more of the silent server's");
    drop(stop);
    running.abort();
}

async fn organizations_take_turns(world: World) {
    let (acme, beta) = (desk_of(&world, "acme", SUPPORT).await, desk_of(&world, "beta", "help@beta.test").await);
    let (ours, theirs) = (ticket(&world, &acme, SUPPORT).await, ticket(&world, &beta, "help@beta.test").await);
    replies(&world, &acme, &ours, 4).await;
    replies(&world, &beta, &theirs, 4).await;
    let claim = async |most| {
        let now = world.clock.now();
        let mut tx = world.desk.store().write_global().await.expect("writes");
        let claimed = tx.job_claim(now, now.plus_seconds(60), most, Lane::Mail).await.expect("claims");
        let due = tx.job_is_due(now, Lane::Mail).await.expect("reads");
        tx.commit().await.expect("commits");
        (claimed, due)
    };
    let orgs =
        |claimed: &[store::job::ClaimedJob]| -> Vec<Option<OrgId>> { claimed.iter().map(|job| job.org).collect() };
    let (acme, beta) = (Some(acme.org().id), Some(beta.org().id));
    let (first, due) = claim(2).await;
    assert_eq!((orgs(&first), due), (vec![acme, beta], true), "the first of each before anybody's second");
    let (second, due) = claim(16).await;
    assert_eq!((orgs(&second), due), (vec![acme, beta], false), "two of each, and nothing is due to anybody");
    assert!(claim(16).await.0.is_empty());
    let mut tx = world.desk.store().write_global().await.expect("writes");
    tx.job_done(first[1].id).await.expect("done");
    tx.commit().await.expect("commits");
    assert_eq!(orgs(&claim(16).await.0), [beta], "a place is free again");
    // Of a process that died, the leases end.
    world.clock.pass(60);
    assert_eq!(claim(16).await.0.len(), 4);
}

/// Sends once it is let.
struct WaitingMailer(tokio::sync::Semaphore, AtomicUsize);

#[async_trait]
impl Mailer for WaitingMailer {
    async fn send(&self, _: &OutgoingMail) -> Result<(), NotSent> {
        self.0.acquire().await.expect("open").forget();
        self.1.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    async fn knock(&self, _: &MailServer) -> Result<(), String> {
        Ok(())
    }
}

async fn what_is_in_hand_outlives_a_database_that_is_away(world: World) {
    let acme = desk_of(&world, "acme", SUPPORT).await;
    let code = ticket(&world, &acme, SUPPORT).await;
    replies(&world, &acme, &code, 3).await;
    let mailer = Arc::new(WaitingMailer(tokio::sync::Semaphore::new(0), AtomicUsize::new(0)));
    let desk = over(&world, mailer.clone());
    let running = tokio::spawn(async move { desk.job_run(Lane::Mail, std::future::pending()).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    // How the first ends cannot be written down: the queue is not there.
    world.by_hand("ALTER TABLE job RENAME TO job_away").await;
    mailer.0.add_permits(1);
    until(|| mailer.1.load(Ordering::SeqCst) == 1).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    world.by_hand("ALTER TABLE job_away RENAME TO job").await;
    mailer.0.add_permits(2);
    assert_eq!(running.await.expect("it lives").expect("runs"), 3);
    assert_eq!(mailer.1.load(Ordering::SeqCst), 3, "each once");
}
