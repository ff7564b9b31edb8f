//! Text of strangers made fit for one line on a screen and in a header: no line ends, no controls, nothing that turns the direction of
//! what stands beside it (security.md A10). Normalise first, check after (A11).

/// The most characters of a subject and of a name; as many as the ticket and the contact keep.
pub(crate) const SUBJECT: usize = 200;
pub(crate) const NAME: usize = 80;

/// One line: controls and line ends become spaces, formatting characters vanish, runs of spaces become one.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !is_format(c) || joins(c) {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// One line of at most `max` characters; an ellipsis ends one that was cut.
pub(crate) fn cut_line(text: &str, max: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= max {
        return line;
    }
    let kept: String = line.chars().take(max - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Lines: LF ends each, tabs stay, other controls vanish.
pub(crate) fn lines(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => lines.push('\n'),
            '\n' | '\t' => lines.push(c),
            c if c.is_control() || is_turn(c) || c == '\u{feff}' => {}
            c => lines.push(c),
        }
    }
    lines
}

/// Marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX 9).
fn is_turn(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What holds letters and emoji together in several scripts: harmless in text, unwanted in file names.
fn joins(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Unicode's category Cf, which no screen shows.
pub(crate) fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{cut_line, lines, one_line};

    #[test]
    fn a_line_is_one_line_whatever_was_in_it() {
        for (typed, kept) in [
            ("Hi\r\nBcc: x@example.com", "Hi Bcc: x@example.com"),
            ("  a \t b\u{2028}c\0", "a b c"),
            ("\u{202e}gpj.exe\u{202c}", "gpj.exe"),
            ("שלום\u{200f}", "שלום"),
            ("👨\u{200d}👩\u{200d}👧", "👨\u{200d}👩\u{200d}👧"),
            ("zero\u{200b}width", "zerowidth"),
        ] {
            assert_eq!(one_line(typed), kept);
            assert_eq!(one_line(kept), kept);
        }
        assert_eq!(cut_line("abcdef", 4), "abc…");
    }

    #[test]
    fn lines_end_with_a_line_feed() {
        assert_eq!(lines("a\r\nb\rc\n\td\u{7}\u{202e}"), "a\nb\nc\n\td");
    }
}
