//! PostgreSQL's two roles: `helpstead_owner` migrates, `helpstead_run` serves and is bound by row-level security.

use crate::db::pg_options;
use crate::error::{Result, StoreError};
use crate::tables::{Kind, TABLES};
use sqlx::{Connection, Executor, PgConnection, PgPool};

/// Makes both roles and hands them the database; run once, as a superuser or a role that may create roles.
///
/// Passwords are not set here: an operator gives the roles a login the way the database is run (docs/operating.md).
pub async fn create(admin_url: &str) -> Result<()> {
    let mut conn = PgConnection::connect_with(&pg_options(admin_url)?).await?;
    conn.execute(
        "DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'helpstead_owner') THEN CREATE ROLE helpstead_owner LOGIN; END IF;
            IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'helpstead_run') THEN
                CREATE ROLE helpstead_run LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
            END IF;
            EXECUTE format('GRANT ALL ON DATABASE %I TO helpstead_owner', current_database());
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO helpstead_run', current_database());
        END $$",
    )
    .await?;
    conn.execute("GRANT ALL ON SCHEMA public TO helpstead_owner").await?;
    conn.execute("GRANT USAGE ON SCHEMA public TO helpstead_run").await?;
    conn.close().await?;
    Ok(())
}

/// Refuses to serve in a way that would put row-level security out of force (security.md A8).
pub(crate) async fn refuse_unsafe(pool: &PgPool) -> Result<()> {
    let (superuser, bypass, role): (bool, bool, String) =
        sqlx::query_as("SELECT rolsuper, rolbypassrls, rolname::text FROM pg_roles WHERE rolname = current_user")
            .fetch_one(pool)
            .await?;
    if superuser {
        return refuse(format!(
            "the database role {role} is a superuser, whom row-level security does not bind: serve as helpstead_run"
        ));
    }
    if bypass {
        return refuse(format!("the database role {role} has BYPASSRLS: serve as helpstead_run"));
    }
    let owned: Vec<(String,)> = sqlx::query_as(
        "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_has_role(current_user, c.relowner, 'MEMBER') ORDER BY 1",
    )
    .fetch_all(pool)
    .await?;
    if let Some((table,)) = owned.first() {
        return refuse(format!(
            "the database role {role} owns table {table}: serve as helpstead_run, own as helpstead_owner"
        ));
    }
    let forced: Vec<(String,)> = sqlx::query_as(
        "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relrowsecurity AND c.relforcerowsecurity",
    )
    .fetch_all(pool)
    .await?;
    let existing: Vec<(String,)> = sqlx::query_as(
        "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'",
    )
    .fetch_all(pool)
    .await?;
    for (table, kind) in TABLES {
        let has = |list: &[(String,)]| list.iter().any(|row| row.0 == *table);
        if *kind == Kind::Tenant && has(&existing) && !has(&forced) {
            return refuse(format!(
                "row-level security is not forced on table {table}: run `helpstead migrate` as helpstead_owner"
            ));
        }
    }
    Ok(())
}

fn refuse(sentence: String) -> Result<()> {
    Err(StoreError::Broken(sentence))
}
