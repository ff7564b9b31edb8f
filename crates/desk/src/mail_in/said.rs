//! What a mail says, as a ticket keeps it: its words with what is old folded away, its files, and what an agent should know of it.

use super::files;
use super::heard::{Heard, beginning, printable};
use crate::attachment::Upload;
use crate::markdown::snippet;
use crate::ticket::prose::{Prose, SNIPPET};
use crate::{Error, Result};
use domain::message::MailFacts;
use domain::text::{Body, Subject};
use mail::Incoming;
use mail::parse::{Note, Person};
use mail::quote::new_words;

/// Stands where a mail has no words.
const NO_WORDS: &str = "(This mail has no text.)";
const NO_SUBJECT: &str = "(no subject)";
/// Addresses of Cc that are told.
const CC: usize = 20;

/// A mail's words, files and facts.
pub(super) struct Said {
    pub(super) subject: Subject,
    pub(super) prose: Prose,
    pub(super) files: Vec<Upload>,
    pub(super) facts: MailFacts,
}

impl Said {
    /// Everything a mail says. `machine`: nobody waits for an answer.
    pub(super) fn of(heard: Heard, machine: bool) -> Result<Self> {
        let (text, cut, pictures) = (heard.text.clone(), heard.cut, heard.pictures);
        let incoming = heard.into_incoming();
        let facts = MailFacts {
            has_html: pictures.is_some(),
            pictures: pictures.unwrap_or_default(),
            is_automatic: machine,
            reply_to: incoming.reply_to.as_ref().map(ToString::to_string),
            cc: copies(&incoming),
            notes: Vec::new(),
        };
        let (files, mut notes) = files::kept(incoming.attachments);
        notes.extend(incoming.notes.iter().filter_map(|note| sentence(*note)).map(str::to_owned));
        if cut {
            notes.push("The text was cut, because it is very long. The original mail has all of it.".to_owned());
        }
        let facts = MailFacts { notes, ..facts };
        let subject = Subject::parse(&printable(&incoming.subject).collect::<String>());
        let subject = subject.or_else(|_| Subject::parse(NO_SUBJECT)).map_err(broken)?;
        let body = Body::parse(&text).or_else(|_| Body::parse(NO_WORDS)).map_err(broken)?;
        let html = mail::shown(body.as_str(), subject.as_str());
        let prose = Prose { snippet: beginning(body.as_str(), subject.as_str(), SNIPPET), html, body };
        Ok(Self { subject, prose, files, facts })
    }

    /// The new words alone, as an agent's answer goes on to the customer: nobody wants to read their own mail again.
    pub(super) fn new_words_alone(self) -> Result<Self> {
        let words = new_words(&mail::quote(self.prose.body.as_str(), self.subject.as_str()));
        let body = Body::parse(words.trim()).or_else(|_| Body::parse(NO_WORDS)).map_err(broken)?;
        let html = mail::shown(body.as_str(), "");
        Ok(Self { prose: Prose { snippet: snippet(body.as_str(), SNIPPET), html, body }, ..self })
    }
}

/// Who else got it, without who was written to.
fn copies(incoming: &Incoming) -> Vec<String> {
    let one = |person: &Person| {
        if person.name.is_empty() {
            person.address.to_string()
        } else {
            format!("{} <{}>", person.name, person.address)
        }
    };
    incoming.cc.iter().take(CC).map(one).collect()
}

fn sentence(note: Note) -> Option<&'static str> {
    match note {
        Note::BrokenEncoding => Some("Part of this mail was damaged on its way; what could be read is here."),
        Note::BrokenStructure => Some("The parts of this mail could not be told apart, so all of it is shown as text."),
        Note::UnknownCharset => Some("This mail is in an unknown script; the text is a guess."),
        Note::AttachmentsLeftOut => Some("This mail has more files than are kept. The original has all of them."),
        Note::Sealed => Some("This mail is encrypted or wrapped in its signature: its text is inside the attachment."),
        Note::NameLikeAddress => Some("The sender's name looks like an address, and it is not theirs."),
        // Said with the address it names.
        Note::ReplyElsewhere => None,
    }
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Broken(error.to_string())
}
