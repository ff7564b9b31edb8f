//! Exports over HTTP: asked for, made, fetched whole; and `kill -9` in the midst of one: begun anew, one file, nothing left over.

use crate::client::Process;
use crate::house::House;
use crate::shop::furnish;
use axum::http::StatusCode;
use domain::role::BuiltInRole;
use serde_json::{Value, json};
use server::config::Given;
use sha2::{Digest as _, Sha256};
use sqlx::{Connection as _, SqliteConnection};
use std::path::Path;
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test]
async fn an_owner_asks_waits_and_fetches() {
    let house = House::new().await;
    let ana = house.world.user("Ana Owner").await;
    let acme = house.world.org(&ana, "acme").await;
    let owner = house.browser(&ana).await;
    let admin = house.member(&acme, "Adam Admin", BuiltInRole::Admin).await;
    let asked = house.post_json(&owner, "/v1/orgs/acme/exports", &json!({})).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text());
    let asked: Value = serde_json::from_slice(&asked.body).expect("JSON");
    assert_eq!((asked["state"].as_str(), asked["asked_by"].as_str()), (Some("working"), Some("Ana Owner")));
    let file = format!("/v1/orgs/acme/exports/{}/file", asked["id"].as_str().expect("an id"));
    let early = house.ask(&owner, "GET", &file, None).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND, "not before it is whole");
    let again = house.post_json(&owner, "/v1/orgs/acme/exports", &json!({})).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
    assert_eq!(house.world.desk.job_run_long().await.expect("runs"), 1);

    let list = house.ask(&owner, "GET", "/v1/orgs/acme/exports", None).await;
    let list: Value = serde_json::from_slice(&list.body).expect("JSON");
    let made = &list["data"][0];
    assert_eq!((made["state"].as_str(), made["done"].as_i64()), (Some("ready"), made["total"].as_i64()));
    let got = house.ask(&owner, "GET", &file, None).await;
    assert_eq!(got.status, StatusCode::OK);
    let header =
        |name: &str| got.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!(header("content-type"), "application/zip");
    assert_eq!(header("content-length"), got.body.len().to_string());
    assert!(
        header("content-disposition").starts_with("attachment; filename=\"acme-2026-11-"),
        "{}",
        header("content-disposition")
    );
    assert_eq!(
        (header("cache-control"), header("x-content-type-options")),
        ("no-store".to_owned(), "nosniff".to_owned())
    );
    assert_eq!(made["sha256"], hash(&got.body));
    assert_eq!(made["size"], got.body.len());
    for path in ["/v1/orgs/acme/exports", &file] {
        assert_eq!(house.ask(&admin, "GET", path, None).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_9_in_the_midst_of_one_leaves_one_whole_file() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let given = Given { data: Some(folder.path().to_owned()), ..Given::default() };
    furnish(&given).await;
    let mut database = open(folder.path()).await;
    fill(&mut database).await;
    let (org, export) = ask(&given).await;
    let files = folder.path().join("files").join(&org);
    let mut killed_at_work = 0;
    for round in 0..6_u64 {
        let mut process = Process::start(folder.path(), &[]).await;
        tokio::time::sleep(Duration::from_millis(60 * (round + 1))).await;
        process.kill().await;
        if state(&mut database).await != "working" {
            break;
        }
        killed_at_work += u32::from(files.is_dir() && std::fs::read_dir(&files).expect("a folder").count() > 0);
        assert!(!files.join(&export).exists(), "nobody finds half a file");
        // As if the minute of its lease were over.
        sqlx::query("UPDATE job SET locked_until = NULL").execute(&mut database).await.expect("the table");
    }
    assert!(killed_at_work > 0, "it was never killed while it wrote");
    let process = Process::start(folder.path(), &[]).await;
    let deadline = Instant::now() + Duration::from_secs(120);
    while state(&mut database).await == "working" {
        assert!(Instant::now() < deadline, "the export is not made after the restart");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    process.stop().await;

    let (state, size, sha256): (String, i64, String) =
        sqlx::query_as("SELECT state, size, sha256 FROM export").fetch_one(&mut database).await.expect("one");
    let bytes = std::fs::read(files.join(&export)).expect("the file");
    assert_eq!((state.as_str(), size, sha256), ("ready", i64::try_from(bytes.len()).unwrap_or(0), hash(&bytes)));
    let left: Vec<_> =
        std::fs::read_dir(&files).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(left, [export.as_str()], "what was begun before is gone");
    let jobs: Vec<(String,)> =
        sqlx::query_as("SELECT kind FROM job").fetch_all(&mut database).await.expect("the table");
    assert_eq!(jobs, [("export_expire".to_owned(),)]);
}

/// Asked for by the house itself, which is then closed.
async fn ask(given: &Given) -> (String, String) {
    let config = server::config::Config::load(given).expect("plain settings are right");
    let state = server::wire::state(config).await.expect("the house opens");
    let mut tx = state.desk.store().read_global().await.expect("reads");
    let (org, slug) = tx.org_slugs().await.expect("one").swap_remove(0);
    drop(tx);
    let owner = testkit::confirmed_user(&state.desk, "Olga Other").await;
    let sight = domain::access::Sight::everything(org, None);
    let mut tx = state.desk.store().write(&sight).await.expect("writes");
    assert!(tx.membership_add(owner.id(), BuiltInRole::Owner, domain::Timestamp(0)).await.expect("a second owner"));
    tx.commit().await.expect("commits");
    let scope = state.desk.enter_org(&owner, &slug).await.expect("enters");
    let export = state.desk.export_create(&scope).await.expect("asked for");
    state.desk.store().close().await;
    (org.to_string(), export.id.to_string())
}

/// Enough to be at work for some seconds.
async fn fill(database: &mut SqliteConnection) {
    sqlx::query(
        "INSERT INTO message (org_id, ticket_id, number, id, kind, author_name, body, html, created_at)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
         SELECT t.org_id, t.id, 1000 + n.i, printf('00000000-0000-7000-8000-%012x', n.i), 'note', 'Ana',
                hex(randomblob(150)), hex(randomblob(150)), n.i
         FROM n, (SELECT org_id, id FROM ticket LIMIT 1) t",
    )
    .execute(database)
    .await
    .expect("the table");
}

async fn open(folder: &Path) -> SqliteConnection {
    let url = format!("sqlite://{}", folder.join("helpstead.db").display());
    SqliteConnection::connect(&url).await.expect("the file opens")
}

async fn state(database: &mut SqliteConnection) -> String {
    sqlx::query_scalar("SELECT state FROM export").fetch_one(database).await.expect("one")
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
