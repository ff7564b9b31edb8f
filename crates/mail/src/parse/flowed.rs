//! `format=flowed` (RFC 3676): paragraphs that were wrapped for old screens, as the writer wrote them.

/// Joins lines that end with a space to the next one of the same quote depth, and takes away the stuffed space in front. With `del` the
/// space at the end was never typed.
pub(crate) fn unflow(text: &str, del: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let body = line.trim_start_matches('>');
        let depth = line.len() - body.len();
        let body = body.strip_prefix(' ').unwrap_or(body);
        let signature = body == "-- ";
        if let Some(before) = open.take() {
            if before == depth && !signature {
                if del {
                    out.pop();
                }
            } else {
                out.push('\n');
                mark(&mut out, depth);
            }
        } else {
            mark(&mut out, depth);
        }
        out.push_str(body);
        if body.ends_with(' ') && !signature && !end.is_empty() {
            open = Some(depth);
        } else {
            out.push_str(end);
        }
    }
    if open.is_some() {
        out.push('\n');
    }
    out
}

fn mark(out: &mut String, depth: usize) {
    if depth > 0 {
        out.extend(std::iter::repeat_n('>', depth));
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::unflow;

    #[test]
    fn wrapped_paragraphs_are_joined_and_quotes_stay() {
        for (flowed, text) in [
            ("one \ntwo\nthree\n", "one two\nthree\n"),
            ("> quoted \n> more\nnew\n", "> quoted more\nnew\n"),
            ("> quoted \nnew\n", "> quoted \nnew\n"),
            (" >not a quote\n", ">not a quote\n"),
            ("bye \n-- \nAna\n", "bye \n-- \nAna\n"),
            ("", ""),
        ] {
            assert_eq!(unflow(flowed, false), text, "{flowed:?}");
        }
        assert_eq!(unflow("日本 \n語\n", true), "日本語\n");
    }
}
