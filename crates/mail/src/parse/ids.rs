//! Message ids (RFC 5322 section 3.6.4), without their angle brackets.

use super::fields::Fields;
use super::limits;

/// The most bytes of an id; longer ones are none.
const LONGEST: usize = 512;

/// The ids in all fields of that name, in order, each once.
pub(crate) fn all(fields: &Fields, name: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for value in fields.values(name) {
        for id in in_text(&String::from_utf8_lossy(value)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
            if ids.len() > limits::REFERENCES {
                // The first says where the thread began, the last what was answered (peers.md 3.2).
                ids.remove(1);
            }
        }
    }
    ids
}

/// What stands in angle brackets, or the whole when it is one word with an `@` and no brackets.
pub(crate) fn in_text(text: &str) -> Vec<String> {
    if !text.contains('<') {
        return text
            .split_whitespace()
            .filter(|word| is_id(word))
            .map(str::to_owned)
            .take(limits::REFERENCES)
            .collect();
    }
    let between = text.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    // A folded id has white space in it: some programs break long ones.
    let joined = between.map(|(id, _)| id.split_whitespace().collect::<String>());
    joined.filter(|id| is_id(id)).collect()
}

/// What a part is called by the HTML beside it (RFC 2392), brackets or not.
pub(crate) fn content_id(fields: &Fields) -> Option<String> {
    let value = fields.values("content-id").next()?;
    let text = String::from_utf8_lossy(value);
    let id = text.trim().trim_start_matches('<').trim_end_matches('>');
    let fits = !id.is_empty()
        && id.len() <= LONGEST
        && id.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"'));
    fits.then(|| id.to_owned())
}

pub(crate) fn is_id(text: &str) -> bool {
    text.len() <= LONGEST
        && text.contains('@')
        && text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"'))
}

#[cfg(test)]
mod tests {
    use super::in_text;

    #[test]
    fn ids_as_programs_write_them() {
        for (text, ids) in [
            ("<a@b>", vec!["a@b"]),
            ("<a@b><c@d>\n", vec!["a@b", "c@d"]),
            ("<a@\n b> (comment)", vec!["a@b"]),
            ("a@b", vec!["a@b"]),
            ("<no-at> <\u{e9}@b> <>", vec![]),
            ("Your message of Tuesday", vec![]),
        ] {
            assert_eq!(in_text(text), ids, "{text}");
        }
    }
}
