//! Migrations: twin folders with the same names, forward only, run at start by one writer.

use crate::db::{pg_options, sqlite_options};
use crate::error::{Result, StoreError};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, PgConnection, PgPool, SqlSafeStr};
use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

/// One list for both folders: a migration without its twin does not compile.
macro_rules! migrations {
    ($($version:literal $name:literal),* $(,)?) => {
        const NAMES: &[(i64, &str)] = &[$(($version, $name)),*];
        static SQLITE: LazyLock<Migrator> = LazyLock::new(|| {
            migrator(&[$(include_str!(concat!("../migrations/sqlite/", $version, "_", $name, ".sql"))),*])
        });
        static POSTGRES: LazyLock<Migrator> = LazyLock::new(|| {
            migrator(&[$(include_str!(concat!("../migrations/postgres/", $version, "_", $name, ".sql"))),*])
        });
    };
}

migrations!(
    20261122000001 "foundation",
    20261123000001 "audit",
    20261123000002 "ticket_priority",
    20261123000003 "people",
    20261123000004 "site_page_seen",
    20261123000005 "invitations",
    20261123000006 "account",
    20261123000007 "org_receipt",
    20261126000001 "teams",
    20261126000004 "passkeys",
    20261126000601 "export",
    20261126000602 "branding",
    20261126000801 "audit_at",
    20261126000901 "search_pending",
    20261127000001 "mail",
    20261127000201 "mail_snippet",
    20261128000001 "mail_leaves",
    20261128000002 "mail_thread",
    20261128000004 "mailbox_look",
);

fn migrator(texts: &[&'static str]) -> Migrator {
    let one = |((version, name), text): (&(i64, &'static str), &&'static str)| {
        Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, text.into_sql_str(), false)
    };
    Migrator::with_migrations(NAMES.iter().zip(texts).map(one).collect())
}

/// The names of all migrations, oldest first, such as `20261122000001_foundation`.
#[must_use]
pub fn migration_names() -> Vec<String> {
    NAMES.iter().map(|(version, name)| format!("{version}_{name}")).collect()
}

/// Brings the file up to date, copying it first when there is something to change.
pub(crate) async fn sqlite(path: &Path) -> Result<()> {
    let existed = path.exists();
    let mut conn = SqliteConnection::connect_with(&sqlite_options(path)).await?;
    let applied = applied_sqlite(&mut conn).await?;
    let newest = SQLITE.iter().map(|m| m.version).max().unwrap_or(0);
    if applied > newest {
        return Err(StoreError::broken(
            "this data was written by a newer Helpstead: start that version, or restore a backup",
        ));
    }
    if existed && applied > 0 && applied < newest {
        let copy = path.with_extension(format!("before-{newest}.db"));
        sqlx::query("VACUUM INTO $1").bind(copy.to_string_lossy().into_owned()).execute(&mut conn).await?;
    }
    SQLITE.run(&mut conn).await?;
    conn.close().await?;
    Ok(())
}

async fn applied_sqlite(conn: &mut SqliteConnection) -> Result<i64> {
    let exists: Option<(i64,)> =
        sqlx::query_as("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'")
            .fetch_optional(&mut *conn)
            .await?;
    if exists.is_none() {
        return Ok(0);
    }
    let (version,): (Option<i64>,) =
        sqlx::query_as("SELECT max(version) FROM _sqlx_migrations").fetch_one(conn).await?;
    Ok(version.unwrap_or(0))
}

/// Brings the database up to date as its owner (sqlx takes an advisory lock, so many nodes may start at once).
pub async fn postgres(owner_url: &str) -> Result<()> {
    let mut conn = PgConnection::connect_with(&pg_options(owner_url)?).await?;
    POSTGRES.run(&mut conn).await?;
    conn.close().await?;
    Ok(())
}

/// What PostgreSQL does by itself some minutes after a large import: it counts its rows, without which it plans at random, and sorts
/// the search index. For whoever measures right after one.
pub async fn postgres_settle(owner_url: &str) -> Result<()> {
    let mut conn = PgConnection::connect_with(&pg_options(owner_url)?).await?;
    sqlx::query("VACUUM (ANALYZE)").execute(&mut conn).await?;
    conn.close().await?;
    Ok(())
}

/// The run role cannot migrate: with migrations pending and no owner address, `serve` must not start.
pub(crate) async fn refuse_pending(pool: &PgPool) -> Result<()> {
    let table: Option<(String,)> =
        sqlx::query_as("SELECT relname::text FROM pg_class WHERE relname = '_sqlx_migrations'")
            .fetch_optional(pool)
            .await?;
    let applied: Vec<(i64,)> = match table {
        Some(_) => {
            sqlx::query_as("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version")
                .fetch_all(pool)
                .await?
        }
        None => Vec::new(),
    };
    let pending = POSTGRES.iter().filter(|m| !applied.iter().any(|a| a.0 == m.version)).count();
    if pending > 0 {
        return Err(StoreError::Broken(format!(
            "{pending} database migrations are pending: run `helpstead migrate`, or set MIGRATE_DATABASE_URL to the owner's address"
        )));
    }
    Ok(())
}
