//! The inbox by keyboard.

use super::super::act::{Change, Hand};
use super::super::filters::SEARCH_FIELD;
use super::super::pick::Pick;
use super::super::row::{row_id, toggle};
use super::super::text;
use super::parts::Pages;
use crate::layout::OrgContext;
use crate::ui::browser;
use crate::ui::keys::{Command, use_keys};
use domain::Permission;
use domain::status::{Category, StatusTag};
use domain::ticket::{TicketCode, TicketRow};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The list as the keyboard knows it.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The rows on screen.
    pub rows: Memo<Vec<TicketRow>>,
    /// Where j and k stand.
    pub cursor: RwSignal<Option<TicketCode>>,
    /// What is ticked.
    pub picked: RwSignal<Vec<TicketCode>>,
    /// What is being chosen.
    pub pick: RwSignal<Option<Pick>>,
    /// Makes the changes.
    pub hand: StoredValue<Hand>,
}

impl Desk {
    /// What a command is about: the ticked rows, else the one under the cursor.
    fn targets(&self) -> Vec<TicketRow> {
        let picked = self.picked.get_untracked();
        let cursor = self.cursor.get_untracked();
        self.rows.with_untracked(|rows| {
            let wanted = |row: &&TicketRow| {
                if picked.is_empty() { cursor.as_ref() == Some(&row.code) } else { picked.contains(&row.code) }
            };
            rows.iter().filter(wanted).cloned().collect()
        })
    }

    /// Makes a change, and stands on the next row when the present one goes.
    pub fn change(&self, change: &Change) {
        let targets = self.targets();
        if targets.is_empty() {
            return;
        }
        let at = self.place();
        self.hand.with_value(|hand| hand.change(&targets, change));
        self.picked.set(Vec::new());
        if let Some(at) = at.filter(|_| self.place().is_none()) {
            self.stand(at);
        }
    }

    /// Asks what to change to, if there is anything to change.
    fn ask(&self, pick: Pick) {
        if !self.targets().is_empty() {
            self.pick.set(Some(pick));
        }
    }

    fn place(&self) -> Option<usize> {
        let cursor = self.cursor.get_untracked()?;
        self.rows.with_untracked(|rows| rows.iter().position(|row| row.code == cursor))
    }

    /// Moves the cursor; the first step stands on the first row.
    fn step(&self, step: isize) {
        match self.place() {
            Some(at) => self.stand(at.saturating_add_signed(step)),
            None => self.stand(0),
        }
    }

    /// Stands on a row, or on the last one.
    fn stand(&self, at: usize) {
        let code =
            self.rows.with_untracked(|rows| rows.get(at.min(rows.len().saturating_sub(1))).map(|row| row.code.clone()));
        if let Some(row) = code.as_ref().and_then(|code| browser::element(&row_id(code))) {
            browser::reveal(&row);
            if let Ok(Some(link)) = row.query_selector("a") {
                use wasm_bindgen::JsCast;
                // A row that cannot take the keyboard is still marked.
                let _ = link.dyn_into::<web_sys::HtmlElement>().map(|link| link.focus());
            }
        }
        self.cursor.set(code);
    }

    fn tick(&self) {
        if let Some(code) = self.cursor.get_untracked() {
            toggle(self.picked, &code);
        }
    }
}

/// Registers what the inbox can do.
pub fn register(
    desk: Desk,
    org: &OrgContext,
    statuses: Vec<StatusTag>,
    pages: &Pages,
    show_new: impl Fn() + Send + Sync + 'static,
) {
    let (may, root) = (org.me.permissions, format!("/{}/tickets", org.slug));
    let navigate = use_navigate();
    let go = navigate.clone();
    let open = {
        let root = root.clone();
        move || {
            if let Some(code) = desk.cursor.get_untracked() {
                go(&format!("{root}/{code}"), NavigateOptions::default());
            }
        }
    };
    let group = text::INBOX;
    let mut commands = vec![
        Command::new("inbox-next", "Next", "j", group, move || desk.step(1)).movement(),
        Command::new("inbox-previous", "Previous", "k", group, move || desk.step(-1)).movement(),
        Command::new("inbox-open", "Open", "Enter / o", group, open).unlisted(),
        Command::new("inbox-select", "Select", "x", group, move || desk.tick()).unlisted(),
        Command::new("inbox-clear", "Clear the selection", "Escape", group, move || desk.picked.set(Vec::new()))
            .unlisted(),
        Command::new("inbox-new", "Show new tickets", ".", group, show_new).icon("refresh"),
        Command::new("inbox-search", "Search this list", "/", group, || {
            browser::focus(SEARCH_FIELD);
        })
        .icon("search"),
    ];
    let [_, previous_words, next_words] = pages.words;
    let ways = [
        ("inbox-page-before", previous_words, "<", "chevron-left", pages.previous.clone()),
        ("inbox-page-after", next_words, ">", "chevron-right", pages.next.clone()),
    ];
    for (id, words, keys, icon, href) in ways {
        let (Some(href), navigate) = (href, navigate.clone()) else { continue };
        commands.push(
            Command::new(id, format!("{words} tickets"), keys, group, move || {
                navigate(&href, NavigateOptions::default())
            })
            .icon(icon),
        );
    }
    if may.contains(Permission::TicketAssign) {
        commands
            .push(Command::new("inbox-assign", "Assign", "a", group, move || desk.ask(Pick::Assignee)).icon("user"));
    }
    if may.contains(Permission::TicketWrite) {
        commands.push(
            Command::new("inbox-status", "Set the status", "s", group, move || desk.ask(Pick::Status)).icon("circle"),
        );
        commands.push(
            Command::new("inbox-priority", "Set the priority", "p", group, move || desk.ask(Pick::Priority))
                .icon("flag"),
        );
        if let Some(resolved) = statuses.into_iter().find(|status| status.category == Category::Resolved) {
            commands.push(
                Command::new("inbox-resolve", "Resolve", "e", group, move || {
                    desk.change(&Change::Status(resolved.clone()))
                })
                .icon("check"),
            );
        }
        commands.push(
            Command::new("inbox-write", text::NEW_TICKET, "c", group, move || {
                navigate(&format!("{root}/new"), NavigateOptions::default())
            })
            .icon("plus"),
        );
    }
    use_keys().add(commands);
}
