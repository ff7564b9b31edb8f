//! HTML as a row of texts and tags, read once from front to back. It finds every tag that a browser would, in any order; what a browser
//! does with them is not its business.

/// What stands at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// As in the source, entities and all.
    Text(&'a str),
    Start(Tag<'a>),
    /// The name, in lower case.
    End(String),
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// In lower case.
    pub name: String,
    /// What is between the name and the `>`.
    inside: &'a str,
    /// From `<` to `>`.
    source: &'a str,
}

/// Elements whose content is no markup and is not shown.
const HIDDEN: [&str; 10] =
    ["script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "noembed"];

/// The texts and tags of `html`. Comments, declarations and hidden elements are left out.
pub(crate) struct Tokens<'a>(&'a str);

impl<'a> Tokens<'a> {
    pub fn new(html: &'a str) -> Self {
        Self(html)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.0.is_empty() {
                return None;
            }
            let Some(rest) = self.0.strip_prefix('<') else {
                let end = self.0.find('<').unwrap_or(self.0.len());
                return Some(Token::Text(self.take(end)));
            };
            match rest.chars().next() {
                Some(c) if c.is_ascii_alphabetic() => {
                    let tag = self.tag();
                    if HIDDEN.contains(&tag.name.as_str()) {
                        if !tag.inside.ends_with('/') {
                            self.skip_element(&tag.name);
                        }
                    } else {
                        return Some(Token::Start(tag));
                    }
                }
                Some('/') if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => {
                    self.take(1);
                    return Some(Token::End(self.tag().name));
                }
                Some('!') if rest.starts_with("!--") => self.skip_past(2, "-->"),
                Some('!' | '?' | '/') => self.skip_past(2, ">"),
                _ => return Some(Token::Text(self.take(1))),
            }
        }
    }
}

impl<'a> Tokens<'a> {
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.0.split_at(bytes);
        self.0 = rest;
        taken
    }

    /// Skips `from` bytes and what follows up to and with `end`; without an end, everything.
    fn skip_past(&mut self, from: usize, end: &str) {
        let at = self.0.get(from..).and_then(|rest| rest.find(end)).map(|at| from + at + end.len());
        self.take(at.unwrap_or(self.0.len()));
    }

    /// Skips up to the end tag of a hidden element. Elements of the same name inside it do not count: what they leave shows as text.
    fn skip_element(&mut self, name: &str) {
        let bytes = self.0.as_bytes();
        let ends = |at: usize| {
            let tag = &bytes[at..];
            tag.starts_with(b"</")
                && tag.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        };
        let end = (0..bytes.len()).find(|at| ends(*at));
        self.take(end.unwrap_or(bytes.len()));
    }

    /// Reads from the character before the name to behind the `>`, quotes minded.
    fn tag(&mut self) -> Tag<'a> {
        let bytes = self.0.as_bytes();
        let name_end =
            bytes.iter().skip(1).position(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' | b'>'));
        let name_end = name_end.map_or(bytes.len(), |at| at + 1);
        let (mut at, mut quote, mut value) = (name_end, None, false);
        while let Some(b) = bytes.get(at) {
            match (quote, b) {
                (Some(open), b) if open == *b => quote = None,
                (Some(_), _) => {}
                (None, b'>') => break,
                (None, b'"' | b'\'') if value => quote = Some(*b),
                _ => {}
            }
            // A quote opens a value only behind the equals sign.
            value = *b == b'=' || (value && b.is_ascii_whitespace());
            at += 1;
        }
        let whole = self.take((at + 1).min(bytes.len()));
        let inside = &whole[name_end..at.min(whole.len())];
        Tag { name: whole[1..name_end].to_ascii_lowercase(), inside, source: whole }
    }
}

impl<'a> Tag<'a> {
    /// The whole tag.
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// The value of an attribute as in the source; the first of that name counts.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.inside;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '=');
            let end = rest.char_indices().skip(1).find(|(_, c)| ends(*c)).map_or(rest.len(), |(at, _)| at);
            let (found, after) = rest.split_at(end);
            let after = after.trim_start();
            let (value, next) = match after.strip_prefix('=') {
                Some(value) => take_value(value.trim_start()),
                None => ("", after),
            };
            if found.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = next;
        }
    }
}

fn take_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            return rest.split_once(quote).unwrap_or((rest, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens};

    fn shown(html: &str) -> String {
        let words = Tokens::new(html).map(|token| match token {
            Token::Text(text) => text.to_owned(),
            Token::Start(tag) => format!("[{}|{}]", tag.name, tag.attribute("href").unwrap_or("-")),
            Token::End(name) => format!("[/{name}]"),
        });
        words.collect()
    }

    #[test]
    fn tags_as_browsers_see_them() {
        for (html, tokens) in [
            ("a<b>c</B >d", "a[b|-]c[/b]d"),
            ("<a title='>' HREF=\"x y\">z", "[a|x y]z"),
            ("<a href=x/y>z", "[a|x/y]z"),
            ("<a b=\"1\"href='2'>", "[a|2]"),
            ("1 < 2 <!-- <b> -->3<!doctype x>4<?php ?>5", "1 < 2 345"),
            ("<script>if (a<b) '</b>'</SCRIPT>x", "[/script]x"),
            ("<style>p{}", ""),
            ("<a", "[a|-]"),
            ("<a href=\"", "[a|]"),
            ("<é>", "<é>"),
            ("<a é=1 href=2>", "[a|2]"),
        ] {
            assert_eq!(shown(html), tokens, "{html}");
        }
    }
}
