//! Pictures in a mail: those that came with it are named by `cid:`, those of the web by a marker. A browser asks nobody for either.

use super::percent;
use super::tokens::{Tag, Token, Tokens};
use std::borrow::Cow;

/// In front of a remote picture's address, percent-encoded: a scheme that no browser knows.
pub(super) const MARKER: &str = "remote:";

/// The marker for the address of a remote picture; a marker stays itself. `None` for everything that is no web address.
pub(super) fn mark(src: &str) -> Option<String> {
    let address = match src.strip_prefix(MARKER) {
        Some(encoded) => decode(encoded)?,
        None => src.trim().to_owned(),
    };
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    web.then(|| format!("{MARKER}{}", encode(&address)))
}

/// The address behind a marker; anything else is itself.
pub(super) fn address(src: &str) -> String {
    src.strip_prefix(MARKER).and_then(decode).unwrap_or_else(|| src.to_owned())
}

/// The most bytes that [`show`] writes for the addresses of pictures: 16 MiB. A mail may name one picture in a hundred thousand places,
/// and each would hold all of it.
pub const SHOWN: usize = 16 * 1024 * 1024;

/// What to do with the pictures of a mail that is to be shown.
pub trait Pictures {
    /// The address of a picture that came with the mail, by its content id. `None`: it did not.
    fn inline(&self, content_id: &str) -> Option<Cow<'_, str>>;
    /// The address to load a remote picture by, such as our own that fetches it. `None`: it stays blocked.
    fn remote(&self, address: &str) -> Option<Cow<'_, str>>;
}

/// Sanitised HTML with its pictures in place, for the frame. A picture that is not shown keeps its words and gets `data-blocked`; one that
/// only counts who reads (two pixels or less) is never loaded, and what is over [`SHOWN`] is not shown. `html` must come from
/// [`sanitise`](super::sanitise).
#[must_use]
pub fn show(html: &str, pictures: &impl Pictures) -> String {
    let mut out = String::with_capacity(html.len());
    let mut room = SHOWN;
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => out.push_str(text),
            Token::End(name) => out.push_str(&format!("</{name}>")),
            Token::Start(tag) if tag.name == "img" => picture(&mut out, &tag, pictures, &mut room),
            Token::Start(tag) => out.push_str(tag.source()),
        }
    }
    out
}

/// Whether it is too small to be seen: it only counts who reads.
pub(super) fn is_pixel(tag: &Tag<'_>) -> bool {
    let small = |size: &str| size.trim().trim_end_matches("px").parse().is_ok_and(|size: u32| size <= 2);
    ["width", "height"].into_iter().filter_map(|name| tag.attribute(name)).any(small)
}

fn picture(out: &mut String, tag: &Tag<'_>, pictures: &impl Pictures, room: &mut usize) {
    let src = tag.attribute("src").map(|src| src.replace("&amp;", "&")).unwrap_or_default();
    let address = match (src.strip_prefix("cid:"), src.strip_prefix(MARKER)) {
        (Some(content_id), _) => pictures.inline(content_id),
        (_, Some(encoded)) if !is_pixel(tag) => decode(encoded).and_then(|address| pictures.remote(&address)),
        _ => None,
    };
    out.push_str("<img");
    match address.filter(|address| address.len() <= *room).map(|address| super::escape(&address)) {
        Some(address) if address.len() <= *room => {
            *room -= address.len();
            out.push_str(&format!(" src=\"{address}\""));
        }
        // It grew as it was written: nothing is tried a second time.
        Some(_) => {
            *room = 0;
            out.push_str(" data-blocked");
        }
        None => out.push_str(" data-blocked"),
    }
    for name in ["alt", "width", "height"] {
        if let Some(value) = tag.attribute(name) {
            out.push_str(&format!(" {name}=\"{}\"", value.replace('"', "&quot;")));
        }
    }
    out.push('>');
}

/// Everything but what may stand unencoded anywhere.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

fn decode(text: &str) -> Option<String> {
    String::from_utf8(percent::bytes(text)).ok()
}

#[cfg(test)]
mod tests {
    use super::{Pictures, SHOWN, show};
    use crate::html::sanitise;
    use std::borrow::Cow;

    struct Asked(bool);

    impl Pictures for Asked {
        fn inline(&self, content_id: &str) -> Option<Cow<'_, str>> {
            (content_id == "a&b@example.com").then_some(Cow::Borrowed("/file/1?a=1&b=2"))
        }
        fn remote(&self, address: &str) -> Option<Cow<'_, str>> {
            self.0.then(|| Cow::Owned(format!("/picture?of={address}")))
        }
    }

    #[test]
    fn pictures_wait_until_somebody_asks() {
        let sanitised = sanitise(
            "<img src='https://x.example/a.png?q=1&amp;r=2' alt='A &quot;picture&quot;' width=30><img src=CID:a&amp;b@example.com><img src=cid:gone@x>\
             <img src=http://track.example/o.gif width=1 height=1>src=\"remote:x\"",
        );
        assert_eq!((sanitised.remote, sanitised.inline.len()), (1, 2));
        let blocked = "<img data-blocked alt=\"A &quot;picture&quot;\" width=\"30\"><img src=\"/file/1?a=1&amp;b=2\"><img data-blocked>\
             <img data-blocked width=\"1\" height=\"1\">src=\"remote:x\"";
        assert_eq!(show(&sanitised.html, &Asked(false)), blocked);
        let shown = show(&sanitised.html, &Asked(true));
        assert!(shown.starts_with("<img src=\"/picture?of=https://x.example/a.png?q=1&amp;r=2\" alt="), "{shown}");
        assert!(!shown.contains("track.example"), "{shown}");
    }

    /// One picture of a third of what may be shown.
    struct Large(String);

    impl Pictures for Large {
        fn inline(&self, _: &str) -> Option<Cow<'_, str>> {
            Some(Cow::Borrowed(&self.0))
        }
        fn remote(&self, _: &str) -> Option<Cow<'_, str>> {
            None
        }
    }

    #[test]
    fn one_picture_in_a_hundred_thousand_places_is_shown_in_few() {
        let html = "<img src=\"cid:a\">".repeat(100_000);
        let shown = show(&html, &Large(format!("data:{}", "x".repeat(SHOWN / 3 - 5))));
        assert_eq!((shown.matches(" src=").count(), shown.matches("data-blocked").count()), (3, 99_997));
        assert!(shown.len() < SHOWN + 2 * html.len());
        // What is written grows where signs become references.
        let signs = show(&html, &Large("&".repeat(SHOWN / 3)));
        assert_eq!(signs.matches(" src=").count(), 0);
    }
}
