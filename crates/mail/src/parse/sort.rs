//! Which parts are the text, and which came beside it.
//!
//! The text is a row of sections, because programs put text around attachments and lists put a footer under everything. A section that has
//! only one of plain text and HTML gets the other made from it, as soon as some section has it.

use super::attachment::{Attachment, Kind, attachment, name_of};
use super::split::{Inside, Part};
use super::{Note, clean, decode, limits};
use crate::html;

/// What a tree of parts says.
#[derive(Default)]
pub(crate) struct Sorted {
    sections: Vec<Section>,
    pub attachments: Vec<Attachment>,
    pub notes: Vec<Note>,
}

#[derive(Default)]
struct Section {
    text: Option<String>,
    html: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inner {
    Mixed,
    Alternative,
    Related,
}

/// Sorts a whole message.
pub(crate) fn sort(root: &Part<'_>) -> Sorted {
    let mut sorted = Sorted::default();
    sorted.visit(root, Inner::Mixed);
    sorted.notes.sort_unstable();
    sorted.notes.dedup();
    sorted
}

impl Sorted {
    /// The plain text, when the sender wrote some.
    pub fn text(&self) -> Option<String> {
        self.sections.iter().any(|section| section.text.is_some()).then(|| {
            let texts = self.sections.iter().map(|section| match section {
                Section { text: Some(text), .. } => text.clone(),
                Section { html, .. } => html::text(html.as_deref().unwrap_or_default()),
            });
            joined(texts, "\n")
        })
    }

    /// The HTML, not sanitised, when the sender wrote some.
    pub fn html(&self) -> Option<String> {
        self.sections.iter().any(|section| section.html.is_some()).then(|| {
            let htmls = self.sections.iter().map(|section| match section {
                Section { html: Some(html), .. } => html.clone(),
                Section { text, .. } => html::from_text(text.as_deref().unwrap_or_default()),
            });
            joined(htmls, "<br>\n")
        })
    }

    fn visit(&mut self, part: &Part<'_>, inner: Inner) {
        match &part.inside {
            Inside::Leaf(body) => self.leaf(part, body, inner),
            Inside::Parts(parts) if part.media == "multipart/alternative" => {
                let before = self.sections.len();
                parts.iter().for_each(|part| self.visit(part, Inner::Alternative));
                let choices: Vec<Section> = self.sections.drain(before..).collect();
                let of = |pick: fn(&Section) -> Option<&String>| {
                    let found: Vec<String> = choices.iter().filter_map(pick).cloned().collect();
                    (!found.is_empty()).then(|| joined(found.into_iter(), "\n"))
                };
                let section =
                    Section { text: of(|section| section.text.as_ref()), html: of(|section| section.html.as_ref()) };
                self.sections.extend((!choices.is_empty()).then_some(section));
            }
            Inside::Parts(parts) => {
                let inner = if part.media == "multipart/related" { Inner::Related } else { Inner::Mixed };
                parts.iter().for_each(|part| self.visit(part, inner));
            }
        }
    }

    fn leaf(&mut self, part: &Part<'_>, body: &[u8], inner: Inner) {
        let readable =
            matches!(part.media.as_str(), "text/plain" | "text/html") || part.media.starts_with("multipart/");
        let kept = part.fields.typed("content-disposition").is_some_and(|value| value.is_attachment());
        // Programs show a text with a name as a file; inside an alternative it is still the text.
        let named = name_of(part).is_some() && inner != Inner::Alternative;
        if readable && !kept && !named {
            return self.read(part, body);
        }
        if inner == Inner::Alternative && matches!(part.media.as_str(), "text/x-amp-html" | "text/watch-html") {
            return;
        }
        if self.attachments.len() == limits::ATTACHMENTS {
            return self.notes.push(Note::AttachmentsLeftOut);
        }
        let (file, broken) = attachment(part, inner == Inner::Related);
        if broken {
            self.notes.push(Note::BrokenEncoding);
        }
        if file.kind == Kind::Sealed {
            self.notes.push(Note::Sealed);
        }
        self.attachments.push(file);
    }

    fn read(&mut self, part: &Part<'_>, body: &[u8]) {
        let (bytes, broken) = decode::bytes(&part.fields, body);
        let kind = part.fields.typed("content-type");
        let charset = kind.as_ref().and_then(|kind| kind.attribute("charset"));
        let (text, known) = decode::text(&bytes, charset);
        if broken {
            self.notes.push(Note::BrokenEncoding);
        }
        if !known {
            self.notes.push(Note::UnknownCharset);
        }
        if part.media.starts_with("multipart/") {
            self.notes.push(Note::BrokenStructure);
        }
        let text = clean::lines(&text);
        if text.trim().is_empty() {
            return;
        }
        self.sections.push(if part.media == "text/html" {
            Section { html: Some(text), text: None }
        } else {
            let flowed = kind
                .as_ref()
                .and_then(|kind| kind.attribute("format"))
                .is_some_and(|it| it.eq_ignore_ascii_case("flowed"));
            let del =
                kind.as_ref().and_then(|kind| kind.attribute("delsp")).is_some_and(|it| it.eq_ignore_ascii_case("yes"));
            Section { text: Some(if flowed { super::flowed::unflow(&text, del) } else { text }), html: None }
        });
    }
}

fn joined(texts: impl Iterator<Item = String>, between: &str) -> String {
    texts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join(between)
}
