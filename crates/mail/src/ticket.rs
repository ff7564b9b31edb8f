//! Mails about tickets: to the customer, and to the agent who has one. Where answers by mail are read, what somebody wrote comes first
//! and the way to answer stands small below it; else the way to answer comes first.

use crate::letter::{Brand, Letter, Part};

/// A ticket, as its mails name it.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Such as `ACME-042`.
    pub code: &'a str,
    /// Who answers: the site's name.
    pub site: &'a str,
    /// The page of whoever gets the mail: the customer's own, or the agent's. Whoever is copied in gets none: it would open all that was
    /// ever written.
    pub url: Option<&'a str>,
    /// The looks of whoever answers.
    pub brand: &'a Brand,
    /// Whether an answer to this mail is read.
    pub answer_by_mail: bool,
}

/// A public reply.
#[derive(Clone, Debug)]
pub struct Reply<'a> {
    /// The ticket's subject.
    pub subject: &'a str,
    /// Whoever wrote it.
    pub author: &'a str,
    /// As they typed it.
    pub text: &'a str,
    /// The same, sanitised.
    pub html: &'a str,
    /// What the organization writes under all replies, filled in.
    pub org_signature: Option<String>,
    /// What this agent writes under theirs, filled in.
    pub agent_signature: Option<String>,
    /// The names of its files that are too large for a mail.
    pub left_out: &'a [&'a str],
}

/// What a customer wrote, for the agent who has the ticket.
#[derive(Clone, Copy, Debug)]
pub struct Wrote<'a> {
    /// Their name, or their address where they have none.
    pub customer: &'a str,
    /// The ticket's subject.
    pub subject: &'a str,
    /// As they typed it.
    pub text: &'a str,
    /// The same, sanitised.
    pub html: &'a str,
    /// The names of its files: they stay on the page.
    pub files: &'a [&'a str],
}

const ANSWER: &str = "Answer on this page";

impl About<'_> {
    /// The parts, with the way to answer.
    fn answerable(&self, mut parts: Vec<Part>) -> Vec<Part> {
        match (self.answer_by_mail, self.url) {
            (true, Some(url)) => parts.push(Part::quiet_link("Reply to this mail, or ", "answer on this page", url)),
            (true, None) => parts.push(Part::quiet("Reply to this mail to answer.")),
            (false, Some(url)) => parts.insert(0, Part::link(ANSWER, url)),
            (false, None) => {}
        }
        parts
    }
}

/// "Your ticket arrived." A fixed subject and none of the customer's own words: whoever opens a ticket in somebody
/// else's name must not be able to write to them through us (security.md A10).
#[must_use]
pub fn opened(about: About<'_>) -> Letter {
    let parts = vec![
        Part::words("Thank you. A person reads your message next, and we write to you when there is an answer."),
        Part::words(format!(
            "Your number is {}. The page shows your message, and lets you add to it or say that it is solved.",
            about.code
        )),
        Part::words(about.site),
    ];
    Letter::new(about.brand, format!("We have your message [{}]", about.code), about.answerable(parts))
}

/// A public reply. Under it stand the signatures, the organization's first; without any, who wrote and where. What was written before is
/// not repeated: the mails before it are in the reader's mail program, and all of it is on the page.
#[must_use]
pub fn replied(about: About<'_>, reply: Reply<'_>) -> Letter {
    let signatures = [reply.org_signature, reply.agent_signature];
    let signature = signatures.into_iter().flatten().filter(|text| !text.trim().is_empty()).collect::<Vec<_>>();
    let mut parts = vec![Part::Message { text: reply.text.to_owned(), html: reply.html.to_owned() }];
    if !reply.left_out.is_empty() {
        parts.push(Part::left_out(reply.left_out, about.url));
    }
    parts.push(if signature.is_empty() {
        Part::words(format!("{}\n{}", reply.author, about.site))
    } else {
        Part::Signature(signature.join("\n\n"))
    });
    Letter::new(about.brand, format!("Re: {} [{}]", reply.subject, about.code), about.answerable(parts))
}

/// A new link for somebody who lost theirs.
#[must_use]
pub fn link(about: About<'_>) -> Letter {
    let mut parts = vec![
        Part::words(format!("This opens your ticket {}. If you did not ask for it, do nothing.", about.code)),
        Part::words(about.site),
    ];
    parts.splice(0..0, about.url.map(|url| Part::link(ANSWER, url)));
    Letter::new(about.brand, format!("Your link [{}]", about.code), parts)
}

/// Tells the agent who has a ticket what its customer wrote. The subject stays the same for a ticket, so mail programs keep them together.
#[must_use]
pub fn assigned_reply(about: About<'_>, wrote: Wrote<'_>) -> Letter {
    let mut parts = vec![
        Part::quiet(format!("{} wrote on {}, “{}”:", wrote.customer, about.code, wrote.subject)),
        Part::Message { text: wrote.text.to_owned(), html: wrote.html.to_owned() },
    ];
    if !wrote.files.is_empty() {
        parts.push(Part::quiet(format!("With it: {}", wrote.files.join(", "))));
    }
    parts.extend(about.url.map(|url| Part::link(format!("Open {}", about.code), url)));
    if about.answer_by_mail {
        parts.push(Part::quiet("Reply to this mail to answer the customer."));
    }
    Letter::new(about.brand, format!("{} wrote on {}", wrote.customer, about.code), parts)
}
