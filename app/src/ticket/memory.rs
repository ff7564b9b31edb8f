//! What the browser remembers of the inbox from page to page, so that Back is instant, `[` and `]` know their list, and
//! a ticket somebody is about to open is there already. Plain values, kept per person and organization; on the server
//! there is no memory, because one thread serves many people.

use crate::layout::OrgContext;
use crate::ui::browser;
use domain::organization::Setup;
use domain::ticket::{TicketCode, TicketFilter, TicketList, TicketPage, TicketRow};
use domain::{OrgSlug, Timestamp, UserId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

/// An answer and when it was read: with that both sides compute the same "4 min", and nothing jumps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read<T> {
    /// When.
    pub at: Timestamp,
    /// What.
    pub value: T,
}

impl<T> Read<T> {
    /// Read just now.
    pub fn now(value: T) -> Self {
        Self { at: browser::now(), value }
    }
}

/// Whose memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    user: UserId,
    org: OrgSlug,
}

impl Owner {
    /// The person in the organization of the page.
    pub fn of(org: &OrgContext) -> Self {
        Self { user: org.me.user, org: org.slug.clone() }
    }
}

impl std::fmt::Display for Owner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.user, self.org)
    }
}

/// A list as somebody left it.
#[derive(Clone)]
pub struct Left {
    /// What it showed.
    pub filter: TicketFilter,
    /// Its rows.
    pub list: Read<TicketList>,
    /// The steps over it, in a young organization.
    pub setup: Option<Setup>,
    /// Where the keyboard stood.
    pub cursor: Option<TicketCode>,
    /// How far it was scrolled.
    pub scroll: f64,
}

/// Seconds after which a list is read anew instead of shown from memory.
const LIST_AGE: i64 = 600;
/// Seconds after which a ticket is.
const PAGE_AGE: i64 = 20;
/// Tickets kept.
const PAGES: usize = 12;

#[derive(Default)]
struct Memory {
    owner: Option<Owner>,
    left: Option<Left>,
    pages: Vec<Read<TicketPage>>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// Somebody else's memory is forgotten before it can be looked at.
fn with<T: Default>(owner: &Owner, work: impl FnOnce(&mut Memory) -> T) -> T {
    if !cfg!(target_arch = "wasm32") {
        return T::default();
    }
    MEMORY.with_borrow_mut(|memory| {
        if memory.owner.as_ref() != Some(owner) {
            *memory = Memory { owner: Some(owner.clone()), ..Memory::default() };
        }
        work(memory)
    })
}

/// Remembers the list as it is left.
pub fn leave(owner: &Owner, left: Left) {
    with(owner, |memory| memory.left = Some(left));
}

/// The list as it was left, whatever it showed.
pub fn left(owner: &Owner) -> Option<Left> {
    with(owner, |memory| memory.left.clone())
}

/// The list as it was left, if it showed the same and not too long ago.
pub fn list(owner: &Owner, filter: &TicketFilter) -> Option<Left> {
    left(owner).filter(|left| left.filter == *filter && browser::now().seconds_since(left.list.at) < LIST_AGE)
}

/// Changes a row wherever it is remembered.
pub fn patch(owner: &Owner, code: &TicketCode, change: &dyn Fn(&mut TicketRow)) {
    with(owner, |memory| {
        if let Some(row) =
            memory.left.as_mut().and_then(|left| left.list.value.rows.iter_mut().find(|row| row.code == *code))
        {
            change(row);
        }
        if let Some(page) = memory.pages.iter_mut().find(|page| page.value.ticket.code == *code) {
            change(&mut page.value.ticket);
        }
    });
}

/// Remembers a ticket's page for a moment.
pub fn keep_page(owner: &Owner, page: Read<TicketPage>) {
    with(owner, |memory| {
        memory.pages.retain(|kept| kept.value.ticket.code != page.value.ticket.code);
        memory.pages.insert(0, page);
        memory.pages.truncate(PAGES);
    });
}

/// A ticket's page read a moment ago.
pub fn page(owner: &Owner, code: &TicketCode) -> Option<Read<TicketPage>> {
    with(owner, |memory| memory.pages.iter().find(|page| page.value.ticket.code == *code).cloned())
        .filter(|page| browser::now().seconds_since(page.at) < PAGE_AGE)
}

/// Forgets a ticket's page, because it changed.
pub fn forget_page(owner: &Owner, code: &TicketCode) {
    with(owner, |memory| memory.pages.retain(|page| page.value.ticket.code != *code));
}

/// Forgets everything when what the person sees may be another (B20). Called once, by the application.
pub fn forget_with_sight() {
    let last = crate::live::use_live().last;
    Effect::new(move |_| {
        if last.with(|change| change.as_ref().is_some_and(crate::live::moves_sight)) {
            MEMORY.with_borrow_mut(|memory| *memory = Memory::default());
        }
    });
}

/// The neighbours of a ticket in the list it was opened from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// Such as `3 of 128`.
    pub place: String,
    /// The one before.
    pub previous: Option<TicketCode>,
    /// The one after.
    pub next: Option<TicketCode>,
}

/// Where a ticket stands in the list it was opened from.
pub fn walk(owner: &Owner, code: &TicketCode) -> Option<Walk> {
    let left = left(owner)?;
    let rows = &left.list.value.rows;
    let at = rows.iter().position(|row| row.code == *code)?;
    Some(Walk {
        place: format!("{} of {}", at + 1, left.list.value.counts.text(left.filter.tab)),
        previous: at.checked_sub(1).and_then(|at| rows.get(at)).map(|row| row.code.clone()),
        next: rows.get(at + 1).map(|row| row.code.clone()),
    })
}
