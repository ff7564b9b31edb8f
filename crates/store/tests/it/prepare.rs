//! Every statement of the program is prepared with its types on both migrated schemas.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};
use store::ticket::list::list_texts;
use store::{Engine, registered};

/// Statements of one engine alone: those of the files named for it, and these two.
const POSTGRES_ONLY: [&str; 2] = ["APP_ORG", "LIVE_NOTIFY"];

#[test]
fn names_are_given_once() {
    let mut names: Vec<&str> = registered().map(|statement| statement.name).collect();
    assert!(names.len() > 60, "only {} statements are registered", names.len());
    names.sort_unstable();
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn a_tenant_statement_names_its_organization() {
    for statement in registered().filter(|statement| statement.tenant) {
        assert!(statement.sql.contains("$1"), "{} ({}) does not use the organization", statement.name, statement.file);
    }
}

#[tokio::test]
async fn all_on_sqlite() {
    let file = testkit::sqlite::file().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite://{}", file.path().display())).await.unwrap();
    let mut wrong = Vec::new();
    for statement in registered() {
        if POSTGRES_ONLY.contains(&statement.name) || statement.file.ends_with("postgres.rs") {
            continue;
        }
        if let Err(error) = conn.prepare(statement.sql.into_sql_str()).await {
            wrong.push(format!("{}: {error}", statement.name));
        }
    }
    for text in list_texts(Engine::Sqlite) {
        if let Err(error) = conn.prepare(AssertSqlSafe(text.sql).into_sql_str()).await {
            wrong.push(format!("{:?}: {error}", text.shape));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn all_on_postgres() {
    let database = testkit::postgres::database().await;
    let mut conn = PgConnection::connect(&database.run_url).await.unwrap();
    let mut wrong = Vec::new();
    for statement in registered() {
        if statement.file.ends_with("sqlite.rs") {
            continue;
        }
        if let Err(error) = conn.prepare_with(statement.sql.into_sql_str(), &(statement.types)()).await {
            wrong.push(format!("{}: {error}", statement.name));
        }
    }
    for text in list_texts(Engine::Postgres) {
        if let Err(error) = conn.prepare_with(AssertSqlSafe(text.sql).into_sql_str(), &text.types).await {
            wrong.push(format!("{:?}: {error}", text.shape));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
