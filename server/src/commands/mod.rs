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
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

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
    start_log();
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

/// `HELPSTEAD_LOG` says what is logged, `HELPSTEAD_LOG_FORMAT` how.
fn start_log() {
    let log = tracing_subscriber::registry().with(what_is_logged(std::env::var("HELPSTEAD_LOG").ok().as_deref()));
    if std::env::var("HELPSTEAD_LOG_FORMAT").is_ok_and(|format| format == "json") {
        log.with(fmt::layer().json().with_writer(std::io::stderr)).init();
    } else {
        log.with(fmt::layer().with_writer(std::io::stderr)).init();
    }
}

/// Such as `info` or `server=debug`; whoever is not named tells errors. What cannot be read is as if it were not said. By target and
/// level alone: filters by field would bring regular expressions, half a megabyte of them.
fn what_is_logged(wanted: Option<&str>) -> Targets {
    let usual = || {
        Targets::new()
            .with_default(LevelFilter::WARN)
            .with_targets(["server", "desk", "app"].map(|target| (target, LevelFilter::INFO)))
    };
    match wanted.and_then(|wanted| wanted.parse::<Targets>().ok()) {
        Some(targets) if targets.default_level().is_some() => targets,
        Some(targets) => targets.with_default(LevelFilter::ERROR),
        None => usual(),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("helpstead: {message}");
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::what_is_logged;
    use tracing_subscriber::filter::{LevelFilter, Targets};

    fn tells(targets: &Targets, target: &str) -> LevelFilter {
        let levels = [LevelFilter::TRACE, LevelFilter::DEBUG, LevelFilter::INFO, LevelFilter::WARN, LevelFilter::ERROR];
        let told = levels
            .into_iter()
            .find(|level| level.into_level().is_some_and(|level| targets.would_enable(target, &level)));
        told.unwrap_or(LevelFilter::OFF)
    }

    #[test]
    fn a_wish_is_heard_and_nobody_loses_their_errors() {
        for (wanted, server, hyper) in [
            (None, LevelFilter::INFO, LevelFilter::WARN),
            (Some("info"), LevelFilter::INFO, LevelFilter::INFO),
            (Some("server=debug"), LevelFilter::DEBUG, LevelFilter::ERROR),
            (Some("warn,server=trace"), LevelFilter::TRACE, LevelFilter::WARN),
            (Some("off"), LevelFilter::OFF, LevelFilter::OFF),
            (Some("no=level=here"), LevelFilter::INFO, LevelFilter::WARN),
        ] {
            let targets = what_is_logged(wanted);
            assert_eq!(
                (tells(&targets, "server::jobs"), tells(&targets, "hyper::proto")),
                (server, hyper),
                "{wanted:?}"
            );
        }
    }
}
