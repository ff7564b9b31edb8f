//! What HTML says, as text: for search, for lists, and for mails that have no text of their own.

use super::tokens::{Token, Tokens};

/// The words of sanitised HTML: a line for each block, a blank one between paragraphs, pictures by their description.
pub(super) fn of_sanitised(html: &str) -> String {
    let mut text = Text { out: String::new(), breaks: 0, space: false, literal: 0, quotes: 0 };
    for token in Tokens::new(html) {
        match token {
            Token::Text(words) => text.words(&unescape(words)),
            Token::Start(tag) => match tag.name.as_str() {
                "br" => text.line(),
                "hr" => text.block(1),
                "img" => text.words(&unescape(tag.attribute("alt").unwrap_or_default())),
                "pre" => (text.block(2), text.literal += 1).1,
                "blockquote" => (text.block(1), text.quotes += 1).1,
                "li" => (text.block(1), text.words("- ")).1,
                "td" | "th" => text.space = true,
                name => text.block(breaks(name)),
            },
            Token::End(name) => match name.as_str() {
                "pre" => (text.block(2), text.literal = text.literal.saturating_sub(1)).1,
                "blockquote" => (text.block(1), text.quotes = text.quotes.saturating_sub(1)).1,
                name => text.block(breaks(name)),
            },
        }
    }
    text.out.push_str(if text.out.is_empty() { "" } else { "\n" });
    text.out
}

/// How many line ends stand around an element at least.
fn breaks(name: &str) -> usize {
    match name {
        "p" | "ul" | "ol" | "dl" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => 2,
        "div" | "tr" | "li" | "dt" | "dd" | "center" | "table" | "caption" => 1,
        _ => 0,
    }
}

struct Text {
    out: String,
    breaks: usize,
    space: bool,
    literal: usize,
    quotes: usize,
}

impl Text {
    fn words(&mut self, text: &str) {
        if self.literal > 0 {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.line();
                }
                self.push(line);
            }
            return;
        }
        if text.is_empty() {
            return;
        }
        self.space |= text.starts_with(is_space);
        for word in text.split(is_space).filter(|word| !word.is_empty()) {
            self.push(word);
            self.space = true;
        }
        self.space = text.ends_with(is_space);
    }

    fn push(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        let begins = self.out.is_empty();
        // No page of blank lines, however many breaks stand in a row.
        let lines = if begins { 0 } else { self.breaks.min(2) };
        for _ in 0..lines {
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push('\n');
        }
        if begins || lines > 0 {
            // At most as deep as people answer: the marks of deeper ones would outgrow the words.
            self.out.push_str(&"> ".repeat(self.quotes.min(8)));
        } else if self.space && self.literal == 0 && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
        (self.breaks, self.space) = (0, false);
        self.out.push_str(word);
    }

    fn line(&mut self) {
        self.breaks += 1;
        self.space = false;
    }

    fn block(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
        self.space &= breaks == 0;
    }
}

/// White space that HTML folds, and the space that mail programs use to keep it from folding.
fn is_space(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{a0}'
}

/// The entities that a sanitised text has.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", "\u{a0}");
    text.replace("&amp;", "&")
}
