//! A throw-away SQLite file: a copy of one that was migrated once, so a test begins in a millisecond.

use sqlx::Connection as _;
use std::path::PathBuf;
use store::{Store, StoreOptions};
use tempfile::TempDir;
use tokio::sync::OnceCell;

static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();

/// A migrated file; it goes with its folder when this is dropped.
pub struct SqliteFile {
    folder: TempDir,
}

impl SqliteFile {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("helpstead.db")
    }
}

/// A migrated file of the test's own.
pub async fn file() -> SqliteFile {
    file_of(TEMPLATE.get_or_init(migrated).await)
}

/// A file of the test's own with these bytes.
pub(crate) fn file_of(bytes: &[u8]) -> SqliteFile {
    let file = SqliteFile { folder: tempfile::tempdir().expect("the temporary folder is writable") };
    std::fs::write(file.path(), bytes).expect("the temporary folder is writable");
    file
}

/// A store over a file of the test's own, served as in production.
pub async fn store() -> (Store, SqliteFile) {
    let file = file().await;
    (Store::open(&StoreOptions::Sqlite(file.path())).await.expect("a migrated file opens"), file)
}

async fn migrated() -> Vec<u8> {
    let (folder, file) = folder_and_file();
    let store = Store::open(&StoreOptions::Sqlite(file.clone())).await.expect("an empty file is migrated");
    // Closing folds the log into the file, so that its bytes are the whole database.
    store.close().await;
    let bytes = std::fs::read(file).expect("the file was made");
    drop(folder);
    bytes
}

fn folder_and_file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    let file = folder.path().join("template.db");
    (folder, file)
}

/// The tables in which `needle` stands anywhere, in any column, with the number of rows: read past the program.
pub async fn tables_with(desk: &desk::Desk, needle: &str) -> Vec<(String, i64)> {
    let path = desk.store().sqlite_path().expect("a world on SQLite");
    let mut hand =
        sqlx::SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.expect("the same file opens");
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, group_concat('instr(CAST(\"' || c.name || '\" AS TEXT), $1) > 0', ' OR ')
         FROM pragma_table_list t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.schema = 'main' GROUP BY t.name",
    )
    .fetch_all(&mut hand)
    .await
    .expect("the tables");
    let mut found = Vec::new();
    for (table, condition) in tables {
        let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM \"{table}\" WHERE {condition}"));
        let (rows,): (i64,) = sqlx::query_as(sql).bind(needle).fetch_one(&mut hand).await.expect("a table");
        if rows > 0 {
            found.push((table, rows));
        }
    }
    found
}

/// Does to the file what somebody with a database tool could: past the program.
pub async fn by_hand(desk: &desk::Desk, sql: &'static str) {
    let path = desk.store().sqlite_path().expect("a world on SQLite");
    let mut hand =
        sqlx::SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.expect("the same file opens");
    sqlx::query(sql).execute(&mut hand).await.expect(sql);
}
