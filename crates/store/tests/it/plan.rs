//! The lists people look at all day read an index in order: no sort, no walk through a table, whatever the size.

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use store::Engine;
use store::ticket::list::list_texts;
use store::ticket::list_sql::Find;

#[tokio::test]
async fn lists_and_counts_read_an_index() {
    let file = testkit::sqlite::file().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite://{}", file.path().display())).await.unwrap();
    let mut seen = 0;
    for text in list_texts(Engine::Sqlite) {
        // What was found is at most a thousand rows: it may be sorted.
        if text.shape.find != Find::Nothing {
            continue;
        }
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", text.sql)))
                .fetch_all(&mut conn)
                .await
                .unwrap();
        let plan: Vec<String> = plan.into_iter().map(|row| row.3).collect();
        let whole = plan.join("\n");
        assert!(!whole.contains("TEMP B-TREE"), "{:?}\n{whole}", text.shape);
        assert!(
            !plan
                .iter()
                .any(|line| line.starts_with("SCAN") && !line.contains("CONSTANT ROW") && !line.starts_with("SCAN n")),
            "{:?}\n{whole}",
            text.shape
        );
        assert!(plan.iter().any(|line| line.starts_with("SEARCH t USING")), "{:?}\n{whole}", text.shape);
        seen += 1;
    }
    assert_eq!(seen, 1152);
}

#[tokio::test]
async fn a_search_asks_the_full_text_index_first() {
    let file = testkit::sqlite::file().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite://{}", file.path().display())).await.unwrap();
    for text in list_texts(Engine::Sqlite).into_iter().filter(|text| text.shape.find == Find::Words) {
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", text.sql)))
                .fetch_all(&mut conn)
                .await
                .unwrap();
        let whole: String = plan.into_iter().map(|row| row.3 + "\n").collect();
        assert!(whole.contains("SCAN search_index VIRTUAL TABLE INDEX"), "{:?}\n{whole}", text.shape);
        assert!(whole.contains("SEARCH d USING INTEGER PRIMARY KEY"), "{:?}\n{whole}", text.shape);
        assert!(
            whole.contains("SEARCH t USING INDEX sqlite_autoindex_ticket_1 (org_id=? AND id=?)"),
            "{:?}\n{whole}",
            text.shape
        );
    }
}

#[tokio::test]
async fn the_audit_log_is_read_within_its_organization() {
    let file = testkit::sqlite::file().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite://{}", file.path().display())).await.unwrap();
    let mut seen = 0;
    for statement in store::registered()
        .filter(|statement| statement.name.starts_with("AUDIT_") && statement.sql.contains("FROM audit"))
    {
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", statement.sql)))
                .fetch_all(&mut conn)
                .await
                .unwrap();
        let whole: String = plan.into_iter().map(|row| row.3 + "\n").collect();
        assert!(whole.starts_with("SEARCH audit USING") && whole.contains("(org_id=?"), "{}\n{whole}", statement.name);
        assert!(!whole.contains("SCAN") && !whole.contains("TEMP B-TREE"), "{}\n{whole}", statement.name);
        if statement.name == "AUDIT_SPAN" {
            assert!(whole.contains("USING COVERING INDEX audit_at (org_id=? AND at>? AND at<?)"), "{whole}");
        }
        seen += 1;
    }
    assert_eq!(seen, 6);
}

#[tokio::test]
async fn the_queue_is_asked_by_index() {
    let file = testkit::sqlite::file().await;
    let mut conn = SqliteConnection::connect(&format!("sqlite://{}", file.path().display())).await.unwrap();
    for (name, indexes) in [("JOB_IS_DUE", &["job_due"][..]), ("JOB_IS_ITS_TURN", &["job_turn", "job_held"][..])] {
        let statement = store::registered().find(|statement| statement.name == name).unwrap();
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", statement.sql)))
                .fetch_all(&mut conn)
                .await
                .unwrap();
        let whole: String = plan.into_iter().map(|row| row.3 + "\n").collect();
        assert!(
            !whole.contains("SCAN job") && !whole.contains("SCAN j\n") && !whole.contains("TEMP B-TREE"),
            "{whole}"
        );
        assert!(indexes.iter().all(|index| whole.contains(index)), "{name}\n{whole}");
    }
}
