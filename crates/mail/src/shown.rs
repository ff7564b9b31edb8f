//! The plain text of a stranger's mail as HTML for an agent: the new words to be read, what came before folded away. Everything in it is
//! words but the tags that are written here.

use crate::html::escape;
use crate::quote::{PieceKind, quote};
use domain::MailAddress;
use std::fmt::Write as _;

/// The most links of a mail; addresses behind them stay words, so that what is shown cannot outgrow what came.
const LINKS: usize = 200;
/// The most bytes of an address; what is longer is not typed to be followed.
const LONGEST: usize = 2000;

/// HTML of the plain text of a mail. Its subject tells one that was passed on, of which nothing is folded. Each part that is folded is a
/// `<details class="mail-quote">`; an address of the web or of a person is a link that tells nobody where it was followed.
#[must_use]
pub fn shown(text: &str, subject: &str) -> String {
    let mut links = LINKS;
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    for piece in quote(text, subject) {
        let folded = match piece.kind {
            PieceKind::New => None,
            PieceKind::Quoted => Some("Quoted text"),
            PieceKind::Signature => Some("Signature"),
        };
        if let Some(summary) = folded {
            let _ = writeln!(html, "<details class=\"mail-quote\"><summary>{summary}</summary>");
        }
        paragraphs(&mut html, piece.text, &mut links);
        if folded.is_some() {
            html.push_str("</details>\n");
        }
    }
    html
}

/// Lines that follow each other are a paragraph.
fn paragraphs(html: &mut String, text: &str, links: &mut usize) {
    let mut open = false;
    for line in text.lines() {
        let says = !line.trim().is_empty();
        html.push_str(match (open, says) {
            (false, true) => "<p dir=\"auto\">",
            (true, true) => "<br>",
            (true, false) => "</p>\n",
            (false, false) => "",
        });
        if says {
            linked(html, line, links);
        }
        open = says;
    }
    if open {
        html.push_str("</p>\n");
    }
}

/// A line, the addresses in it as links.
fn linked(html: &mut String, line: &str, links: &mut usize) {
    let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"`|\\^{}".contains(c);
    for word in line.split_inclusive(ends) {
        let (word, end) = word.strip_suffix(ends).map_or((word, ""), |kept| word.split_at(kept.len()));
        let found = if *links > 0 && word.len() <= LONGEST { address(word) } else { None };
        let Some((from, to, scheme)) = found else {
            html.push_str(&escape(word));
            html.push_str(&escape(end));
            continue;
        };
        *links -= 1;
        let (before, link, after) = (escape(&word[..from]), escape(&word[from..to]), escape(&word[to..]));
        let _ = write!(
            html,
            "{before}<a href=\"{scheme}{link}\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">{link}</a>{after}{}",
            escape(end)
        );
    }
}

/// Where in a word an address stands, and what has to be written before it to follow it.
fn address(word: &str) -> Option<(usize, usize, &'static str)> {
    let lower = word.to_ascii_lowercase();
    let web = ["https://", "http://"].iter().filter_map(|scheme| Some((lower.find(scheme)?, scheme.len()))).min();
    if let Some((from, scheme)) = web {
        let to = from + bare(&word[from..]).len();
        let alone = word[..from].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        return (alone && word[from + scheme..to.max(from + scheme)].starts_with(char::is_alphanumeric))
            .then_some((from, to, ""));
    }
    let from = word.find(|c: char| c.is_alphanumeric())?;
    let to = from + bare(&word[from..]).len();
    let (scheme, typed) = if lower[from..].starts_with("mailto:") { ("", "mailto:".len()) } else { ("mailto:", 0) };
    // Whole or not at all: what follows a question mark would write the letter as well.
    MailAddress::parse(word.get(from + typed..to)?).ok().map(|_| (from, to, scheme))
}

/// Without the signs that end a sentence, and without a bracket that was opened before the address.
fn bare(address: &str) -> &str {
    let more = |open: char, close: char| address.matches(close).count().saturating_sub(address.matches(open).count());
    let (mut round, mut square) = (more('(', ')'), more('[', ']'));
    address.trim_end_matches(|c: char| match c {
        ')' if round > 0 => {
            round -= 1;
            true
        }
        ']' if square > 0 => {
            square -= 1;
            true
        }
        c => ".,;:!?'*_…”’»".contains(c),
    })
}

#[cfg(test)]
mod tests {
    use super::{LINKS, shown};
    use proptest::prelude::*;

    const REST: &str = "rel=\"noopener noreferrer nofollow\" target=\"_blank\"";

    #[test]
    fn new_words_are_read_and_the_rest_is_folded() {
        let text = "Yes.\nIt works.\n\n\nThanks\n-- \nAna\n\n> No?\n";
        assert_eq!(
            shown(text, "Re: x"),
            "<p dir=\"auto\">Yes.<br>It works.</p>\n<p dir=\"auto\">Thanks</p>\n\
             <details class=\"mail-quote\"><summary>Signature</summary>\n<p dir=\"auto\">-- <br>Ana</p>\n</details>\n\
             <details class=\"mail-quote\"><summary>Quoted text</summary>\n<p dir=\"auto\">&gt; No?</p>\n</details>\n"
        );
        assert!(!shown("See below\n\n-----Original Message-----\nOld\n", "Fwd: x").contains("<details"));
        assert_eq!(shown("", ""), "");
    }

    #[test]
    fn addresses_are_links() {
        for (word, before, href, link, after) in [
            (
                "https://a.example/b?c=1&d=2.",
                "",
                "https://a.example/b?c=1&amp;d=2",
                "https://a.example/b?c=1&amp;d=2",
                ".",
            ),
            ("(HTTP://a.example/b_(c))", "(", "HTTP://a.example/b_(c)", "HTTP://a.example/b_(c)", ")"),
            ("[x](https://a.example),", "[x](", "https://a.example", "https://a.example", "),"),
            ("<ana@b.example>", "&lt;", "mailto:ana@b.example", "ana@b.example", "&gt;"),
            ("mailto:ana@b.example!", "", "mailto:ana@b.example", "mailto:ana@b.example", "!"),
        ] {
            let expected = format!("<p dir=\"auto\">{before}<a href=\"{href}\" {REST}>{link}</a>{after}</p>\n");
            assert_eq!(shown(word, ""), expected);
        }
    }

    #[test]
    fn nothing_else_is() {
        for word in [
            "javascript:alert(1)",
            "data:text/html,x",
            "http://",
            "https://)",
            "xhttps://a.example",
            "//a.example",
            "ana@",
            "@ana",
            "a@b@c.example",
            "mailto:ana@b.example?bcc=x@y.example",
            "ftp://a.example",
        ] {
            assert!(!shown(word, "").contains("<a "), "{word}: {}", shown(word, ""));
        }
        let hostile = shown("https://a.example/\"onclick=alert(1)//<script>alert(1)</script>", "");
        assert!(hostile.contains("href=\"https://a.example/\" rel") && !hostile.contains("<script"), "{hostile}");
        let many = shown(&"http://a ".repeat(LINKS * 3), "");
        assert_eq!(many.matches("<a ").count(), LINKS);
    }

    /// What is left without tags and without the words of ours.
    fn words(html: &str) -> String {
        let html = html.replace("<summary>Quoted text</summary>", "").replace("<summary>Signature</summary>", "");
        let mut words = String::new();
        for part in html.split('<') {
            words.push_str(part.split_once('>').map_or(part, |(_, after)| after));
        }
        words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    proptest! {
        #[test]
        fn the_words_survive_and_nothing_is_added_but_tags_of_ours(
            text in "(> |-- |On 3 a@b.example wrote:|http://|https://a.example/|mailto:|a@b.example|javascript:|\n|\n\n|\r|[<>&\"'()\\[\\]. ]|<script>|<a href=x>|&lt;|é|\\PC){0,60}"
        ) {
            let html = shown(&text, "");
            let without = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(without(&words(&html)), without(&text));
            for tag in html.split('<').skip(1) {
                let tag = tag.split('>').next().unwrap_or_default();
                let link = tag.strip_prefix("a href=\"").and_then(|rest| rest.split_once('"'));
                let ours = match link {
                    Some((to, rest)) => {
                        let to = to.to_ascii_lowercase();
                        rest.trim_start() == REST && ["http://", "https://", "mailto:"].iter().any(|scheme| to.starts_with(scheme))
                    }
                    None => ["p dir=\"auto\"", "/p", "br", "/a", "/details", "summary", "/summary", "details class=\"mail-quote\""].contains(&tag),
                };
                prop_assert!(ours, "<{}>", tag);
            }
            prop_assert!(html.len() <= text.len() * 10 + LINKS * 80);
        }
    }
}
