//! Drafts: what was written on a ticket and not sent. They live in this browser, per person, organization and ticket,
//! so a reload or a closed tab loses nothing (screens.md 3).

use super::memory::Owner;
use crate::ui::browser;
use domain::message::MessageKind;
use domain::ticket::TicketCode;
use serde::{Deserialize, Serialize};

/// The event that says a draft was changed by something else than typing.
pub const CHANGED: &str = "helpstead:draft";

/// A message that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// For whom.
    pub kind: MessageKind,
    /// What.
    pub text: String,
    /// Who else gets it, as it was typed.
    #[serde(default)]
    pub cc: String,
    /// While it waits to be sent: the newest message its writer had seen. A draft that is found so was sent as its page
    /// was left, and whether it arrived shows in the ticket.
    #[serde(default)]
    pub sending: Option<i64>,
    /// The key under which it was tried, so that a second try cannot make a second message.
    #[serde(default)]
    pub idempotency: Option<String>,
    /// Why it was not taken.
    #[serde(default)]
    pub refused: Option<Refusal>,
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Whether something arrived meanwhile.
    pub stale: bool,
    /// A sentence for a person.
    pub message: String,
}

impl Draft {
    /// A draft that is simply being written.
    pub fn of(kind: MessageKind, text: String, cc: String) -> Self {
        Self { kind, text, cc, sending: None, idempotency: None, refused: None }
    }
}

/// Where a ticket's draft is kept.
pub fn name(owner: &Owner, code: &TicketCode) -> String {
    format!("draft:{owner}:{code}")
}

/// The draft kept there.
pub fn load(name: &str) -> Option<Draft> {
    serde_json::from_str(&browser::kept(name)?).ok()
}

/// Keeps a draft; one without a word is forgotten.
pub fn save(name: &str, draft: &Draft) {
    match serde_json::to_string(draft) {
        Ok(text) if !draft.text.trim().is_empty() => browser::keep(name, &text),
        _ => browser::forget(name),
    }
}

/// Forgets a draft.
pub fn forget(name: &str) {
    browser::forget(name);
}
