//! A mail that could not be delivered comes back: in the standard form (RFC 3464) or in one of the older ones.

use super::automatic::local;
use super::report;
use super::status::Status;
use crate::parse::{Fields, Incoming, Kind, address, ids, one_line_of};
use domain::MailAddress;
use serde::{Deserialize, Serialize};

/// Which mail did not arrive, and why. Anybody can write one: it says something about a mail of ours only when
/// [`about`](crate::thread::about) knows one of its ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// For whom it was; may be empty when the report does not say.
    pub failed: Vec<Failed>,
    /// The ids of the mails that it gives back or names, without brackets, likeliest first. At most 10.
    pub about: Vec<String>,
    /// Whether a mail system wrote it, as far as the sender and the return path tell.
    pub by_system: bool,
}

/// One recipient of the mail that did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// As we wrote it, where the report tells.
    pub address: Option<MailAddress>,
    /// For good, or not yet.
    pub action: Action,
    /// Why, for machines.
    pub status: Option<Status>,
    /// Why, in the server's words: one line of at most 200 characters.
    pub said: String,
}

/// What became of the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It will not arrive.
    Failed,
    /// It is still being tried.
    Delayed,
}

const IDS: usize = 10;
/// How much of a text is searched: 64 KiB.
const LOOK: usize = 64 * 1024;

impl Bounce {
    /// Whether somebody's address takes no mail any more.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.failed.iter().any(Failed::is_permanent)
    }
}

impl Failed {
    /// Whether this address takes no mail any more: failed, with a reason, and not because of a passing trouble.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.action == Action::Failed && self.status.map_or(!self.said.is_empty(), Status::is_permanent)
    }
}

/// The bounce, if the mail is one. A person may pass a report on inside their mail: it counts only from those who write reports, or where
/// the whole mail says that it is one.
pub(super) fn bounce(incoming: &Incoming, null_path: bool) -> Option<Bounce> {
    let local = local(&incoming.from.address);
    let report = incoming.report.as_deref() == Some("delivery-status");
    // A postmaster may be a person.
    let by_system = null_path || is_daemon(&local) || (local == POSTMASTER && report);
    if !by_system && !report {
        return None;
    }
    let reports = incoming.attachments.iter().filter(|file| file.kind == Kind::DeliveryStatus);
    let (mut failed, mut arrived) = (Vec::new(), false);
    for (found, reached) in reports.map(|file| report::read(&file.bytes)) {
        failed.extend(found);
        arrived |= reached;
    }
    if failed.is_empty() {
        // A report that says nothing is no report.
        failed = without_report(incoming, null_path).filter(|_| !arrived)?;
    }
    Some(Bounce { failed, about: about(incoming), by_system })
}

/// Exim's and Gmail's header, qmail's letter, and what Exchange and others write in words. Only from those who write bounces: a person
/// may quote one, and an out-of-office has the null path too.
fn without_report(incoming: &Incoming, null_path: bool) -> Option<Vec<Failed>> {
    let local = local(&incoming.from.address);
    let is_daemon = is_daemon(&local) || (null_path && local == POSTMASTER);
    if !is_daemon && !null_path {
        return None;
    }
    let readable = incoming.readable();
    let text = cut(&readable, LOOK);
    let reason = reason_line(text);
    let failed = |address, action| Failed { address, action, status: Status::find(reason), said: one_line_of(reason) };
    let named = named(incoming);
    if !named.is_empty() {
        return Some(named.into_iter().map(|address| failed(Some(address), Action::Failed)).collect());
    }
    if !is_daemon {
        return None;
    }
    if text.trim_start().starts_with("Hi. This is the qmail-send program at") {
        return Some(qmail(text));
    }
    let subject = incoming.subject.to_lowercase();
    let late = LATE.iter().any(|words| subject.contains(words));
    let undelivered = SUBJECTS.iter().any(|words| subject.contains(words));
    undelivered.then(|| vec![failed(in_words(text), if late { Action::Delayed } else { Action::Failed })])
}

/// Whether mail systems call themselves so. A postmaster may be a person.
fn is_daemon(local: &str) -> bool {
    DAEMONS.iter().any(|name| local.starts_with(name))
}

/// The addresses in `X-Failed-Recipients`.
fn named(incoming: &Incoming) -> Vec<MailAddress> {
    let values = incoming.fields.texts("x-failed-recipients");
    let addresses = values.flat_map(|value| value.split(',').filter_map(address).collect::<Vec<_>>());
    addresses.take(RECIPIENTS).collect()
}

const RECIPIENTS: usize = 50;
const POSTMASTER: &str = "postmaster";
const DAEMONS: [&str; 4] = ["mailer-daemon", "mail-daemon", "double-bounce", "microsoftexchange"];
const SUBJECTS: [&str; 12] = [
    "undeliver",
    "delivery status notification",
    "delivery failure",
    "failure notice",
    "returned mail",
    "mail delivery failed",
    "delivery has failed",
    "unzustellbar",
    "non remis",
    "no se puede entregar",
    "mancata consegna",
    "delayed",
];
const LATE: [&str; 3] = ["delay", "warning", "verzögert"];

/// `<address>:` and below it the reason, for each (qmail-send).
fn qmail(text: &str) -> Vec<Failed> {
    let mut found = Vec::new();
    let mut lines = text.lines().take_while(|line| !line.starts_with("--- Below this line")).peekable();
    while let Some(line) = lines.next() {
        let Some(address) = line.strip_prefix('<').and_then(|line| line.strip_suffix(">:")).and_then(address) else {
            continue;
        };
        let mut said = String::new();
        while let Some(line) = lines.next_if(|line| !line.trim().is_empty()) {
            said.push_str(line);
            said.push(' ');
        }
        let status = Status::find(&said);
        let late = status.is_some_and(|status| !status.is_permanent());
        let action = if late { Action::Delayed } else { Action::Failed };
        found.push(Failed { address: Some(address), action, status, said: one_line_of(&said) });
        if found.len() == RECIPIENTS {
            break;
        }
    }
    found
}

/// The line with a status code, else one that begins with an SMTP code.
fn reason_line(text: &str) -> &str {
    let code = |line: &&str| {
        let line = line.trim();
        line.len() > 4
            && matches!(line.as_bytes()[0], b'4' | b'5')
            && line.bytes().take(3).all(|b| b.is_ascii_digit())
            && matches!(line.as_bytes()[3], b' ' | b'-')
    };
    let coded = text.lines().find(|line| Status::find(line).is_some_and(|status| !status.is_success()));
    coded.or_else(|| text.lines().find(code)).unwrap_or_default()
}

/// The first address in a text.
fn in_words(text: &str) -> Option<MailAddress> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | ','));
    words.filter(|word| word.contains('@')).find_map(|word| address(word.trim_matches([':', ';', '.'])))
}

/// From what came back with it, from what is quoted in its text, and from what it says it answers.
fn about(incoming: &Incoming) -> Vec<String> {
    let mut found = Vec::new();
    for file in incoming.attachments.iter().filter(|file| matches!(file.kind, Kind::Message | Kind::Headers)) {
        if let Ok((fields, _)) = Fields::split(&file.bytes) {
            found.extend(ids::all(&fields, "message-id"));
        }
    }
    let readable = incoming.text.as_deref().unwrap_or_default();
    for line in cut(readable, LOOK).lines() {
        let line = line.trim_start_matches(['>', ' ', '\t']);
        let named = line.get(.."message-id:".len()).is_some_and(|name| name.eq_ignore_ascii_case("message-id:"));
        if named {
            found.extend(ids::in_text(&line["message-id:".len()..]));
        }
    }
    found.extend(incoming.in_reply_to.iter().cloned());
    found.extend(incoming.references.iter().rev().cloned());
    let mut once = Vec::new();
    for id in found {
        if once.len() < IDS && !once.contains(&id) {
            once.push(id);
        }
    }
    once
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
