//! What the machine says about itself: commit latency, memory and processor time, from `/proc`.

use anyhow::{Context as _, Result};
use serde::Serialize;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

/// Clock ticks of a second in `/proc`, on every Linux since 2.6.
const TICKS: f64 = 100.0;
/// Appends measured.
const COMMITS: usize = 200;

/// Milliseconds that appending 4 KB and waiting for the disk takes: what a durable commit cannot beat. The median.
pub(super) fn commit_latency(folder: &Path) -> Result<f64> {
    let path = folder.join("commit");
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    let mut times = Vec::with_capacity(COMMITS);
    for _ in 0..COMMITS {
        let begun = Instant::now();
        file.write_all(&[0x5a; 4096])?;
        file.sync_data()?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    std::fs::remove_file(&path)?;
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

/// Memory of a process, in MB: all that is resident, and what of it is its own (not the program and not the mapped database).
pub(super) fn memory_mb(process: u32) -> Result<Memory> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let of = |name: &str| -> Result<f64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).with_context(|| name.to_owned())?;
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024.0 / 1_000_000.0)
    };
    Ok(Memory { resident_mb: of("VmRSS:")?, own_mb: of("RssAnon:")? })
}

/// What a process keeps in memory.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Memory {
    pub(super) resident_mb: f64,
    pub(super) own_mb: f64,
}

/// Seconds of processor time a process has used.
pub(super) fn busy_seconds(process: u32) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name in parentheses may hold anything; user and system time are the 12th and 13th fields after it.
    let after = stat.rsplit_once(')').context("stat")?.1;
    let mut fields = after.split_whitespace().skip(11);
    let mut next = || fields.next().context("stat")?.parse::<f64>().context("stat");
    Ok((next()? + next()?) / TICKS)
}

/// Processors this process may use.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
