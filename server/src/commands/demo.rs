//! `helpstead demo`, and `serve --demo`: an agency, two of its clients and 400 tickets of half a year, to try everything on.
//!
//! Content is the same each time (seed 42) and ends now; passwords and keys are random. On a loopback address only.

mod cast;
mod customers;
mod enter;
pub(in crate::commands) mod fill;
mod hours;
mod mail;
mod plan;
mod play;
mod ports;
mod talk;
mod thread;
mod told;
mod words;

pub(in crate::commands) use cast::PEOPLE;
pub(in crate::commands) use customers::customers;
pub use enter::{EnterLinks, enter};
pub(in crate::commands) use plan::conversations;
pub use told::Told;

use crate::config::{Config, Given};
use crate::state::AppState;
use crate::wire;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Fills an empty data directory and tells what is in it. Errors: not loopback, not empty, or a fill that was cut short.
pub async fn run(given: &Given, json: bool) -> Result<()> {
    let config = Config::load(given).map_err(anyhow::Error::msg)?;
    if !config.is_loopback() {
        bail!("demo data is made for a loopback address only, such as --addr 127.0.0.1:3000");
    }
    let state = wire::state(config).await?;
    let filled = fill(&state).await;
    state.desk.store().close().await;
    let told = filled?.context("there are accounts already: demo data goes into an empty data directory only")?;
    if json {
        println!("{}", serde_json::to_string_pretty(&told)?);
    } else {
        told.print_sign_ins(&state.config.data);
        println!("\n  now:  helpstead serve --data {}", state.config.data.display());
    }
    Ok(())
}

/// Fills an installation that nobody has used yet; of one that has been filled before, tells what is in it.
pub async fn fill_when_empty(state: &AppState) -> Result<Option<Told>> {
    let begun = Instant::now();
    match fill(state).await? {
        Some(told) => {
            println!("filled a demo installation in {:.1} s", begun.elapsed().as_secs_f64());
            Ok(Some(told))
        }
        None => known(state),
    }
}

/// What the demo made in this data directory, if it was filled. Errors: demo data on an address that others can reach.
pub fn known(state: &AppState) -> Result<Option<Told>> {
    let told = Told::read(&state.config.data)?;
    if told.is_some() && !state.config.is_loopback() {
        bail!(
            "{} holds demo data, which is served on a loopback address only. Use another data directory for real work.",
            state.config.data.display()
        );
    }
    Ok(told)
}

/// `None` when somebody has an account already.
async fn fill(state: &AppState) -> Result<Option<Told>> {
    let unfinished = unfinished(&state.config.data);
    if unfinished.exists() {
        bail!("filling the demo was cut short. Delete {} and start again.", state.config.data.display());
    }
    if state.desk.store().read_global().await?.has_tenants().await? {
        return Ok(None);
    }
    crate::files::write_private(&unfinished, b"")?;
    let told = fill::fill(state).await?;
    told.keep(&state.config.data)?;
    std::fs::remove_file(&unfinished)?;
    Ok(Some(told))
}

/// There while the demo is being filled.
fn unfinished(data: &Path) -> PathBuf {
    data.join("demo.unfinished")
}
