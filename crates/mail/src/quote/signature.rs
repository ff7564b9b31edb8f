//! Where the signature begins.

use super::words::SENT_FROM;

/// How many lines a signature may have; longer ones are text.
const LINES: usize = 15;

/// The line from which on `lines` are a signature: behind two dashes (RFC 3676), or what telephones say.
pub(super) fn begins(lines: &[&str]) -> Option<usize> {
    let dashes = lines.iter().rposition(|line| matches!(*line, "-- " | "--" | "--\u{a0}" | "— "));
    let last = lines.iter().rposition(|line| !line.trim().is_empty())?;
    let dashes = dashes.filter(|at| *at < last && last - at <= LINES);
    let told = || {
        let line = lines[last].trim().to_lowercase();
        let known = line.chars().count() <= 120 && SENT_FROM.iter().any(|words| line.starts_with(words));
        // Alone, so that a sentence that begins like one stays.
        (known && last > 0 && lines[last - 1].trim().is_empty()).then_some(last)
    };
    let at = dashes.or_else(told)?;
    lines[..at].iter().any(|line| !line.trim().is_empty()).then_some(at)
}
