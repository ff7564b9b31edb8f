//! Opening the shelves: which engine, how many readers, and what must hold before the first request.

use crate::conn::Conn;
use crate::error::{Result, StoreError};
use crate::export::everything::Everything;
use crate::migrate;
use crate::roles;
use crate::tx::{Global, Tx, set_org};
use crate::writer::Writer;
use domain::access::Sight;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Postgres, Sqlite, Transaction};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// Statements each connection keeps prepared: more than the program has.
const PREPARED: usize = 400;

/// Which engine an installation runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file in the data directory.
    Sqlite,
    /// One database, any number of nodes.
    Postgres,
}

impl Engine {
    /// `sqlite` or `postgres`, as `/health` shows it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Where the shelves stand.
#[derive(Clone, Debug)]
pub enum StoreOptions {
    /// The SQLite file; made when it does not exist.
    Sqlite(PathBuf),
    /// The run role's address, and the owner's when this process may migrate.
    Postgres {
        /// `DATABASE_URL`.
        url: String,
        /// `MIGRATE_DATABASE_URL`.
        owner_url: Option<String>,
        /// Connections this node may hold.
        connections: u32,
    },
}

/// The shelves. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    db: Db,
}

#[derive(Clone)]
enum Db {
    Sqlite { readers: SqlitePool, writer: Writer, path: PathBuf },
    Postgres { pool: PgPool, url: String },
}

/// A reading transaction that sees one moment, however long it is read.
pub(crate) enum Snapshot {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Store {
    /// Opens, migrates (when it may) and checks. Errors say in one sentence what to do about it.
    pub async fn open(options: &StoreOptions) -> Result<Self> {
        match options {
            StoreOptions::Sqlite(path) => Self::open_sqlite(path).await,
            StoreOptions::Postgres { url, owner_url, connections } => {
                if let Some(owner_url) = owner_url {
                    migrate::postgres(owner_url).await?;
                }
                let pool = PgPoolOptions::new()
                    .max_connections(*connections)
                    .acquire_timeout(Duration::from_secs(5))
                    .test_before_acquire(false)
                    .connect_with(pg_options(url)?)
                    .await?;
                roles::refuse_unsafe(&pool).await?;
                migrate::refuse_pending(&pool).await?;
                Ok(Self { db: Db::Postgres { pool, url: url.clone() } })
            }
        }
    }

    async fn open_sqlite(path: &Path) -> Result<Self> {
        migrate::sqlite(path).await?;
        let options = sqlite_options(path);
        let mut writer = SqliteConnection::connect_with(&options).await?;
        let (synchronous,): (i64,) = sqlx::query_as("PRAGMA synchronous").fetch_one(&mut writer).await?;
        if synchronous != 2 {
            return Err(StoreError::broken(
                "SQLite must run with synchronous=FULL: an acknowledged write has to survive",
            ));
        }
        let cores = std::thread::available_parallelism().map_or(2, |n| u32::try_from(n.get()).unwrap_or(2));
        let readers = SqlitePoolOptions::new()
            .max_connections((cores * 2).clamp(4, 16))
            .acquire_timeout(Duration::from_secs(5))
            .test_before_acquire(false)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self { db: Db::Sqlite { readers, writer: Writer::new(writer), path: path.to_owned() } })
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match &self.db {
            Db::Sqlite { .. } => Engine::Sqlite,
            Db::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Name of the newest migration this program knows, such as `20261122000001_foundation`.
    #[must_use]
    pub fn migration(&self) -> String {
        migrate::migration_names().pop().unwrap_or_default()
    }

    /// Opens a transaction that may write in the organization of `sight`, and locks its counter row first.
    pub async fn write(&self, sight: &Sight) -> Result<Tx> {
        Tx::open(self.write_conn().await?, sight, true).await
    }

    /// Opens a transaction that only reads in the organization of `sight`.
    pub async fn read(&self, sight: &Sight) -> Result<Tx> {
        Tx::open(self.read_conn().await?, sight, false).await
    }

    /// Opens a look at all that the organization of `sight` has, as it is now.
    pub async fn everything(&self, sight: &Sight) -> Result<Everything> {
        let snapshot = match &self.db {
            Db::Sqlite { readers, .. } => Snapshot::Sqlite(readers.begin().await?),
            Db::Postgres { pool, .. } => {
                let mut tx = pool.begin().await?;
                sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(&mut *tx).await?;
                set_org(&mut tx, sight.org).await?;
                Snapshot::Postgres(tx)
            }
        };
        Ok(Everything::new(snapshot, sight.org))
    }

    /// Opens a writing transaction over global and directory tables.
    pub async fn write_global(&self) -> Result<Global> {
        Ok(Global::new(self.write_conn().await?))
    }

    /// Opens a reading transaction over global and directory tables.
    pub async fn read_global(&self) -> Result<Global> {
        Ok(Global::new(self.read_conn().await?))
    }

    /// Ends every connection; SQLite folds its log into the file.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { readers, writer, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Db::Postgres { pool, .. } => pool.close().await,
        }
    }

    /// The run role's address, for the listener of live events; `None` on SQLite, where one process knows everything.
    pub(crate) fn listen_url(&self) -> Option<&str> {
        match &self.db {
            Db::Sqlite { .. } => None,
            Db::Postgres { url, .. } => Some(url),
        }
    }

    /// The SQLite file, where there is one.
    #[must_use]
    pub fn sqlite_path(&self) -> Option<&Path> {
        match &self.db {
            Db::Sqlite { path, .. } => Some(path),
            Db::Postgres { .. } => None,
        }
    }

    async fn write_conn(&self) -> Result<Conn> {
        Ok(match &self.db {
            Db::Sqlite { writer, .. } => Conn::SqliteWrite(writer.turn().await?),
            Db::Postgres { pool, .. } => Conn::Postgres(pool.begin().await?),
        })
    }

    async fn read_conn(&self) -> Result<Conn> {
        Ok(match &self.db {
            Db::Sqlite { readers, .. } => Conn::SqliteRead(readers.acquire().await?),
            Db::Postgres { pool, .. } => Conn::Postgres(pool.begin().await?),
        })
    }
}

pub(crate) fn sqlite_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .statement_cache_capacity(PREPARED)
        .pragma("cache_size", "-16000")
        .pragma("temp_store", "MEMORY")
        .pragma("mmap_size", "268435456")
        // What was deleted is overwritten: an organization that is gone must not be found in the file either.
        .pragma("secure_delete", "ON")
}

pub(crate) fn pg_options(url: &str) -> Result<PgConnectOptions> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|error| StoreError::Broken(format!("the PostgreSQL address cannot be read: {error}")))?;
    Ok(options.statement_cache_capacity(PREPARED).log_slow_statements(log::LevelFilter::Warn, Duration::from_secs(1)))
}
