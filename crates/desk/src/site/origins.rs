//! Lists of origins as people type them: every mistake is told, with what was probably meant.

use crate::error::{Error, Result};
use domain::origin::{Origin, OriginError};
use domain::{Field, Problem, Problems};

/// The most origins of a site: a list that somebody can still read.
const MAX: usize = 20;

/// One origin.
pub(super) fn checked_one(text: &str) -> Result<Origin> {
    Origin::parse(text).map_err(|error| Error::Invalid(problem(text, error).into()))
}

/// All of a list, each once; empty lines are none. What is wrong goes to `problems`.
pub(super) fn checked_list(texts: &[String], problems: &mut Problems) -> Vec<Origin> {
    let mut origins: Vec<Origin> = Vec::new();
    for text in texts.iter().flat_map(|text| text.split_whitespace()) {
        match Origin::parse(text) {
            Ok(origin) if !origins.contains(&origin) => origins.push(origin),
            Ok(_) => {}
            Err(error) => problems.0.push(problem(text, error)),
        }
    }
    if let Err(Error::Invalid(too_many)) = checked_count(&origins) {
        problems.0.extend(too_many.0);
    }
    origins
}

/// Refuses a list that nobody can read any more.
pub(super) fn checked_count(origins: &[Origin]) -> Result<()> {
    if origins.len() > MAX {
        return Err(Error::invalid(
            Field::Origins,
            format!("A site has at most {MAX} origins. Make another site for the rest."),
        ));
    }
    Ok(())
}

fn problem(text: &str, error: OriginError) -> Problem {
    let words = match meant(text) {
        Some(meant) => format!("{text}: {error} Did you mean {meant}?"),
        None => format!("{text}: {error}"),
    };
    Problem::new(Field::Origins, words)
}

/// The origin inside an address that is nearly one.
fn meant(text: &str) -> Option<Origin> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let scheme = if scheme.eq_ignore_ascii_case("http") { ["http", "https"] } else { ["https", "https"] };
    let dotted = host.contains('.') || host.starts_with("localhost") || host.starts_with('[');
    scheme.iter().filter(|_| dotted).find_map(|scheme| Origin::parse(&format!("{scheme}://{host}")).ok())
}

#[cfg(test)]
mod tests {
    use super::{checked_list, meant};
    use domain::{Field, Problems};

    #[test]
    fn what_was_meant_is_offered() {
        for (typed, guess) in [
            ("shop.acme.example/cart", Some("https://shop.acme.example")),
            ("http://shop.acme.example", Some("https://shop.acme.example")),
            ("https://shop.acme.example/cart?x=1#y", Some("https://shop.acme.example")),
            ("http://localhost:5173/", Some("http://localhost:5173")),
            ("https://user@shop.acme.example", Some("https://shop.acme.example")),
            ("*", None),
            ("shop", None),
        ] {
            assert_eq!(meant(typed).map(|origin| origin.to_string()).as_deref(), guess, "{typed}");
        }
    }

    #[test]
    fn a_list_is_read_by_lines_and_spaces_and_each_mistake_is_told() {
        let mut problems = Problems::default();
        let typed = ["https://a.example/ https://b.example".to_owned(), "\n https://a.example\nc.example".to_owned()];
        let origins = checked_list(&typed, &mut problems);
        assert_eq!(
            origins.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["https://a.example", "https://b.example"]
        );
        assert_eq!(problems.0.len(), 1);
        assert!(problems.of(Field::Origins).is_some_and(|words| words.contains("Did you mean https://c.example?")));
    }
}
