//! Two nodes on one PostgreSQL, set up as docs/operating.md says: codes without a gap (B16), every mail once, and live screens
//! that hear of what the other node did (design.md section 5).

use crate::client::{Client, Process};
use crate::shop::{ACCEPTED, Shop, furnish, mailed_codes, storm};
use server::config::Given;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;
use testkit::PASSWORD;
use testkit::postgres::PgDatabase;

const SECRET: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The connections on which nodes hear of each other.
const EARS: &str = "datname = current_database() AND query ILIKE 'listen %'";
/// Seconds in which a notice arrives; looking things up comes later.
const NOTICE: u64 = 5;
/// Seconds in which a stream ends that is not to hear more.
const SOON: u64 = 1;
/// Seconds in which a stream has looked up what it missed.
const CAUGHT_UP: u64 = 25;

struct Nodes {
    processes: [Process; 2],
    data: [PathBuf; 2],
    shop: Shop,
    /// As its administrator, whom row-level security does not bind.
    database: PgConnection,
    _folder: tempfile::TempDir,
}

fn helpstead(arguments: &[&str], data: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helpstead"));
    for name in ["DATABASE_URL", "MIGRATE_DATABASE_URL"] {
        command.env_remove(name);
    }
    command.args(arguments).arg("--data").arg(data).output().expect("the binary runs")
}

/// An empty database, given its roles and its tables by the administrator's one command.
async fn migrated(data: &Path) -> PgDatabase {
    let database = testkit::postgres::empty().await;
    let PgDatabase { admin_url, owner_url, run_url } = &database;
    let done = helpstead(
        &["migrate", "--create-roles", admin_url, "--database", run_url, "--migrate-database", owner_url],
        data,
    );
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    database
}

async fn nodes() -> Nodes {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let data = ["one", "two"].map(|name| folder.path().join(name));
    let PgDatabase { admin_url, run_url, .. } = migrated(&data[0]).await;
    let given = Given {
        data: Some(data[0].clone()),
        database: Some(run_url.clone()),
        secret: Some(SECRET.to_owned()),
        ..Given::default()
    };
    let shop = furnish(&given).await;
    // Only the run role's address: a node that serves cannot migrate.
    let environment = [("DATABASE_URL", run_url.as_str()), ("HELPSTEAD_SECRET", SECRET)];
    let (one, two) = tokio::join!(Process::start(&data[0], &environment), Process::start(&data[1], &environment));
    let database = PgConnection::connect(&admin_url).await.expect("the database answers");
    let mut nodes = Nodes { processes: [one, two], data, shop, database, _folder: folder };
    nodes.wait_for(2, &format!("SELECT count(*) FROM pg_stat_activity WHERE {EARS}")).await;
    nodes
}

impl Nodes {
    async fn admin(&mut self, sql: String) {
        self.database.execute(AssertSqlSafe(sql)).await.expect("an administrator may");
    }

    async fn wait_for(&mut self, wanted: i64, sql: &str) {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(60);
        loop {
            let found: i64 = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
                .fetch_one(&mut self.database)
                .await
                .expect("the database answers");
            if found == wanted {
                return;
            }
            assert!(tokio::time::Instant::now() < deadline, "{found} instead of {wanted}: {sql}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn stop(self) {
        for process in self.processes {
            process.stop().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_give_out_codes_without_a_gap_and_mail_each_once() {
    let mut nodes = nodes().await;
    let addrs: Vec<_> = nodes.processes.iter().map(|process| process.addr).collect();
    let accepted = storm(&addrs, &nodes.shop.key).await;
    assert_eq!(accepted.iter().map(Vec::len).collect::<Vec<_>>(), [ACCEPTED / 2, ACCEPTED / 2]);
    let unique: BTreeSet<&String> = accepted.iter().flatten().collect();
    assert_eq!(unique.len(), ACCEPTED, "two nodes gave out the same code");

    // Whoever hung up may have been heard: those tickets are whole and counted too.
    nodes.wait_for(0, "SELECT count(*) FROM job").await;
    let (count, numbers, highest): (i64, i64, i64) =
        sqlx::query_as("SELECT count(*), count(DISTINCT number), max(number)::bigint FROM ticket")
            .fetch_one(&mut nodes.database)
            .await
            .expect("the table");
    assert_eq!((count, count), (numbers, highest), "codes have a gap");
    let (events, newest): (i64, i64) = sqlx::query_as("SELECT count(*), max(seq)::bigint FROM event")
        .fetch_one(&mut nodes.database)
        .await
        .expect("the table");
    assert_eq!(events, newest, "events have a gap");
    let codes: BTreeSet<String> = sqlx::query_scalar::<_, String>("SELECT code FROM ticket")
        .fetch_all(&mut nodes.database)
        .await
        .expect("the table")
        .into_iter()
        .collect();
    let mails: Vec<String> = nodes.data.iter().flat_map(|data| mailed_codes(&data.join("outbox"))).collect();
    for code in unique {
        assert!(codes.contains(code), "{code} was acknowledged and is not there");
        assert_eq!(mails.iter().filter(|mailed| *mailed == code).count(), 1, "the mail of {code}");
    }
    nodes.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_screen_of_one_node_hears_of_the_other() {
    let nodes = nodes().await;
    for (writes, listens) in [(0, 1), (1, 0)] {
        let listener = Client::connect(nodes.processes[listens].addr).await.expect("a node answers");
        let mut stream = listener.listen("/live/acme", &nodes.shop.session).await.expect("the stream opens");
        stream.until("event: pulse", NOTICE).await;
        let mut customer = Client::connect(nodes.processes[writes].addr).await.expect("a node answers");
        let once = format!("from-{writes}");
        let (status, body) = customer.open_ticket(&nodes.shop.key, &once, "A broken lamp").await.expect("an answer");
        assert_eq!(status, 201, "{body}");
        let heard = stream.until("ticket_opened", NOTICE).await;
        assert!(heard.contains(body["code"].as_str().expect("a code")), "{heard}");
        // It names what changed, never content.
        assert!(!heard.contains("lamp") && !heard.contains("customer.example"), "{heard}");
    }
    nodes.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_of_one_node_ends_within_a_second_of_what_the_other_node_took() {
    let nodes = nodes().await;
    let (one, two) = (nodes.processes[0].addr, nodes.processes[1].addr);
    let client = async |addr| Client::connect(addr).await.expect("a node answers");
    let listens = async |session: &str| {
        let mut stream = client(two).await.listen("/live/acme", session).await.expect("the stream opens");
        stream.until("event: pulse", NOTICE).await;
        stream
    };
    let Shop { session: owner, colleague: (mia, hers), .. } = &nodes.shop;

    // A session that ends.
    let (status, phone) = client(one).await.post("/sign-in", "", &sign_in("mia.agent")).await;
    assert_eq!(status, 303);
    let phone = phone.expect("a session");
    let (mut phones, mut desks, mut owners) = (listens(&phone).await, listens(hers).await, listens(owner).await);
    assert_eq!(client(one).await.post("/sign-out", &phone, "").await.0, 303);
    phones.until("event: signed_out", SOON).await;
    assert!(phones.ended(SOON).await, "its last word");

    // A member that is removed.
    let removes = format!("do=remove&member={mia}");
    assert_eq!(client(one).await.post("/acme/settings/team", owner, &removes).await.0, 303);
    desks.until("member_changed", SOON).await;
    assert!(desks.ended(SOON).await, "they are in no other organization");
    owners.until("member_changed", NOTICE).await;

    // A new password: all other browsers are out, on whatever node.
    let (status, elsewhere) = client(one).await.post("/sign-in", "", &sign_in("ana.owner")).await;
    assert_eq!(status, 303);
    let mut elsewhere = listens(&elsewhere.expect("a session")).await;
    let change = format!("do=password&current_password={}&password=a+completely+new+sentence", words(PASSWORD));
    assert_eq!(client(one).await.post("/account", owner, &change).await.0, 303);
    elsewhere.until("event: signed_out", SOON).await;
    assert!(elsewhere.ended(SOON).await, "its last word");
    assert!(!owners.ended(SOON).await, "who changed it hears on");
    nodes.stop().await;
}

fn words(text: &str) -> String {
    text.replace(' ', "+")
}

fn sign_in(name: &str) -> String {
    format!("mail={name}%40people.test&password={}", words(PASSWORD))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_notice_told_of_is_caught_up() {
    let mut nodes = nodes().await;
    let listener = Client::connect(nodes.processes[1].addr).await.expect("a node answers");
    let mut stream = listener.listen("/live/acme", &nodes.shop.session).await.expect("the stream opens");
    stream.until("event: pulse", NOTICE).await;
    // The ears on the database are cut off, and cannot come back before the ticket is there.
    let name: String =
        sqlx::query_scalar("SELECT current_database()::text").fetch_one(&mut nodes.database).await.expect("its name");
    nodes.admin(format!("REVOKE CONNECT ON DATABASE {name} FROM PUBLIC, helpstead_run")).await;
    nodes.admin(format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {EARS}")).await;
    let mut customer = Client::connect(nodes.processes[0].addr).await.expect("a node answers");
    let (status, body) = customer.open_ticket(&nodes.shop.key, "unheard", "Unheard").await.expect("an answer");
    assert_eq!(status, 201, "{body}");
    nodes.admin(format!("GRANT CONNECT ON DATABASE {name} TO helpstead_run")).await;
    assert!(stream.until("ticket_opened", CAUGHT_UP).await.contains(body["code"].as_str().expect("a code")));
    nodes.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_serves_whom_row_level_security_does_not_bind() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let database = migrated(folder.path()).await;
    for (url, why) in [(&database.owner_url, "owns table"), (&database.admin_url, "is a superuser")] {
        let refused = helpstead(&["serve", "--addr", "127.0.0.1:0", "--database", url], folder.path());
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains(why), "{said}");
    }
}
