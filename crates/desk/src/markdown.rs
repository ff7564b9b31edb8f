//! Markdown in, sanitised HTML out. What comes out of here is the only HTML a screen may insert.

use pulldown_cmark::{Event, Options, Parser, html};
use std::sync::LazyLock;

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .tags(
            ["p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h3", "h4", "hr"]
                .into(),
        )
        .tag_attributes([("a", ["href"].into())].into())
        .generic_attributes(std::collections::HashSet::new())
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    cleaner
});

/// A message body as HTML: emphasis, lists, quotes, code and links; no images, no raw HTML, no ids, no styles.
pub(crate) fn html(body: &str) -> String {
    let options = Options::ENABLE_STRIKETHROUGH;
    // Raw HTML becomes text, so that a person who writes `<b>` sees what they wrote.
    let events = Parser::new_ext(body, options).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::SoftBreak => Event::HardBreak,
        other => other,
    });
    let mut out = String::with_capacity(body.len() * 5 / 4);
    html::push_html(&mut out, events);
    CLEANER.clean(&out).to_string()
}

/// The beginning of a body as one line of plain text, for lists: at most `max` characters.
pub(crate) fn snippet(body: &str, max: usize) -> String {
    let mut line = String::new();
    for word in body.split_whitespace() {
        if line.chars().count() + word.chars().count() + 1 > max {
            if line.is_empty() {
                line.extend(word.chars().take(max));
            }
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{html, snippet};

    #[test]
    fn hostile_markdown_comes_out_harmless() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](data:text/html,x)",
            "</textarea><script>alert(1)</script>",
            "<a href='//evil' style='position:fixed'>x</a>",
            "[x](/acme/settings)",
        ] {
            let clean = html(hostile);
            // What was written as markup stands there as text; what a browser would act on is gone.
            for bad in
                ["<script", "<img", "<style", "<textarea", "href=\"javascript", "href=\"data", "href=\"/", "<a href='"]
            {
                assert!(!clean.contains(bad), "{hostile} became {clean}");
            }
        }
    }

    #[test]
    fn what_people_write_is_kept() {
        assert_eq!(html("**hi** _you_\nnext"), "<p><strong>hi</strong> <em>you</em><br>\nnext</p>\n");
        assert!(html("<b>").contains("&lt;b&gt;"));
        assert!(html("[a](https://example.com)").contains("rel=\"noopener noreferrer nofollow\""));
    }

    #[test]
    fn a_snippet_is_one_line_and_ends_in_a_word() {
        assert_eq!(snippet("one\n two   three", 40), "one two three");
        assert_eq!(snippet("one two three", 8), "one two…");
    }
}
