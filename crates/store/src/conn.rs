//! One connection of either engine, and the only place that picks an arm.

use crate::error::Result;
use crate::statement::Binding;
use crate::writer::Turn;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Postgres, SqlSafeStr, Sqlite, Transaction, query_as_with, query_with};

/// A row struct that both drivers can fill.
pub(crate) trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

pub(crate) enum Conn {
    /// A reader of the SQLite file, in autocommit: each statement sees the newest commit.
    SqliteRead(PoolConnection<Sqlite>),
    /// A turn at the one SQLite writer.
    SqliteWrite(Turn),
    Postgres(Transaction<'static, Postgres>),
}

impl Conn {
    pub(crate) async fn all<R: Row>(&mut self, sql: impl SqlSafeStr, binding: impl Binding) -> Result<Vec<R>> {
        Ok(match self {
            Self::SqliteRead(conn) => query_as_with(sql, binding.sqlite()?).fetch_all(&mut **conn).await?,
            Self::SqliteWrite(turn) => query_as_with(sql, binding.sqlite()?).fetch_all(turn.conn()).await?,
            Self::Postgres(tx) => query_as_with(sql, binding.postgres()?).fetch_all(&mut **tx).await?,
        })
    }

    pub(crate) async fn maybe<R: Row>(&mut self, sql: impl SqlSafeStr, binding: impl Binding) -> Result<Option<R>> {
        Ok(match self {
            Self::SqliteRead(conn) => query_as_with(sql, binding.sqlite()?).fetch_optional(&mut **conn).await?,
            Self::SqliteWrite(turn) => query_as_with(sql, binding.sqlite()?).fetch_optional(turn.conn()).await?,
            Self::Postgres(tx) => query_as_with(sql, binding.postgres()?).fetch_optional(&mut **tx).await?,
        })
    }

    /// Runs a statement and tells how many rows it touched.
    pub(crate) async fn run(&mut self, sql: impl SqlSafeStr, binding: impl Binding) -> Result<u64> {
        Ok(match self {
            Self::SqliteRead(conn) => query_with(sql, binding.sqlite()?).execute(&mut **conn).await?.rows_affected(),
            Self::SqliteWrite(turn) => query_with(sql, binding.sqlite()?).execute(turn.conn()).await?.rows_affected(),
            Self::Postgres(tx) => query_with(sql, binding.postgres()?).execute(&mut **tx).await?.rows_affected(),
        })
    }

    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::SqliteRead(_) => Ok(()),
            Self::SqliteWrite(turn) => turn.commit().await,
            Self::Postgres(tx) => Ok(tx.commit().await?),
        }
    }
}
