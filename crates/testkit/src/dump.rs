//! The database as another program reads it: past the shelves, in plain SQL, every value as text.

use crate::World;
use domain::OrgId;
use serde_json::{Map, Value};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};
use store::export::tables::{Cell, ExportTable};

/// Every row of a table that is the organization's, with the columns of its export.
pub async fn rows_of(world: &World, table: &ExportTable, org: OrgId) -> Vec<Value> {
    let sqlite = world.postgres_url.is_none();
    let columns: Vec<String> = table.columns.iter().map(|(name, cell)| as_text(name, *cell, sqlite)).collect();
    let which = match table.name {
        "org" => format!("id = '{org}'"),
        "user_account" => format!("id IN (SELECT user_id FROM membership WHERE org_id = '{org}')"),
        _ => format!("org_id = '{org}'"),
    };
    let rows = texts(world, &format!("SELECT {} FROM \"{}\" WHERE {which}", columns.join(", "), table.name)).await;
    rows.into_iter()
        .map(|row| {
            let cells =
                table.columns.iter().zip(row).map(|((name, cell), text)| ((*name).to_owned(), value(*cell, text)));
            Value::Object(cells.collect::<Map<_, _>>())
        })
        .collect()
}

/// Everything that opens a door and may stand in no export.
pub async fn secrets(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for table in ["ticket_link", "invitation", "session", "user_token"] {
        found.extend(texts(world, &format!("SELECT token_hash FROM {table}")).await);
    }
    found.extend(texts(world, "SELECT password_hash FROM user_account").await);
    found.into_iter().flatten().flatten().collect()
}

async fn texts(world: &World, sql: &str) -> Vec<Vec<Option<String>>> {
    match &world.postgres_url {
        Some(url) => {
            let mut hand = PgConnection::connect(url).await.expect("the same database opens");
            let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut hand).await.expect("rows");
            rows.iter().map(|row| (0..row.len()).map(|at| row.get(at)).collect()).collect()
        }
        None => {
            let path = world.desk.store().sqlite_path().expect("a world on SQLite");
            let url = format!("sqlite://{}", path.display());
            let mut hand = SqliteConnection::connect(&url).await.expect("the same file opens");
            let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut hand).await.expect("rows");
            rows.iter().map(|row| (0..row.len()).map(|at| row.get(at)).collect()).collect()
        }
    }
}

fn as_text(name: &str, cell: Cell, sqlite: bool) -> String {
    match (cell, sqlite) {
        (Cell::Time, true) => format!(
            "strftime('%Y-%m-%dT%H:%M:%S', \"{name}\" / 1000000, 'unixepoch') || printf('.%06dZ', \"{name}\" % 1000000)"
        ),
        (Cell::Time, false) => {
            format!("to_char(\"{name}\" AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
        }
        _ => format!("CAST(\"{name}\" AS TEXT)"),
    }
}

fn value(cell: Cell, text: Option<String>) -> Value {
    let Some(text) = text else { return Value::Null };
    match cell {
        Cell::Id | Cell::Text | Cell::Time => Value::String(text),
        Cell::Number => text.parse::<i64>().expect("a number").into(),
        Cell::Flag => matches!(text.as_str(), "1" | "true").into(),
        Cell::Json => serde_json::from_str(&text).expect("JSON"),
    }
}
