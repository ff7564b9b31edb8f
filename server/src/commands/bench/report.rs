//! The figures, as a table for people and as JSON for programs.

use super::load::Measured;
use super::machine::{self, Memory};
use serde::Serialize;
use std::fmt;

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) tickets: u32,
    pub(super) engine: &'static str,
    pub(super) cores: usize,
    /// Bytes of the ticket list page.
    pub(super) list_bytes: usize,
    /// Median of appending 4 KB and waiting for the disk.
    pub(super) commit_ms: f64,
    pub(super) fill_seconds: f64,
    /// Of the server, three seconds after its start.
    pub(super) idle: Memory,
    /// And after everything.
    pub(super) loaded: Memory,
    pub(super) rows: Vec<Row>,
}

/// One measurement.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) what: &'static str,
    pub(super) concurrency: usize,
    pub(super) per_second: f64,
    pub(super) p50_ms: f64,
    pub(super) p95_ms: f64,
    pub(super) p99_ms: f64,
    pub(super) requests: usize,
    pub(super) errors: usize,
    /// Of the whole machine's processor time, in percent.
    pub(super) client_cpu: f64,
    pub(super) server_cpu: f64,
    /// What was promised, and whether it holds.
    pub(super) budget: Option<String>,
    pub(super) met: Option<bool>,
}

impl Row {
    pub(super) fn new(what: &'static str, concurrency: usize, measured: Measured, server_busy: f64) -> Self {
        let Measured { micros, errors, seconds, client_busy } = measured;
        let cores = number(machine::cores());
        // The server's time includes the warm-up, so the share is of that much time too.
        let share = |busy: f64, seconds: f64| (busy / (seconds * cores) * 100.0).min(100.0);
        Self {
            what,
            concurrency,
            per_second: number(micros.len()) / seconds,
            p50_ms: percentile(&micros, 50),
            p95_ms: percentile(&micros, 95),
            p99_ms: percentile(&micros, 99),
            requests: micros.len(),
            errors,
            client_cpu: share(client_busy, seconds),
            server_cpu: share(server_busy, seconds + 0.7),
            budget: None,
            met: None,
        }
    }
}

/// Of sorted microseconds, in milliseconds: the value that `percent` of 100 do not exceed.
fn percentile(micros: &[u32], percent: usize) -> f64 {
    let at = (micros.len() * percent).div_ceil(100).saturating_sub(1);
    micros.get(at).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, concurrency, per_second, p50_ms, p95_ms, p99_ms, errors, client_cpu, server_cpu, .. } = self;
        write!(
            f,
            "{what:<22} {concurrency:>3} {per_second:>9.0} {p50_ms:>8.2} {p95_ms:>8.2} {p99_ms:>8.2} {errors:>6} {client_cpu:>7.0} % {server_cpu:>5.0} %"
        )?;
        match (&self.budget, self.met) {
            (Some(budget), Some(true)) => write!(f, "  met: {budget}"),
            (Some(budget), _) => write!(f, "  MISSED: {budget}"),
            (None, _) => Ok(()),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "helpstead {} bench: {} tickets, {}, {} cores",
            env!("CARGO_PKG_VERSION"),
            self.tickets,
            self.engine,
            self.cores
        )?;
        writeln!(
            f,
            "filled in {:.1} s; list page {} bytes; disk commit (4 KB, fdatasync) {:.2} ms",
            self.fill_seconds, self.list_bytes, self.commit_ms
        )?;
        let Self { idle, loaded, .. } = self;
        writeln!(f, "server memory: {:.0} MB idle, of it {:.0} MB its own;", idle.resident_mb, idle.own_mb)?;
        writeln!(
            f,
            "after the load {:.0} MB, of it {:.0} MB its own (the rest: program and mapped database)\n",
            loaded.resident_mb, loaded.own_mb
        )?;
        writeln!(
            f,
            "{:<22} {:>3} {:>9} {:>8} {:>8} {:>8} {:>6} {:>9} {:>7}",
            "what", "at", "per sec", "p50 ms", "p95 ms", "p99 ms", "errors", "client", "server"
        )?;
        self.rows.iter().try_for_each(|row| writeln!(f, "{row}"))
    }
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let micros: Vec<u32> = (1..=200).map(|n| n * 1000).collect();
        assert_eq!([50, 95, 99].map(|percent| percentile(&micros, percent)), [100.0, 190.0, 198.0]);
        assert_eq!(percentile(&[7000], 99), 7.0);
        assert_eq!(percentile(&[], 50), 0.0);
    }
}
