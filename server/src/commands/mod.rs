//! What the binary can be told to do.

mod audit;
mod bench;
pub mod demo;
mod dice;
mod migrate;
mod serve;

use crate::config::Given;
use clap::{Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Helpstead: a support desk for many organizations.
#[derive(Parser)]
#[command(name = "helpstead", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the desk: screens, REST, mail, jobs, all in this process
    Serve {
        #[command(flatten)]
        given: Given,
        /// Fill a demo installation at the first start (loopback only)
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database up to date and end
    Migrate {
        #[command(flatten)]
        given: Given,
        /// On PostgreSQL, first make the roles helpstead_owner and helpstead_run with this administrator's address
        #[arg(long, value_name = "ADMIN_URL")]
        create_roles: Option<String>,
    },
    /// Fill an empty data directory with believable content and end
    Demo {
        #[command(flatten)]
        given: Given,
        /// Print what was made, passwords and keys included, as JSON
        #[arg(long)]
        json: bool,
    },
    /// Prove that nobody edited the audit log of any organization
    Audit {
        #[command(subcommand)]
        what: audit::What,
    },
    /// Measure this binary over real HTTP with generated tickets
    Bench {
        /// Tickets to generate
        #[arg(long, default_value_t = 10_000)]
        tickets: u32,
        /// Measure on this PostgreSQL instead of SQLite (run role)
        #[arg(long, hide_env_values = true)]
        database: Option<String>,
        /// Its owner's address, which may migrate
        #[arg(long, hide_env_values = true)]
        migrate_database: Option<String>,
        /// Seconds per measurement
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        /// Write the figures as JSON too
        #[arg(long, value_name = "FILE")]
        json: Option<PathBuf>,
    },
    /// Answer with the bytes of a file from memory: what `bench` compares with
    #[command(hide = true)]
    BenchEcho {
        #[arg(long)]
        addr: SocketAddr,
        #[arg(long)]
        bytes: PathBuf,
    },
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_env("HELPSTEAD_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,server=info,desk=info,app=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var("HELPSTEAD_LOG_FORMAT").is_ok_and(|format| format == "json") {
        log.json().init()
    } else {
        log.init()
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    let outcome = runtime.block_on(async {
        match cli.command {
            Command::Serve { given, demo } => serve::run(&given, demo).await,
            Command::Migrate { given, create_roles } => migrate::run(&given, create_roles).await,
            Command::Demo { given, json } => demo::run(&given, json).await,
            Command::Audit { what } => audit::run(what).await,
            Command::BenchEcho { addr, bytes } => bench::echo(addr, &bytes).await,
            Command::Bench { tickets, database, migrate_database, seconds, json } => {
                bench::run(&bench::Plan { tickets, database, migrate_database, seconds, json }).await
            }
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("{error:#}")),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("helpstead: {message}");
    ExitCode::FAILURE
}
