//! A ticket by keyboard.

use super::super::act::Change;
use super::super::mail::open_newest;
use super::super::pick::Pick;
use super::subject::FIELD;
use crate::layout::OrgContext;
use crate::ui::browser;
use crate::ui::keys::{Command, use_keys};
use crate::ui::toast::use_toasts;
use domain::Permission;
use domain::status::Category;
use domain::ticket::TicketPage;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The ways from a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// The list it came from.
    pub back: String,
    /// Such as `3 of 128`; empty while no list is known.
    pub place: String,
    /// The ticket before.
    pub previous: Option<String>,
    /// The ticket after.
    pub next: Option<String>,
}

/// The change that resolves a ticket, where the organization has a status for it.
pub fn resolution(page: &TicketPage) -> Option<Change> {
    page.statuses.iter().find(|status| status.category == Category::Resolved).cloned().map(Change::Status)
}

/// Registers what a ticket's page can do; reply and note are the composer's.
pub fn register(
    org: &OrgContext,
    page: RwSignal<TicketPage>,
    pick: RwSignal<Option<Pick>>,
    steps: RwSignal<Steps>,
    on_change: Callback<Change>,
) {
    let may = org.me.permissions;
    let toasts = use_toasts();
    let code = page.with_untracked(|page| page.ticket.code.to_string());
    let group = code.clone();
    let go = |way: fn(&Steps) -> Option<String>| {
        let navigate = use_navigate();
        move || {
            if let Some(to) = steps.with_untracked(way) {
                navigate(&to, NavigateOptions::default());
            }
        }
    };
    let copy = move || {
        browser::copy(&code, move |done| {
            if done { toasts.say("Code copied") } else { toasts.warn("The browser did not let us copy.") }
        })
    };
    let mut commands = Vec::new();
    if may.contains(Permission::TicketWrite) {
        commands.push(
            Command::new("ticket-subject", "Change the subject", "t", group.clone(), || browser::select(FIELD))
                .icon("edit"),
        );
        if let Some(resolution) = page.with_untracked(resolution) {
            commands.push(
                Command::new("ticket-resolve", "Resolve", "e", group.clone(), move || {
                    on_change.run(resolution.clone())
                })
                .icon("check"),
            );
        }
        commands.push(
            Command::new("ticket-status", "Set the status", "s", group.clone(), move || pick.set(Some(Pick::Status)))
                .icon("circle"),
        );
        commands.push(
            Command::new("ticket-priority", "Set the priority", "p", group.clone(), move || {
                pick.set(Some(Pick::Priority))
            })
            .icon("flag"),
        );
    }
    if may.contains(Permission::TicketAssign) {
        commands.push(
            Command::new("ticket-assign", "Give to somebody", "a", group.clone(), move || {
                pick.set(Some(Pick::Assignee))
            })
            .icon("user"),
        );
    }
    commands.push(
        Command::new("mail-formatted", "Show the newest mail formatted", "m f", group.clone(), open_newest)
            .icon("image"),
    );
    commands.extend([
        Command::new("ticket-previous", "Previous ticket", "[", group.clone(), go(|steps| steps.previous.clone()))
            .icon("chevron-up"),
        Command::new("ticket-next", "Next ticket", "]", group.clone(), go(|steps| steps.next.clone()))
            .icon("chevron-down"),
        Command::new("ticket-copy", "Copy the code", "c", group.clone(), copy).icon("copy"),
        Command::new("ticket-back", "Back to the list", "Escape", group, go(|steps| Some(steps.back.clone())))
            .icon("arrow-left"),
    ]);
    use_keys().add(commands);
}
