//! What a mail says, once; its text and its HTML are two renderings of the same parts.

mod brand;
mod html;
mod text;

pub use brand::Brand;

/// The subject and the parts of a mail, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// Whose paper it is written on.
    pub brand: Brand,
    /// What stands in it.
    pub parts: Vec<Part>,
    /// What goes with it. Whoever adds files sees to it that they are not too large; for those left out there is [`Part::left_out`].
    pub attachments: Vec<Attached>,
}

/// A file that goes with a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Its name for whoever gets it.
    pub name: String,
    /// Such as `application/pdf`; what is no media type goes as bytes of any kind.
    pub media: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A part of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A paragraph of plain words.
    Words(String),
    /// The thing to do. The first of a letter is a button.
    Link(Link),
    /// Small words that stand back behind the others, and what they lead to.
    Quiet {
        /// What is said first.
        words: String,
        /// The end of the sentence.
        link: Option<Link>,
    },
    /// Words of the sender's house, set off as mail programs know them.
    Signature(String),
    /// What somebody wrote.
    Message {
        /// As they typed it.
        text: String,
        /// The same, sanitised by whoever keeps it.
        html: String,
    },
}

/// Somewhere to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Such as `Answer on this page`.
    pub label: String,
    /// The whole address.
    pub url: String,
}

impl Part {
    /// A paragraph.
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words(text.into())
    }

    /// The thing to do.
    pub fn link(label: impl Into<String>, url: &str) -> Self {
        Self::Link(Link { label: label.into(), url: url.to_owned() })
    }

    /// Small words.
    pub fn quiet(words: impl Into<String>) -> Self {
        Self::Quiet { words: words.into(), link: None }
    }

    /// Small words that end with a link.
    pub fn quiet_link(words: impl Into<String>, label: &str, url: &str) -> Self {
        Self::Quiet { words: words.into(), link: Some(Link { label: label.to_owned(), url: url.to_owned() }) }
    }

    /// What stands in place of files that are too large for a mail: their names, and the page that has them.
    #[must_use]
    pub fn left_out(names: &[&str], url: Option<&str>) -> Self {
        let (are, them) = if names.len() == 1 { ("is", "it") } else { ("are", "them") };
        let words = format!("{} {are} too large for a mail.", names.join(", "));
        match url {
            Some(url) => Self::quiet_link(words + " ", &format!("Get {them} on this page"), url),
            None => Self::quiet(words),
        }
    }
}

impl Letter {
    /// A letter without files.
    pub fn new(brand: &Brand, subject: impl Into<String>, parts: Vec<Part>) -> Self {
        Self { subject: subject.into(), brand: brand.clone(), parts, attachments: Vec::new() }
    }

    /// In the product's own name.
    pub(crate) fn of_product(subject: impl Into<String>, parts: Vec<Part>) -> Self {
        Self::new(&Brand::product(), subject, parts)
    }

    /// The plain text.
    pub(crate) fn text(&self) -> String {
        text::text(self)
    }

    /// The HTML.
    pub(crate) fn html(&self) -> String {
        html::html(self)
    }
}
