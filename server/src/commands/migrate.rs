//! `helpstead migrate`: the database is brought up to date and the process ends.

use crate::config::{Config, Given};
use crate::wire;

/// Runs it. With an administrator's address the two PostgreSQL roles are made first.
pub async fn run(given: &Given, create_roles: Option<String>) -> anyhow::Result<()> {
    let config = Config::load(given).map_err(anyhow::Error::msg)?;
    if let Some(admin) = create_roles {
        store::roles::create(&admin).await?;
        println!("the roles helpstead_owner and helpstead_run exist");
    }
    match (&config.database, &config.migrate_database) {
        (Some(_), None) => {
            anyhow::bail!("MIGRATE_DATABASE_URL is missing: migrating needs the address of helpstead_owner")
        }
        (None, Some(owner)) => store::migrate_postgres(owner).await?,
        _ => wire::open_store(&config).await?.close().await,
    }
    println!("the database is up to date: {}", store::migration_names().pop().unwrap_or_default());
    Ok(())
}
