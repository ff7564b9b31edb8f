//! Where what came before begins.

use super::words::{LABELS, Labels, ON, ORIGINAL, WROTE};

/// How many lines a header block may have.
const BLOCK: usize = 7;
/// How many characters the longest of [`ON`] has, and some more.
const BEGINNING: usize = 20;
/// How many lines the announcement of a quote may be wrapped to.
const WRAPPED: usize = 4;

/// The line from which on everything is an older mail without quote marks: a rule, a header block, or an announcement.
pub(super) fn unmarked(lines: &[&str]) -> Option<usize> {
    let found =
        (0..lines.len()).find(|at| is_original(lines[*at]) || is_block(&lines[*at..]) || is_strong(lines, *at))?;
    // The rule above a block belongs to it.
    let above = lines[..found].iter().rposition(|line| !line.trim().is_empty());
    Some(above.filter(|above| is_rule(lines[*above])).unwrap_or(found))
}

/// The lines `from..to` of the only block of quote marks; `None` when there is none, or when answers stand between quotes.
pub(super) fn marked(lines: &[&str]) -> Option<(usize, usize)> {
    let is_marked = |line: &&str| line.starts_with('>');
    let from = lines.iter().position(is_marked)?;
    let to = lines.iter().rposition(is_marked)? + 1;
    lines[from..to].iter().all(|line| is_marked(line) || line.trim().is_empty()).then_some((from, to))
}

/// The line where the announcement above the quote at `quote` begins.
pub(super) fn announcement(lines: &[&str], quote: usize) -> Option<usize> {
    let last = lines[..quote].iter().rposition(|line| !line.trim().is_empty())?;
    if quote - last > 3 {
        return None;
    }
    let first = (last.saturating_sub(WRAPPED - 1)..=last).rev().take_while(|at| !lines[*at].trim().is_empty());
    first.into_iter().find(|from| is_announcement(&joined(&lines[*from..=last])))
}

/// It ends with a colon, tells a time, and says that somebody wrote or who it was.
fn is_announcement(text: &str) -> bool {
    let wrote = || WROTE.iter().any(|word| text.contains(word));
    text.chars().count() <= 400
        && text.ends_with([':', '：'])
        && text.contains(|c: char| c.is_ascii_digit())
        && (wrote() || text.contains('@'))
}

/// An announcement that needs no quote marks below it: its first word, its verb, a time and an address.
fn is_strong(lines: &[&str], at: usize) -> bool {
    let alone = at == 0 || lines[at - 1].trim().is_empty();
    let begins = || {
        let start: String = lines[at].trim_start().chars().take(BEGINNING).flat_map(char::to_lowercase).collect();
        ON.iter().any(|word| start.starts_with(word))
    };
    if !alone || !begins() {
        return false;
    }
    let lines =
        lines[at..].iter().take(WRAPPED).take_while(|line| !line.trim().is_empty()).copied().collect::<Vec<_>>();
    (1..=lines.len()).any(|count| {
        let text = joined(&lines[..count]);
        let wrote = WROTE.iter().any(|word| text.contains(word));
        is_announcement(&text) && wrote && text.contains('@')
    })
}

fn joined(lines: &[&str]) -> String {
    let words: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    words.join(" ").to_lowercase()
}

/// `-----Original Message-----`
fn is_original(line: &str) -> bool {
    let line = line.trim().trim_matches('*').trim();
    let words = line.trim_matches(['-', '_', ' ']);
    let dashed = line.starts_with("--") && line.ends_with("--");
    dashed && line.len() < 200 && ORIGINAL.contains(&words.to_lowercase().as_str())
}

/// A line of nothing but underscores or dashes.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 10 && (line.bytes().all(|b| b == b'_') || line.bytes().all(|b| b == b'-'))
}

/// Who, when, and to whom or what about, in one language, in lines that follow each other.
fn is_block(lines: &[&str]) -> bool {
    let Some(first) = lines.first().and_then(|line| label(line)) else { return false };
    // Most lines with a colon say nothing that begins a block: what follows them is not looked at.
    if !LABELS.iter().any(|one| one.from.contains(&first.as_str()) || one.sent.contains(&first.as_str())) {
        return false;
    }
    let block: Vec<String> =
        lines.iter().take(BLOCK).take_while(|line| !line.trim().is_empty()).filter_map(|line| label(line)).collect();
    let has = |words: &[&str]| block.iter().any(|label| words.contains(&label.as_str()));
    LABELS.iter().any(|Labels { from, sent, to, subject }| {
        let begins = from.contains(&first.as_str()) || sent.contains(&first.as_str());
        begins && has(from) && has(sent) && (has(to) || has(subject))
    })
}

/// What stands before the colon, in lower case, without the stars of bold letters.
fn label(line: &str) -> Option<String> {
    let line = line.trim_start().trim_start_matches('*');
    let (label, _) = line.split_once([':', '：'])?;
    let label = label.trim_matches(['*', ' ', '\u{a0}']);
    (!label.is_empty() && label.chars().count() <= 20).then(|| label.to_lowercase())
}
