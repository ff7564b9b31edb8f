//! HTML of strangers, made fit to be seen: in a sandboxed frame, without script, forms, styles, or anything that calls home
//! (security.md A11). The sanitiser is one fence of four, never the only one.

mod balance;
mod image;
mod percent;
mod text;
mod tokens;

pub use image::{Pictures, SHOWN, show};

use ammonia::UrlRelative;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Raised when what [`sanitise`] lets through changes: what was stored by an older one is to be sanitised again.
pub const VERSION: u32 = 1;

/// The most bytes of HTML that are looked at: 2 MiB. The rest is cut.
pub const LOOK: usize = 2 * 1024 * 1024;

/// HTML that may be stored, and shown through [`show`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sanitised {
    /// Pictures have `cid:` or a marker in place of an address.
    pub html: String,
    /// How many pictures wait for somebody to ask for them.
    pub remote: usize,
    /// The content ids of the pictures that came along, each once.
    pub inline: Vec<String>,
    /// Whether the end was cut.
    pub cut: bool,
}

impl Sanitised {
    /// Its words, as [`text`] has them.
    #[must_use]
    pub fn text(&self) -> String {
        text::of_sanitised(&self.html)
    }
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::default();
    let blocks =
        balance::TAGS.iter().map(|tag| (*tag, balance::attributes(tag).iter().copied().collect::<HashSet<_>>()));
    cleaner
        .tags(balance::TAGS.into())
        .clean_content_tags(["script", "style", "title", "template", "iframe", "object", "svg", "math"].into())
        .tag_attributes(blocks.collect())
        .generic_attributes(["dir"].into())
        .url_schemes(["http", "https", "mailto", "cid", "remote"].into())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .attribute_filter(attribute);
    cleaner
});

/// Addresses by where they stand: a link goes to the web or to a mailbox, a picture has none that a browser would follow.
fn attribute<'a>(element: &str, name: &str, value: &'a str) -> Option<Cow<'a, str>> {
    match (element, name) {
        ("a", "href") => (!scheme(value, image::MARKER) && !scheme(value, "cid:")).then_some(Cow::Borrowed(value)),
        ("img", "src") if scheme(value, "cid:") => Some(Cow::Owned(format!("cid:{}", &value["cid:".len()..]))),
        ("img", "src") => image::mark(value).map(Cow::Owned),
        ("img", "width" | "height") | (_, "colspan" | "rowspan" | "start") => number(value),
        (_, "dir") => ["ltr", "rtl", "auto"].into_iter().find(|dir| value.eq_ignore_ascii_case(dir)).map(Cow::Borrowed),
        _ => Some(Cow::Borrowed(value)),
    }
}

fn scheme(value: &str, scheme: &str) -> bool {
    value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// A small number; percent and words are layout that nobody misses.
fn number(value: &str) -> Option<Cow<'_, str>> {
    let digits = value.trim().trim_end_matches("px");
    (digits.parse::<u16>().is_ok_and(|number| number <= 2000)).then(|| Cow::Owned(digits.to_owned()))
}

/// What may be shown of `raw`. Sanitising twice changes nothing but the places where a long text may break; time and size grow with the
/// length alone.
#[must_use]
pub fn sanitise(raw: &str) -> Sanitised {
    let (raw, cut) = look(raw);
    let html = CLEANER.clean(&balance::balance(raw)).to_string();
    let (mut remote, mut inline) = (0, Vec::new());
    for token in tokens::Tokens::new(&html) {
        let tokens::Token::Start(tag) = token else { continue };
        let src = tag.attribute("src").filter(|_| tag.name == "img").unwrap_or_default();
        if let Some(id) = src.strip_prefix("cid:") {
            inline.push(id.replace("&amp;", "&"));
        }
        remote += usize::from(src.starts_with(image::MARKER) && !image::is_pixel(&tag));
    }
    inline.sort_unstable();
    inline.dedup();
    Sanitised { html, remote, inline, cut }
}

/// The words of HTML that came in a mail: for search, for snippets, and where a mail has no text.
#[must_use]
pub fn text(raw: &str) -> String {
    sanitise(raw).text()
}

/// Text as HTML, its lines kept.
#[must_use]
pub fn from_text(text: &str) -> String {
    format!("<p>{}</p>", escape(text.trim_end()).replace('\n', "<br>\n"))
}

fn look(raw: &str) -> (&str, bool) {
    let mut end = raw.len().min(LOOK);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    (&raw[..end], end < raw.len())
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
