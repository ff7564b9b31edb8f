//! The processes that are measured: this very binary, started afresh.

use super::load;
use crate::config::Given;
use anyhow::{Context as _, Result, bail};
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

/// A running child. Killed when dropped: its data is thrown away in any case.
pub(super) struct Child {
    process: tokio::process::Child,
    addr: SocketAddr,
}

/// A port that nobody listens on at the moment.
pub(super) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

impl Child {
    /// `serve` with the settings of `given`, once it answers.
    pub(super) async fn server(given: &Given, folder: &Path, addr: SocketAddr) -> Result<Self> {
        let mut command = command(folder)?;
        command.arg("serve").arg("--no-rate-limits").arg("--addr").arg(addr.to_string()).arg("--data").arg(folder);
        // By the environment: a command line can be read by everybody on the machine.
        for (name, value) in [("DATABASE_URL", &given.database), ("MIGRATE_DATABASE_URL", &given.migrate_database)] {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        Self::start(command, addr, "/health").await
    }

    /// The handler that answers with `bytes` from memory.
    pub(super) async fn echo(folder: &Path, addr: SocketAddr, bytes: &[u8]) -> Result<Self> {
        let file = folder.join("echo");
        std::fs::write(&file, bytes)?;
        let mut command = command(folder)?;
        command.arg("bench-echo").arg("--addr").arg(addr.to_string()).arg("--bytes").arg(file);
        Self::start(command, addr, "/").await
    }

    async fn start(mut command: Command, addr: SocketAddr, path: &str) -> Result<Self> {
        let mut process = command.spawn().context("this binary cannot be started again")?;
        for _ in 0..600 {
            if let Some(status) = process.try_wait()? {
                bail!("the measured process ended: {status}");
            }
            if load::once(addr, &load::Ask::page(path)).await.is_ok() {
                return Ok(Self { process, addr });
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("the measured process did not answer within a minute")
    }

    pub(super) fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its process id.
    pub(super) fn id(&self) -> u32 {
        self.process.id().unwrap_or_default()
    }
}

/// This binary, with no setting of ours leaking into it.
fn command(folder: &Path) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("HELPSTEAD_") || text.ends_with("DATABASE_URL") {
            command.env_remove(&name);
        }
    }
    let log = File::options().create(true).append(true).open(log(folder))?;
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).kill_on_drop(true);
    Ok(command)
}

fn log(folder: &Path) -> PathBuf {
    folder.join("bench.log")
}

/// What the measured process said of its trouble, if anything, for the person who has to find out why it did not answer.
pub(super) fn last_words(folder: &Path) -> Option<String> {
    let text = std::fs::read_to_string(log(folder)).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.iter().rposition(|line| line.contains("panicked at")).unwrap_or(lines.len().saturating_sub(5));
    let words: Vec<&str> = lines[from..].iter().copied().take(5).collect();
    (!words.is_empty()).then(|| words.join("\n"))
}
