//! Mail HTML as plain, balanced HTML: only the elements that may stay, each closed, none nested without end.
//!
//! A browser's parser repairs broken markup by copying open elements, which grows with the square of the input for markup made to hurt.
//! What comes out of here needs no repair, so [`ammonia`], which has the last word on safety, takes time by the length alone. And what
//! it never sees (SVG, MathML, comments, styles), no bug in it can let through (security.md A11).

use super::tokens::{Tag, Token, Tokens};

/// The deepest nesting; tags beyond it are dropped, their text stays.
const DEPTH: usize = 120;
/// The most open elements of those that a browser copies into the next block.
const DEPTH_INLINE: usize = 8;

/// Elements that stay.
pub(super) const TAGS: [&str; 45] = [
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
];
const VOID: [&str; 3] = ["br", "hr", "img"];
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
    let mut balance = Balance { out: String::with_capacity(html.len()), open: Vec::new() };
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
    open: Vec<&'static str>,
}

impl Balance {
    /// Text between the rows of a table would be carried out of it.
    fn text(&mut self, text: &str) {
        // Parsers swallow one line end here, each time.
        let text = if self.out.ends_with("<pre>") { text.trim_start_matches(['\n', '\r']) } else { text };
        let between = matches!(self.open.last(), Some(&("table" | "tbody" | "thead" | "tfoot" | "tr")));
        if !between {
            self.out.push_str(&text.replace('<', "&lt;"));
        } else if !text.trim().is_empty() {
            self.cell();
            self.out.push_str(&text.replace('<', "&lt;"));
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let Some(name) = TAGS.iter().find(|name| **name == tag.name).copied() else { return };
        self.make_room(name);
        let inline = self.open.iter().filter(|open| INLINE.contains(open)).count();
        if self.open.len() >= DEPTH || (INLINE.contains(&name) && inline >= DEPTH_INLINE) {
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        let dir: &[&str] = if INLINE.contains(&name) || VOID.contains(&name) { &[] } else { &["dir"] };
        for attribute in attributes(name).iter().chain(dir) {
            if let Some(value) = tag.attribute(attribute) {
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
            "td" | "th" => self.close_within(&["td", "th"], &["table"]),
            "tr" => self.close_within(&["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" | "caption" => {
                self.close_within(&["tbody", "thead", "tfoot", "caption"], &["table"])
            }
            "a" => self.close_within(&["a"], CELL),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close_within(&["p", "h1", "h2", "h3", "h4", "h5", "h6"], CELL)
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
            self.out.push_str(&format!("<{name}>"));
            self.open.push(name);
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
        self.out.push_str(&format!("</{name}>"));
        true
    }
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
            ("<o:p>x</o:p><font color=red>y</font>", "xy"),
            ("<a href='a\"b' onclick=x>c</a>", "<a href=\"a&quot;b\">c</a>"),
        ] {
            assert_eq!(balance(html), balanced, "{html}");
        }
        let deep = "<div>".repeat(10_000);
        assert!(balance(&deep).len() < 2_000);
    }
}
