//! `kill -9`, 20 rounds at concurrency 32 with idempotency keys: each acknowledged ticket exists exactly once, the file is whole, codes
//! have no gap, and every mail is sent after the restart.

use crate::client::{Client, Process};
use crate::shop::{ACCEPTED, furnish, mailed_codes, storm};
use server::config::Given;
use sqlx::{Connection, SqliteConnection};
use std::path::Path;
use std::time::Duration;
use tokio::task::JoinSet;

const ROUNDS: usize = 20;
const CLIENTS: usize = 32;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_9() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let key = furnish(&on_sqlite(folder.path())).await.key;
    let mut acknowledged: Vec<(String, String)> = Vec::new();
    for round in 0..ROUNDS {
        let mut process = Process::start(folder.path(), &[]).await;
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            let (addr, key) = (process.addr, key.clone());
            clients.spawn(async move {
                let mut done = Vec::new();
                let mut connection = Client::connect(addr).await?;
                for number in 0.. {
                    let once = format!("round-{round}-{client}-{number}");
                    let Some((status, body)) = connection.open_ticket(&key, &once, &format!("Subject {once}")).await
                    else {
                        return Some(done);
                    };
                    assert_eq!(status, 201, "{body}");
                    done.push((once, body["code"].as_str().unwrap_or_default().to_owned()));
                }
                Some(done)
            });
        }
        tokio::time::sleep(Duration::from_millis(150 + 37 * u64::try_from(round).unwrap_or(0))).await;
        process.kill().await;
        while let Some(done) = clients.join_next().await {
            acknowledged.extend(done.expect("no client panics").unwrap_or_default());
        }
    }
    assert!(acknowledged.len() > ROUNDS, "only {} tickets were acknowledged", acknowledged.len());

    let process = Process::start(folder.path(), &[]).await;
    // The same key again gives the same ticket: nothing acknowledged is lost, nothing is doubled.
    let mut connection = Client::connect(process.addr).await.expect("the server answers");
    for (once, code) in acknowledged.iter().step_by(7) {
        let (status, body) =
            connection.open_ticket(&key, once, &format!("Subject {once}")).await.expect("the server answers");
        assert_eq!((status, body["code"].as_str()), (201, Some(code.as_str())), "{once}");
    }
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", folder.path().join("helpstead.db").display()))
        .await
        .expect("the file opens");
    let left = async |database: &mut SqliteConnection| -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM job").fetch_one(database).await.expect("the table")
    };
    let deadline = tokio::time::Instant::now() + Duration::from_secs(120);
    while left(&mut database).await > 0 {
        assert!(tokio::time::Instant::now() < deadline, "mail is not sent after the restart");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    process.stop().await;

    let whole: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut database).await.expect("the file");
    assert_eq!(whole, "ok");
    let broken: Vec<(String, i64, String, i64)> =
        sqlx::query_as("PRAGMA foreign_key_check").fetch_all(&mut database).await.expect("the file");
    assert!(broken.is_empty(), "{broken:?}");
    let (count, highest): (i64, i64) =
        sqlx::query_as("SELECT count(*), max(number) FROM ticket").fetch_one(&mut database).await.expect("the table");
    assert_eq!(count, highest, "codes have a gap");
    let (events, newest): (i64, i64) =
        sqlx::query_as("SELECT count(*), max(seq) FROM event").fetch_one(&mut database).await.expect("the table");
    assert_eq!(events, newest, "events have a gap");
    let subjects: Vec<(String, String)> =
        sqlx::query_as("SELECT subject, code FROM ticket").fetch_all(&mut database).await.expect("the table");
    let mails = mailed_codes(&folder.path().join("outbox"));
    for (once, code) in &acknowledged {
        let tickets: Vec<_> = subjects.iter().filter(|(subject, _)| *subject == format!("Subject {once}")).collect();
        assert_eq!(tickets.len(), 1, "{once} exists {} times", tickets.len());
        assert_eq!(tickets[0].1, *code);
        assert_eq!(mails.iter().filter(|mailed| *mailed == code).count(), 1, "the mail of {code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_have_no_gap_whatever_clients_do() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let key = furnish(&on_sqlite(folder.path())).await.key;
    let process = Process::start(folder.path(), &[]).await;
    let accepted = storm(&[process.addr], &key).await;
    assert_eq!(accepted[0].len(), ACCEPTED);
    process.stop().await;
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", folder.path().join("helpstead.db").display()))
        .await
        .expect("the file opens");
    let (count, highest): (i64, i64) =
        sqlx::query_as("SELECT count(*), max(number) FROM ticket").fetch_one(&mut database).await.expect("the table");
    assert_eq!(count, highest);
    assert!(count > 200);
}

fn on_sqlite(data: &Path) -> Given {
    Given { data: Some(data.to_owned()), ..Given::default() }
}
