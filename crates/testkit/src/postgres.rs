//! A throw-away PostgreSQL database: a copy of one that was migrated once. `HELPSTEAD_TEST_PG` names a cluster to use
//! (`./test` starts one for all tests); without it each test binary starts its own and takes it down when it ends.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// A database of a test's own, by the three roles that reach it.
#[derive(Clone, Debug)]
pub struct PgDatabase {
    /// The cluster's superuser: sees through row-level security.
    pub admin_url: String,
    /// `helpstead_owner`: migrates.
    pub owner_url: String,
    /// `helpstead_run`: serves, bound by row-level security.
    pub run_url: String,
}

struct Cluster {
    /// Its superuser's URL of the database `postgres`.
    url: String,
    /// The migrated database that the others are copies of.
    template: String,
    /// The watchdog of a cluster of our own: it lives as long as this process keeps its standard input open.
    _watchdog: Option<Child>,
}

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();

/// A database with every migration, owned and served by the two roles.
pub async fn database() -> PgDatabase {
    let cluster = CLUSTER.get_or_init(Cluster::open).await;
    let name = format!("test_{}", Uuid::new_v4().simple());
    let mut admin = connect(&cluster.url).await;
    run(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {}", cluster.template)).await;
    let database = PgDatabase::at(&cluster.url, &name);
    store::roles::create(&database.admin_url).await.expect("a superuser makes the roles");
    database
}

/// A database that nothing has been done to: no roles' rights, no tables.
pub async fn empty() -> PgDatabase {
    let cluster = CLUSTER.get_or_init(Cluster::open).await;
    let name = format!("empty_{}", Uuid::new_v4().simple());
    run(&mut connect(&cluster.url).await, format!("CREATE DATABASE {name}")).await;
    PgDatabase::at(&cluster.url, &name)
}

/// Does to the database what its administrator could: past the program, and past row-level security.
pub async fn by_hand(database: &PgDatabase, sql: &'static str) {
    sqlx::query(sql).execute(&mut connect(&database.admin_url).await).await.expect(sql);
}

impl PgDatabase {
    fn at(cluster: &str, name: &str) -> Self {
        let by = |user: Option<&str>| url(cluster, user, name);
        Self { admin_url: by(None), owner_url: by(Some("helpstead_owner")), run_url: by(Some("helpstead_run")) }
    }
}

impl Cluster {
    async fn open() -> Self {
        let (url, watchdog) = match std::env::var("HELPSTEAD_TEST_PG") {
            Ok(url) if !url.is_empty() => (url, None),
            _ => start(),
        };
        // Test binaries share a cluster and run side by side: the first of a schema makes its template.
        let schema = store::migration_names().join(" ");
        let sum = schema
            .bytes()
            .chain(SCHEMA.bytes())
            .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let template = format!("template_{sum:016x}");
        let mut admin = connect(&url).await;
        run(&mut admin, "SELECT pg_advisory_lock(1)".to_owned()).await;
        let made: Option<(i32,)> = sqlx::query_as("SELECT 1 FROM pg_database WHERE datname = $1")
            .bind(&template)
            .fetch_optional(&mut admin)
            .await
            .expect("the cluster answers");
        if made.is_none() {
            let raw = format!("raw_{sum:016x}");
            run(&mut admin, format!("DROP DATABASE IF EXISTS {raw}")).await;
            run(&mut admin, format!("CREATE DATABASE {raw}")).await;
            let database = PgDatabase::at(&url, &raw);
            store::roles::create(&database.admin_url).await.expect("a superuser makes the roles");
            store::migrate_postgres(&database.owner_url).await.expect("the owner migrates");
            // Renamed last: a template that has its name is complete.
            run(&mut admin, format!("ALTER DATABASE {raw} RENAME TO {template}")).await;
        }
        run(&mut admin, "SELECT pg_advisory_unlock(1)".to_owned()).await;
        Self { url, template, _watchdog: watchdog }
    }
}

/// The schema itself: an edited migration makes a new template.
const SCHEMA: &str = include_str!("../../store/migrations/postgres/20261122000001_foundation.sql");

async fn connect(url: &str) -> PgConnection {
    PgConnection::connect(url).await.expect("the test cluster answers")
}

async fn run(conn: &mut PgConnection, sql: String) {
    conn.execute(AssertSqlSafe(sql)).await.expect("a superuser may");
}

/// The cluster's URL with another user and database, everything else as it is.
fn url(cluster: &str, user: Option<&str>, database: &str) -> String {
    let rest = cluster.split_once("://").map_or(cluster, |(_, rest)| rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (who, place) = place.split_once('@').unwrap_or(("", place));
    let host = place.split('/').next().unwrap_or_default();
    let who = user.unwrap_or(who);
    format!("postgres://{who}@{host}/{database}?{query}")
}

/// Starts a cluster in a temporary folder, reached by a unix socket only and durable in nothing. A watchdog shell stops it
/// and removes the folder when our end of its standard input closes, which happens however this process ends.
fn start() -> (String, Option<Child>) {
    const SCRIPT: &str = r#"
        set -e
        "$1/initdb" -D "$2/data" -A trust -E UTF8 --no-locale --no-sync >"$2/log" 2>&1
        "$1/pg_ctl" -D "$2/data" -l "$2/log" -w start -o "-k $2 -h '' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" >>"$2/log" 2>&1
        echo ready
        cat >/dev/null
        "$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1
        rm -rf "$2"
    "#;
    let programs = programs().expect("PostgreSQL is installed (initdb, pg_ctl)");
    let folder =
        tempfile::Builder::new().prefix("helpstead-pg.").tempdir().expect("the temporary folder is writable").keep();
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    let user = if root { "nobody".to_owned() } else { std::env::var("USER").unwrap_or_else(|_| "postgres".to_owned()) };
    let mut command = if root {
        let mut command = Command::new("runuser");
        command.args(["-u", "nobody", "--", "sh"]);
        // PostgreSQL refuses to run as root.
        assert!(Command::new("chown").arg("nobody").arg(&folder).status().is_ok_and(|status| status.success()));
        command
    } else {
        Command::new("sh")
    };
    command.args(["-c", SCRIPT, "sh"]).arg(programs).arg(&folder).current_dir("/");
    let mut watchdog = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell starts");
    let mut ready = [0u8; 6];
    let answer = watchdog.stdout.as_mut().map(|out| std::io::Read::read_exact(out, &mut ready));
    assert!(matches!(answer, Some(Ok(()))), "the cluster did not start: see {}", folder.join("log").display());
    (format!("postgres://{user}@localhost/postgres?host={}", folder.display()), Some(watchdog))
}

/// The folder of `initdb` and `pg_ctl`, which Debian keeps off the PATH; the newest version where there are several.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> =
        versions.map(|version| version.path().join("bin")).filter(|bin| bin.join("pg_ctl").exists()).collect();
    folders.sort();
    folders.pop().or_else(|| {
        let path = std::env::var("PATH").unwrap_or_default();
        path.split(':').map(Path::new).find(|folder| folder.join("pg_ctl").exists()).map(Path::to_owned)
    })
}
