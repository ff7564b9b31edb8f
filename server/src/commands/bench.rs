//! `helpstead bench`: fills a fresh database with generated tickets (seed 42), runs this very binary on it as a child process,
//! and measures over real HTTP what design.md section 7 has budgets for.

mod budget;
mod child;
mod echo;
mod fill;
mod load;
mod machine;
mod report;

pub use echo::run as echo;

use crate::commands::dice::Dice;
use crate::config::{Config, Given};
use anyhow::{Context as _, Result};
use child::Child;
use fill::Filled;
use load::{Ask, Load};
use report::{Report, Row};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What is to be measured.
pub struct Plan {
    /// Tickets to generate.
    pub tickets: u32,
    /// PostgreSQL's run role; `None` is SQLite.
    pub database: Option<String>,
    /// PostgreSQL's owner role.
    pub migrate_database: Option<String>,
    /// Seconds per measurement.
    pub seconds: u64,
    /// Where the figures go as JSON.
    pub json: Option<PathBuf>,
}

/// How many ask at once.
const CONCURRENCY: [usize; 3] = [1, 8, 32];
/// Ticket pages asked for, in turn.
const PAGES: usize = 500;

/// Measures and prints. Errors: a database that is in use already, or a server that does not answer; a missed budget is
/// none, it is printed.
pub async fn run(plan: &Plan) -> Result<()> {
    let folder = Folder::new()?;
    let report = match measure(plan, &folder.0).await {
        Ok(report) => report,
        Err(error) => return Err(child::last_words(&folder.0).into_iter().fold(error, anyhow::Error::context)),
    };
    print!("{report}");
    if let Some(path) = &plan.json {
        std::fs::write(path, serde_json::to_vec_pretty(&report)?).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

async fn measure(plan: &Plan, folder: &Path) -> Result<Report> {
    let addr = child::free_address()?;
    let given = Given {
        addr: Some(addr.to_string()),
        data: Some(folder.to_owned()),
        database: plan.database.clone(),
        migrate_database: plan.migrate_database.clone(),
        no_rate_limits: true,
        ..Given::default()
    };
    let config = Config::load(&given).map_err(anyhow::Error::msg)?;
    let commit_ms = machine::commit_latency(folder)?;
    eprintln!("filling {} tickets ...", plan.tickets);
    let begun = Instant::now();
    let filled = fill::fill(config, plan.tickets).await?;
    let fill_seconds = begun.elapsed().as_secs_f64();
    if let Some(owner) = &plan.migrate_database {
        store::postgres_settle(owner).await?;
    }

    eprintln!("filled in {fill_seconds:.1} s; measuring ...");
    let server = Child::server(&given, folder, addr).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let idle = machine::memory_mb(server.id())?;
    let (mut list, mut ticket) = asks(&server, &filled).await?;
    let bytes = load::once(addr, &list).await?;
    let seconds = Duration::from_secs(plan.seconds.max(1));
    let mut rows = Vec::new();
    for concurrency in CONCURRENCY {
        rows.push(row("ticket list", Load { addr, concurrency, seconds }, &list, &server).await?);
    }
    for concurrency in CONCURRENCY {
        rows.push(row("ticket page", Load { addr, concurrency, seconds }, &ticket, &server).await?);
    }
    list.search();
    for concurrency in [1, 8] {
        rows.push(row("search", Load { addr, concurrency, seconds }, &list, &server).await?);
    }
    ticket.create(&filled);
    for concurrency in CONCURRENCY {
        rows.push(row("create", Load { addr, concurrency, seconds }, &ticket, &server).await?);
    }
    let loaded = machine::memory_mb(server.id())?;
    drop(server);

    let echo_addr = child::free_address()?;
    let echo = Child::echo(folder, echo_addr, &bytes).await?;
    for concurrency in CONCURRENCY {
        rows.push(
            row("same bytes from memory", Load { addr: echo_addr, concurrency, seconds }, &Ask::page("/"), &echo)
                .await?,
        );
    }
    let mut report = Report {
        tickets: plan.tickets,
        engine: if plan.database.is_some() { "postgres" } else { "sqlite" },
        cores: machine::cores(),
        list_bytes: bytes.len(),
        commit_ms,
        fill_seconds,
        idle,
        loaded,
        rows,
    };
    budget::judge(&mut report);
    Ok(report)
}

/// What a signed-in agent asks for, over and over.
async fn asks(server: &Child, filled: &Filled) -> Result<(Ask, Ask)> {
    let cookie = load::sign_in(server.addr(), &filled.email, &filled.password).await?;
    let home = format!("/{}/tickets", filled.org);
    let mut dice = Dice::new(42);
    let pages = (0..PAGES).map(|_| format!("{home}/{}", filled.code(&mut dice))).collect();
    Ok((Ask::pages(vec![home], &cookie), Ask::pages(pages, &cookie)))
}

async fn row(what: &'static str, load: Load, ask: &Ask, server: &Child) -> Result<Row> {
    let concurrency = load.concurrency;
    let before = machine::busy_seconds(server.id())?;
    let measured = load.run(ask).await.with_context(|| format!("{what} at {concurrency}"))?;
    let busy = machine::busy_seconds(server.id())? - before;
    let row = Row::new(what, concurrency, measured, busy);
    eprintln!("{row}");
    Ok(row)
}

/// A data directory that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("helpstead-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left behind at worst: the name says what it was.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
