//! What a mail says, once; its text and its HTML are two renderings of the same parts.

/// The subject and the parts of a mail, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// What stands in it.
    pub parts: Vec<Part>,
}

/// A part of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A paragraph of plain words.
    Words(String),
    /// The thing to do, with its address.
    Link {
        /// Such as `Answer on this page`.
        label: String,
        /// The whole address.
        url: String,
    },
    /// A picture at the top, for those who see pictures; in the text there is none.
    Picture {
        /// The whole address.
        url: String,
        /// What it shows.
        name: String,
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

impl Part {
    /// A paragraph.
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words(text.into())
    }

    /// The thing to do.
    pub fn link(label: &str, url: &str) -> Self {
        Self::Link { label: label.to_owned(), url: url.to_owned() }
    }
}

impl Letter {
    pub(crate) fn text(&self) -> String {
        let parts: Vec<String> = self.parts.iter().filter_map(Part::text).collect();
        parts.join("\n\n") + "\n"
    }

    pub(crate) fn html(&self) -> String {
        let title = escaped(&self.subject);
        let parts: String = self.parts.iter().map(Part::html).collect();
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n{parts}</body>\n</html>\n"
        )
    }
}

impl Part {
    fn text(&self) -> Option<String> {
        match self {
            Self::Words(text) | Self::Message { text, .. } => Some(text.clone()),
            Self::Link { label, url } => Some(format!("{label}: {url}")),
            // RFC 3676: dash, dash, space, end of line.
            Self::Signature(text) => Some(format!("-- \n{text}")),
            Self::Picture { .. } => None,
        }
    }

    fn html(&self) -> String {
        match self {
            Self::Words(text) => format!("<p>{}</p>\n", escaped(text).replace('\n', "<br>\n")),
            Self::Signature(text) => format!("<p>-- <br>\n{}</p>\n", escaped(text).replace('\n', "<br>\n")),
            Self::Picture { url, name } => {
                format!("<p><img src=\"{}\" alt=\"{}\" height=\"40\"></p>\n", escaped(url), escaped(name))
            }
            Self::Link { label, url } => format!("<p><a href=\"{}\">{}</a></p>\n", escaped(url), escaped(label)),
            Self::Message { html, .. } => format!("<div>\n{}\n</div>\n", html.trim_end()),
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{Letter, Part};

    #[test]
    fn words_are_escaped_in_html_and_plain_in_text() {
        let letter = Letter {
            subject: "a < b".to_owned(),
            parts: vec![Part::words("<b>\n&"), Part::link("Go", "https://x.example/?a=\"&b")],
        };
        assert_eq!(letter.text(), "<b>\n&\n\nGo: https://x.example/?a=\"&b\n");
        let html = letter.html();
        assert!(html.contains("<title>a &lt; b</title>"), "{html}");
        assert!(html.contains("<p>&lt;b&gt;<br>\n&amp;</p>"), "{html}");
        assert!(html.contains("<a href=\"https://x.example/?a=&quot;&amp;b\">Go</a>"), "{html}");
    }
}
