//! Mails to customers. Each begins with the way to answer, because answers by mail are not read yet.

use crate::letter::{Letter, Part};

/// A ticket, as its mails name it.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Such as `ACME-042`.
    pub code: &'a str,
    /// Who answers: the site's name.
    pub site: &'a str,
    /// The customer's own page.
    pub url: &'a str,
    /// Where the logo of whoever answers is, and whose it is.
    pub logo: Option<(&'a str, &'a str)>,
}

impl About<'_> {
    /// The parts, under the logo where there is one.
    fn under_logo(&self, parts: Vec<Part>) -> Vec<Part> {
        let logo = self.logo.map(|(url, name)| Part::Picture { url: url.to_owned(), name: name.to_owned() });
        logo.into_iter().chain(parts).collect()
    }
}

const ANSWER: &str = "Answer on this page";

/// "Your ticket arrived." A fixed subject and none of the customer's own words: whoever opens a ticket in somebody
/// else's name must not be able to write to them through us (security.md A10).
#[must_use]
pub fn opened(about: About<'_>) -> Letter {
    Letter {
        subject: format!("We have your message [{}]", about.code),
        parts: about.under_logo(vec![
            Part::link(ANSWER, about.url),
            Part::words("Thank you. A person reads your message next, and we write to you when there is an answer."),
            Part::words(format!(
                "Your number is {}. The page shows your message, and lets you add to it or say that it is solved.",
                about.code
            )),
            Part::words(about.site),
        ]),
    }
}

/// A public reply. `signature` is what the house writes under all of them, filled in already; without one, who wrote and where.
#[must_use]
pub fn replied(
    about: About<'_>,
    subject: &str,
    author: &str,
    text: &str,
    html: &str,
    signature: Option<String>,
) -> Letter {
    Letter {
        subject: format!("Re: {subject} [{}]", about.code),
        parts: about.under_logo(vec![
            Part::link(ANSWER, about.url),
            Part::Message { text: text.to_owned(), html: html.to_owned() },
            signature.map_or_else(|| Part::words(format!("{author}\n{}", about.site)), Part::Signature),
        ]),
    }
}

/// A new link for somebody who lost theirs.
#[must_use]
pub fn link(about: About<'_>) -> Letter {
    Letter {
        subject: format!("Your link [{}]", about.code),
        parts: about.under_logo(vec![
            Part::link(ANSWER, about.url),
            Part::words(format!("This opens your ticket {}. If you did not ask for it, do nothing.", about.code)),
            Part::words(about.site),
        ]),
    }
}
