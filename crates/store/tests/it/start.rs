//! `serve` refuses to run where row-level security would not hold, in one sentence that says what to do.

use sqlx::{Connection, Executor, PgConnection};
use store::{Store, StoreOptions};
use testkit::postgres::PgDatabase;

async fn refusal(url: &str) -> String {
    let options = StoreOptions::Postgres { url: url.to_owned(), owner_url: None, connections: 2 };
    match Store::open(&options).await {
        Ok(_) => panic!("{url} must be refused"),
        Err(error) => error.to_string(),
    }
}

async fn as_admin(database: &PgDatabase, sql: &'static str) {
    PgConnection::connect(&database.admin_url).await.unwrap().execute(sql).await.unwrap();
}

#[tokio::test]
async fn as_superuser() {
    let database = testkit::postgres::database().await;
    assert!(refusal(&database.admin_url).await.contains("superuser"));
}

#[tokio::test]
async fn as_owner() {
    let database = testkit::postgres::database().await;
    assert!(refusal(&database.owner_url).await.contains("owns table"));
}

#[tokio::test]
async fn as_a_role_that_bypasses() {
    let database = testkit::postgres::database().await;
    as_admin(
        &database,
        "DO $$ BEGIN CREATE ROLE bypasser LOGIN BYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
    )
    .await;
    let url = database.run_url.replace("helpstead_run", "bypasser");
    assert!(refusal(&url).await.contains("BYPASSRLS"));
}

#[tokio::test]
async fn with_a_table_that_is_not_forced() {
    let database = testkit::postgres::database().await;
    as_admin(&database, "ALTER TABLE message NO FORCE ROW LEVEL SECURITY").await;
    let sentence = refusal(&database.run_url).await;
    assert!(sentence.contains("not forced on table message"), "{sentence}");
}

#[tokio::test]
async fn with_migrations_pending() {
    let database = testkit::postgres::empty().await;
    store::roles::create(&database.admin_url).await.unwrap();
    let sentence = refusal(&database.run_url).await;
    assert!(sentence.contains("migrations are pending"), "{sentence}");
    // With the owner's address the same start migrates and serves.
    let options = StoreOptions::Postgres {
        url: database.run_url.clone(),
        owner_url: Some(database.owner_url.clone()),
        connections: 2,
    };
    Store::open(&options).await.unwrap();
}
