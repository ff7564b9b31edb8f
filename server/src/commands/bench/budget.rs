//! What was promised (design.md section 7), written beside what was measured.

use super::report::{Report, Row};

/// Writes each row's budget into it, and whether it holds.
pub(super) fn judge(report: &mut Report) {
    let memory: Vec<(usize, f64)> = report
        .rows
        .iter()
        .filter(|row| row.what == "same bytes from memory")
        .map(|row| (row.concurrency, row.per_second))
        .collect();
    let sqlite = report.engine == "sqlite";
    for row in &mut report.rows {
        let from_memory =
            memory.iter().find(|(concurrency, _)| *concurrency == row.concurrency).map_or(0.0, |found| found.1);
        if let Some((budget, met)) = budget(row, sqlite, from_memory) {
            (row.budget, row.met) = (Some(budget), Some(met && row.errors == 0));
        }
    }
}

fn budget(row: &Row, sqlite: bool, from_memory: f64) -> Option<(String, bool)> {
    Some(match (row.what, row.concurrency) {
        ("ticket list", 1) if sqlite => {
            ("p50 <= 5 ms, p99 <= 25 ms".to_owned(), row.p50_ms <= 5.0 && row.p99_ms <= 25.0)
        }
        ("ticket list", 1) => ("p50 <= 10 ms".to_owned(), row.p50_ms <= 10.0),
        ("ticket list", _) if sqlite => {
            let share = row.per_second / from_memory.max(1.0);
            (format!(">= 1,500/s and 1/4 of memory (is {share:.2})"), row.per_second >= 1500.0 && share >= 0.25)
        }
        ("ticket page", 8) => (">= 2,000/s".to_owned(), row.per_second >= 2000.0),
        ("create", 32) if sqlite => (">= 2,000/s, durable".to_owned(), row.per_second >= 2000.0),
        ("search", _) => ("p95 <= 50 ms".to_owned(), row.p95_ms <= 50.0),
        _ => return None,
    })
}
