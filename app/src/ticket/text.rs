//! The words of the tickets' pages.

use crate::error::AppError;
use domain::contact::ContactCard;
use domain::message::MessageView;
use domain::ticket::{Sort, Tab};

/// The list's name.
pub const INBOX: &str = "Inbox";
/// The way to write one down.
pub const NEW_TICKET: &str = "New ticket";
/// Where a filter lets all through.
pub const ANY_SITE: &str = "Any site";
/// Where a filter lets all through.
pub const ANY_PRIORITY: &str = "Any priority";
/// Where a filter lets all through.
pub const ANYONE: &str = "Anyone";
/// One's own.
pub const ME: &str = "Me";
/// Where a filter lets all through.
pub const ANY_TEAM: &str = "Any team";
/// Whose an unrouted ticket is.
pub const NO_TEAM: &str = "No team";
/// Who has what nobody has.
pub const NOBODY: &str = "Nobody";
/// For readers, while rows are on their way.
pub const LOADING: &str = "Loading tickets";
/// An inbox with all done.
pub const NOTHING_WAITS: &str = "Nothing is waiting";
/// Why that is fine.
pub const NOTHING_WAITS_WHY: &str = "New tickets from all sites arrive here by themselves. Nobody has to reload.";
/// Filters that let nothing through.
pub const NOTHING_FITS: &str = "No ticket fits these filters";
/// In a list of choices, when the typed word is in none of them.
pub const NO_SUCH_CHOICE: &str = "Nothing is called so.";
/// What a ticket is that is not there.
pub const NO_SUCH_TICKET: &str = "There is no such ticket here";
/// Where it may be.
pub const NO_SUCH_TICKET_WHY: &str =
    "It may have been removed, it is in another organization of yours, or in a team that is not yours.";
/// What writes Markdown.
pub const MARKDOWN: &str = "Markdown: **bold**, `code`, - list";
/// What the browser keeps.
pub const DRAFT_SAVED: &str = "Draft saved";
/// For notes.
pub const TEAM_ONLY: &str = "Only your team sees this";
/// What stands in an empty note.
pub const WRITE_NOTE: &str = "Write a note for your team";
/// Before the messages nobody here has read.
pub const NEW: &str = "New";

/// What a tab is called.
#[must_use]
pub fn tab(tab: Tab) -> &'static str {
    match tab {
        Tab::Open => "Open",
        Tab::Pending => "Pending",
        Tab::Resolved => "Resolved",
        Tab::Closed => "Closed",
        Tab::All => "All",
    }
}

/// What an order is called.
#[must_use]
pub fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => "Newest first",
        Sort::Oldest => "Waiting longest",
    }
}

/// What waits above the list.
#[must_use]
pub fn arrived(count: usize) -> String {
    match count {
        1 => "1 new ticket. Show it".to_owned(),
        count => format!("{count} new tickets. Show them"),
    }
}

/// Who gets an answer, by first name where there is one.
#[must_use]
pub fn first_name(contact: &ContactCard) -> String {
    contact.name.split_whitespace().next().map_or_else(|| contact.email.clone(), str::to_owned)
}

/// Between who gets a reply and the address it comes from.
pub const LEAVES_FROM: &str = ", leaves from ";

/// What sends a reply, by name of who gets it.
#[must_use]
pub fn send_to(email: &str, copies: usize) -> String {
    match copies {
        0 => format!("Send to {email}"),
        copies => format!("Send to {email} and {copies} more"),
    }
}

/// What a message is, beside its author's name.
#[must_use]
pub fn role(message: &MessageView, site: &str) -> String {
    use domain::message::MessageKind::{Note, Public};
    match (message.kind, message.from_customer) {
        (Note, _) => "Internal note".to_owned(),
        (Public, true) if !message.is_requester => super::mail::not_the_requester().to_owned(),
        (Public, true) => "Customer".to_owned(),
        (Public, false) => site.to_owned(),
    }
}

/// Why a subject was not kept at once: somebody else changed it meanwhile.
#[must_use]
pub fn subject_moved(now: &str) -> String {
    format!("Meanwhile somebody made it “{now}”. Press Enter again to keep yours, Esc to keep theirs.")
}

/// Why a ticket's page closed by itself.
#[must_use]
pub fn out_of_sight(code: &str) -> String {
    format!("{code} is in a team that is not yours now.")
}

/// Why something was not changed.
#[must_use]
pub fn not_changed(code: &str, error: &AppError) -> String {
    format!("{code} was not changed. {}", error.message)
}

/// Bytes as people read them.
#[must_use]
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes / 1024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}
