//! The list of tables against both schemas, and the twins against each other.

use sqlx::{Connection, PgConnection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use store::tables::{Kind, TABLES};

/// Column name, whether NULL is refused.
type Columns = BTreeMap<String, BTreeSet<(String, bool)>>;

async fn sqlite() -> (SqliteConnection, testkit::sqlite::SqliteFile) {
    let file = testkit::sqlite::file().await;
    (SqliteConnection::connect(&format!("sqlite://{}", file.path().display())).await.unwrap(), file)
}

async fn postgres() -> PgConnection {
    PgConnection::connect(&testkit::postgres::database().await.admin_url).await.unwrap()
}

async fn sqlite_columns(conn: &mut SqliteConnection) -> Columns {
    let rows: Vec<(String, String, bool)> = sqlx::query_as(
        "SELECT t.name, c.name, c.\"notnull\" FROM pragma_table_list t JOIN pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
    )
    .fetch_all(conn)
    .await
    .unwrap();
    group(rows)
}

async fn postgres_columns(conn: &mut PgConnection) -> Columns {
    let rows: Vec<(String, String, bool)> = sqlx::query_as(
        "SELECT c.table_name::text, c.column_name::text, c.is_nullable = 'NO' FROM information_schema.columns c
         JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE '\\_sqlx%'",
    )
    .fetch_all(conn)
    .await
    .unwrap();
    group(rows)
}

fn group(rows: Vec<(String, String, bool)>) -> Columns {
    let mut columns = Columns::new();
    for (table, column, required) in rows {
        columns.entry(table).or_default().insert((column, required));
    }
    columns
}

#[tokio::test]
async fn the_list_is_the_schema_and_the_twins_are_equal() {
    let (mut conn, _file) = sqlite().await;
    let sqlite = sqlite_columns(&mut conn).await;
    let postgres = postgres_columns(&mut postgres().await).await;
    let listed: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, postgres.keys().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(listed, sqlite.keys().map(String::as_str).collect::<Vec<_>>());
    for table in listed {
        assert_eq!(sqlite[table], postgres[table], "{table}");
    }
}

#[tokio::test]
async fn a_tenants_table_begins_with_its_organization() {
    let mut conn = postgres().await;
    for (table, kind) in TABLES {
        let key: Vec<(String,)> = sqlx::query_as(
            "SELECT a.attname::text FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k(attnum, place), pg_attribute a
             WHERE i.indrelid = $1::regclass AND i.indisprimary AND a.attrelid = i.indrelid AND a.attnum = k.attnum ORDER BY k.place",
        )
        .bind(table)
        .fetch_all(&mut conn)
        .await
        .unwrap();
        let (forced, policies): (bool, i64) = sqlx::query_as(
            "SELECT c.relrowsecurity AND c.relforcerowsecurity, (SELECT count(*) FROM pg_policies p WHERE p.tablename = c.relname)
             FROM pg_class c WHERE c.oid = $1::regclass",
        )
        .bind(table)
        .fetch_one(&mut conn)
        .await
        .unwrap();
        if *kind == Kind::Tenant {
            assert_eq!(key[0].0, "org_id", "{table}");
            assert!(forced && policies == 2, "{table} must force row-level security with two policies");
        } else {
            assert!(!forced, "{table} is read before an organization is known");
        }
    }
}

#[tokio::test]
async fn no_row_can_point_into_another_organization() {
    let mut conn = postgres().await;
    let tenant = |table: &str| TABLES.iter().any(|(name, kind)| *name == table && *kind == Kind::Tenant);
    let keys: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, pg_get_constraintdef(c.oid)
         FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    for (from, to, definition) in keys {
        if tenant(&to) {
            assert!(definition.starts_with("FOREIGN KEY (org_id, "), "{from} to {to}: {definition}");
        }
        assert!(
            !definition.contains("SET NULL"),
            "{from}: a composite SET NULL would null the organization: {definition}"
        );
    }
    let nullable: Vec<(String,)> =
        sqlx::query_as("SELECT table_name::text FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'org_id' AND is_nullable = 'YES'")
            .fetch_all(&mut conn)
            .await
            .unwrap();
    // A job may belong to an account, which is in no organization.
    assert!(nullable.iter().all(|row| ["job", "member_org", "member_sight"].contains(&row.0.as_str())), "{nullable:?}");
}

#[tokio::test]
async fn every_index_of_a_tenants_table_begins_with_its_organization() {
    let (mut conn, _file) = sqlite().await;
    for (table, kind) in TABLES.iter().filter(|(_, kind)| *kind == Kind::Tenant) {
        let firsts: Vec<(String, Option<String>)> = sqlx::query_as(
            "SELECT l.name, i.name FROM pragma_index_list($1) l JOIN pragma_index_info(l.name) i ON i.seqno = 0",
        )
        .bind(table)
        .fetch_all(&mut conn)
        .await
        .unwrap();
        for (index, first) in firsts {
            assert_eq!(first.as_deref(), Some("org_id"), "{index} of {table} ({kind:?})");
        }
    }
}

#[tokio::test]
async fn every_column_of_an_exported_table_goes_along_or_says_why_not() {
    let (mut conn, _file) = sqlite().await;
    let columns = sqlite_columns(&mut conn).await;
    for table in store::export::tables::EXPORTED {
        let mut listed: BTreeSet<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        listed.extend(table.without.iter().map(|(name, _)| *name));
        assert_eq!(listed.len(), table.columns.len() + table.without.len(), "{} lists a column twice", table.name);
        // The organization is the same in every row, and stands in the manifest.
        let kept: BTreeSet<&str> =
            columns[table.name].iter().map(|(name, _)| name.as_str()).filter(|name| *name != "org_id").collect();
        assert_eq!(listed, kept, "{}", table.name);
        let secret = |name: &str| name.ends_with("token_hash") || name.contains("password") || name == "secret";
        assert!(!table.columns.iter().any(|(name, _)| secret(name)), "{} exports a secret", table.name);
    }
}

#[test]
fn migrations_are_twins() {
    let names = |engine: &str| -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert_eq!(sqlite, postgres);
    let known: BTreeSet<String> = store::migration_names().into_iter().map(|name| format!("{name}.sql")).collect();
    assert_eq!(sqlite, known);
}
