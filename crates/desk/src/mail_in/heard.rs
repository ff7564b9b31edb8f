//! A mail that was parsed, and what takes long to find in it: found once, beside the requests.

use crate::markdown::snippet;
use domain::text::Body;
use mail::Incoming;
use mail::html::sanitise;
use mail::quote::new_words;
use std::ops::Deref;

/// Characters of a mail that somebody reads before they decide.
const BEGINNING: usize = 400;
/// Bytes in which a mail's new words begin, or they are not looked for: 64 KiB.
const LOOK: usize = 64 * 1024;

/// A mail, and what there is to read in it.
#[derive(Clone)]
pub(crate) struct Heard {
    incoming: Incoming,
    /// Its words, without what no text of ours may hold; at most as many as a message may have.
    pub(super) text: String,
    /// Whether there are more.
    pub(super) cut: bool,
    /// How many pictures of the web are in its HTML; `None` where it has none.
    pub(super) pictures: Option<usize>,
    /// How it begins, for whoever decides what becomes of it.
    pub(super) begins: String,
}

impl Deref for Heard {
    type Target = Incoming;

    fn deref(&self) -> &Incoming {
        &self.incoming
    }
}

impl Heard {
    /// Takes as long as the mail is large.
    pub(super) fn of(mut incoming: Incoming) -> Self {
        let sanitised = incoming.html.as_deref().map(sanitise);
        if let (None, Some(sanitised)) = (&incoming.text, &sanitised) {
            // Whoever asks what there is to read has it from here, and makes it no second time.
            incoming.text = Some(sanitised.text());
        }
        let (text, cut) = fitting(incoming.text.as_deref().unwrap_or_default());
        let begins = beginning(&text, &incoming.subject, BEGINNING);
        Self { text, cut, pictures: sanitised.map(|html| html.remote), begins, incoming }
    }

    /// The mail itself.
    pub(super) fn into_incoming(self) -> Incoming {
        self.incoming
    }
}

/// The new words as one line, or the old ones where there are no others.
pub(super) fn beginning(text: &str, subject: &str, most: usize) -> String {
    let mut end = text.len().min(LOOK);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let words = new_words(&mail::quote(text, subject));
    snippet(if words.trim().is_empty() { text } else { words.as_str() }, most)
}

/// As much as a message may have, without what no text of ours may hold, and whether that is not all.
fn fitting(text: &str) -> (String, bool) {
    let mut letters = printable(text);
    let fits = letters.by_ref().take(Body::MAX).collect();
    (fits, letters.next().is_some())
}

/// Without controls.
pub(super) fn printable(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::Heard;
    use domain::text::Body;

    fn heard(head: &str, body: &str) -> Heard {
        let raw = format!("From: ana@x.test\nSubject: x\n{head}\n{body}");
        Heard::of(mail::parse(raw.as_bytes()).expect("a mail"))
    }

    #[test]
    fn the_words_are_those_that_people_read() {
        let plain = heard("", "Hello\u{7}\n-- \nAna\n");
        assert_eq!((plain.text.as_str(), plain.cut, plain.pictures), ("Hello\n-- \nAna\n", false, None));
        assert_eq!(plain.begins, "Hello");
        let html =
            heard("Content-Type: text/html\n", "<p>Hello</p><script>x</script><img src=https://a.example/b.png>");
        assert_eq!((html.text.trim(), html.pictures, html.readable().trim()), ("Hello", Some(1), "Hello"));
    }

    #[test]
    fn a_long_text_ends_where_a_message_does() {
        let long = heard("", &"a:\n".repeat(Body::MAX));
        assert_eq!((long.text.chars().count(), long.cut), (Body::MAX, true));
        assert!(long.begins.starts_with("a: a:") && long.begins.chars().count() <= 400, "{}", long.begins);
        assert!(!heard("", &"a".repeat(Body::MAX)).cut);
    }
}
