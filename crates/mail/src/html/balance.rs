//! Mail HTML as plain, balanced HTML: only the elements that may stay, each closed, none nested without end.
//!
//! A browser's parser repairs broken markup by copying open elements, which grows with the square of the input for markup made to hurt.
//! What comes out of here needs no repair, so [`ammonia`], which has the last word on safety, takes time by the length alone. And what
//! it never sees (SVG, MathML, comments, styles), no bug in it can let through (security.md A11).

use super::image;
use super::tokens::{Tag, Token, Tokens};
use ammonia::Url;

/// The deepest nesting; tags beyond it are dropped, their text stays.
const DEPTH: usize = 120;
/// The most open elements of those that a browser copies into the next block.
const DEPTH_INLINE: usize = 8;

/// The longest text without a tag, in characters.
const RUN: usize = 1_000;
/// The heaviest value of an attribute; heavier ones are dropped.
const VALUE: usize = 4_096;

/// Elements that stay.
pub(super) const TAGS: [&str; 46] = [
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "wbr",
];
const VOID: [&str; 4] = ["br", "hr", "img", "wbr"];
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
/// What stands nowhere but in a table.
const PARTS: [&str; 7] = ["caption", "tbody", "td", "tfoot", "th", "thead", "tr"];
/// What is inside a cell closes nothing outside it.
const CELL: &[&str] = &["td", "th", "table"];
/// What the HTML standard calls formatting elements, and their like.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "big", "code", "del", "em", "i", "ins", "q", "s", "small", "span", "strong", "sub", "sup", "u",
    "font", "tt", "strike",
];

/// The attributes that stay, beside `dir` on blocks.
pub(super) fn attributes(name: &str) -> &'static [&'static str] {
    match name {
        "a" => &["href"],
        "img" => &["src", "alt", "width", "height"],
        "td" | "th" => &["colspan", "rowspan"],
        "ol" => &["start"],
        _ => &[],
    }
}

/// The same content, balanced.
pub(super) fn balance(html: &str) -> String {
    let mut balance = Balance { out: String::with_capacity(html.len()), run: 0, open: Vec::new() };
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => balance.text(text),
            Token::Start(tag) => balance.start(&tag),
            Token::End(name) => balance.end(&name),
        }
    }
    while balance.close() {}
    balance.out
}

struct Balance {
    out: String,
    /// How many characters of text stand behind the last tag.
    run: usize,
    open: Vec<&'static str>,
}

impl Balance {
    /// Text between the rows of a table would be carried out of it.
    fn text(&mut self, text: &str) {
        // Parsers swallow one line end here, each time.
        let text = if self.out.ends_with("<pre>") { text.trim_start_matches(['\n', '\r']) } else { text };
        if matches!(self.open.last(), Some(&("table" | "tbody" | "thead" | "tfoot" | "tr"))) {
            if text.trim().is_empty() {
                return;
            }
            self.cell();
        }
        self.words(text);
    }

    /// The serializer that ammonia uses looks from each `&` to the end of its text: a long text gets places where it may break.
    fn words(&mut self, text: &str) {
        let mut in_reference = 0;
        for c in text.chars() {
            if self.run >= RUN && (c.is_whitespace() || self.run >= 2 * RUN) && (in_reference == 0 || c == '&') {
                self.out.push_str("<wbr>");
                self.run = 0;
            }
            // A reference such as `&amp;` counts as the one character that it is.
            in_reference = match c {
                '&' => 1,
                _ if in_reference > 0 && in_reference < 32 && (c.is_ascii_alphanumeric() || c == '#') => {
                    in_reference + 1
                }
                _ => 0,
            };
            self.run += usize::from(in_reference <= 1);
            match c {
                '<' => self.out.push_str("&lt;"),
                c => self.out.push(c),
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let Some(name) = TAGS.iter().find(|name| **name == tag.name).copied() else { return };
        // A link that leads nowhere is its words.
        if name == "a" && !tag.attribute("href").is_some_and(|href| leads_out(href) && stays(name, "href", href)) {
            return;
        }
        if PARTS.contains(&name) && !self.open.contains(&"table") {
            return;
        }
        self.make_room(name);
        let inline = self.open.iter().filter(|open| INLINE.contains(open)).count();
        if self.open.len() >= DEPTH || (INLINE.contains(&name) && inline >= DEPTH_INLINE) {
            return;
        }
        self.run = 0;
        self.out.push('<');
        self.out.push_str(name);
        let dir: &[&str] = if INLINE.contains(&name) || VOID.contains(&name) { &[] } else { &["dir"] };
        for attribute in attributes(name).iter().chain(dir) {
            if let Some(value) = tag.attribute(attribute).filter(|value| stays(name, attribute, value)) {
                let value = value.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
                self.out.push_str(&format!(" {attribute}=\"{value}\""));
            }
        }
        self.out.push('>');
        if !VOID.contains(&name) {
            self.open.push(name);
        }
    }

    /// Closes what a browser would close before this element, and opens what it would open.
    fn make_room(&mut self, name: &str) {
        match name {
            "li" => {
                self.close_within(&["li"], &["ul", "ol", "td", "th", "table"]);
                self.close_within(&["p"], CELL);
            }
            "dt" | "dd" => {
                self.close_within(&["dt", "dd"], &["dl", "td", "th", "table"]);
                self.close_within(&["p"], CELL);
            }
            "td" | "th" => self.close_to(&["tr", "tbody", "thead", "tfoot", "table"]),
            "tr" => self.close_to(&["tbody", "thead", "tfoot", "table"]),
            "tbody" | "thead" | "tfoot" | "caption" => self.close_to(&["table"]),
            "a" => self.close_within(&["a"], CELL),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close_within(&["p"], CELL);
                if self.open.last().is_some_and(|open| HEADINGS.contains(open)) {
                    self.close();
                }
            }
            _ if INLINE.contains(&name) || VOID.contains(&name) && name != "hr" => {}
            _ => self.close_within(&["p"], CELL),
        }
        match (name, self.open.last().copied()) {
            ("td" | "th", Some("table")) => self.bare(&["tbody", "tr"]),
            ("td" | "th", Some("tbody" | "thead" | "tfoot")) => self.bare(&["tr"]),
            ("tr", Some("table")) => self.bare(&["tbody"]),
            ("td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption", _) => {}
            (_, Some("table" | "tbody" | "thead" | "tfoot" | "tr")) => self.cell(),
            _ => {}
        }
    }

    fn cell(&mut self) {
        match self.open.last().copied() {
            Some("table") => self.bare(&["tbody", "tr", "td"]),
            Some("tr") => self.bare(&["td"]),
            _ => self.bare(&["tr", "td"]),
        }
    }

    fn bare(&mut self, names: &[&'static str]) {
        for name in names {
            self.run = 0;
            self.out.push_str(&format!("<{name}>"));
            self.open.push(name);
        }
    }

    /// Closes what is open inside the innermost of `names`.
    fn close_to(&mut self, names: &[&str]) {
        while self.open.last().is_some_and(|open| !names.contains(open)) {
            self.close();
        }
    }

    /// Closes up to and with the innermost of `names`, unless one of `walls` stands before it.
    fn close_within(&mut self, names: &[&str], walls: &[&str]) {
        let from = self.open.iter().rposition(|open| names.contains(open) || walls.contains(open));
        if let Some(from) = from.filter(|from| names.contains(&self.open[*from])) {
            while self.open.len() > from {
                self.close();
            }
        }
    }

    /// An end tag closes its element and what is open inside it; a cell is a wall for what is no part of a table.
    fn end(&mut self, name: &str) {
        let walls: &[&str] = match name {
            "table" => &[],
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption" => &["table"],
            _ => CELL,
        };
        self.close_within(&[name], walls);
    }

    fn close(&mut self) -> bool {
        let Some(name) = self.open.pop() else { return false };
        self.run = 0;
        self.out.push_str(&format!("</{name}>"));
        true
    }
}

/// Whether a value is one that may stay. Those that may not are dropped here already: where ammonia drops one, those behind it change
/// places.
fn stays(element: &str, attribute: &str, value: &str) -> bool {
    let written = |schemes: [&str; 2]| schemes.into_iter().any(|scheme| super::scheme(value, scheme));
    let address = attribute != "src" || written(["cid:", image::MARKER]) || leads_out(value);
    address && super::attribute(element, attribute, value).is_some() && weight(value) <= VALUE
}

/// Bytes of a value, those that may be written as references counted as the longest of them: what was light enough once is so again,
/// however it was written then.
fn weight(value: &str) -> usize {
    let value = image::address(value);
    let value = ["&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;"].iter().fold(value, |value, one| value.replace(one, "\""));
    value
        .chars()
        .map(|c| if matches!(c, '&' | '<' | '>' | '"' | '\u{a0}') { "&quot;".len() } else { c.len_utf8() })
        .sum()
}

/// To the web or to a mailbox. Written plainly: a host that is hidden in references wants to be something else, and so does one of signs
/// that HTML writes as references.
fn leads_out(href: &str) -> bool {
    let href = href.trim();
    let after = |scheme: &str| {
        let (start, rest) = href.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    let host = after("https://").or_else(|| after("http://"));
    let host = host.map(|rest| rest.split(['/', '?', '#', '\\']).next().unwrap_or_default());
    let plain = host.is_some_and(|host| !host.contains(['&', '<', '>', '"', '\u{a0}'])) || after("mailto:").is_some();
    plain && Url::parse(href).is_ok()
}

#[cfg(test)]
mod tests {
    use super::balance;

    #[test]
    fn broken_markup_is_closed_and_nothing_grows() {
        for (html, balanced) in [
            ("<p>one<p>two", "<p>one</p><p>two</p>"),
            ("<b><i>x</b>y</i>", "<b><i>x</i></b>y"),
            ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
            (
                "<table><tr><td>a<td>b<tr><td>c</table>",
                "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>",
            ),
            ("<table>x</table>", "<table><tbody><tr><td>x</td></tr></tbody></table>"),
            ("</div>x", "x"),
            ("<h1>a<thead><h2>b", "<h1>a</h1><h2>b</h2>"),
            ("<h1><center><p>a<h1>b", "<h1><center><p>a</p><h1>b</h1></center></h1>"),
            ("<o:p>x</o:p><font color=red>y</font>", "xy"),
            ("<a href='https://a.b/\"c' onclick=x>d</a>", "<a href=\"https://a.b/&quot;c\">d</a>"),
            (
                "<a href='https://a\"b'>c</a><a href='https://a <b@c.d/'>e</a><a href='https://a\u{a0}b@c.d/'>f</a>",
                "cef",
            ),
            ("<img src=x alt=y width=3 height=50%><td dir=up>", "<img alt=\"y\" width=\"3\">"),
            ("<a name=x>c</a><a href=/x>d</a><a href='https://\u{fffd}/'>e</a><a href='https://&#x61;/'>f</a>", "cdef"),
        ] {
            assert_eq!(balance(html), balanced, "{html}");
        }
        let deep = "<div>".repeat(10_000);
        assert!(balance(&deep).len() < 2_000);
    }
}
