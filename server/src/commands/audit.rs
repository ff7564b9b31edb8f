//! `helpstead audit verify`: every organization's log is walked and its chain proven; for the operator and for cron.

use crate::config::{Config, Given};
use crate::wire;
use clap::Subcommand;

/// What to do with the audit log.
#[derive(Subcommand)]
pub enum What {
    /// Walk every chain from its beginning; ends with 1 where one is broken
    Verify {
        #[command(flatten)]
        given: Given,
    },
}

/// Runs it and prints one line an organization.
pub async fn run(what: What) -> anyhow::Result<()> {
    let What::Verify { given } = what;
    let config = Config::load(&given).map_err(anyhow::Error::msg)?;
    let desk = wire::state(config).await?.desk;
    let verified = desk.audit_verify().await?;
    desk.store().close().await;
    for org in &verified {
        match &org.broken {
            None => println!("{}: {} rows, all as they were written", org.org, org.rows),
            Some(why) => println!("{}: BROKEN after row {}: {why}", org.org, org.rows),
        }
    }
    let broken = verified.iter().filter(|org| org.broken.is_some()).count();
    anyhow::ensure!(broken == 0, "the audit log of {broken} organizations is not what was written");
    Ok(())
}
