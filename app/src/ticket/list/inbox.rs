//! The living inbox: rows that answer at once, and arrivals that wait.

use super::super::act::{Change, Hand, Patch};
use super::super::calls::{ticket_list, ticket_show};
use super::super::filters::Filters;
use super::super::memory::{self, Left, Owner, Read};
use super::super::pick::{Choices, Pick, Picker};
use super::super::row::Row;
use super::super::text;
use super::Shown;
use super::keys::{self, Desk};
use super::parts::{Head, Nothing, Pager, Pages};
use crate::layout::use_org;
use crate::live::{CAUGHT_UP, moves_sight, use_live};
use crate::organization::SetupStrip;
use crate::ui::Button;
use crate::ui::browser;
use crate::ui::toast::use_toasts;
use domain::organization::Setup;
use domain::ticket::{TicketCode, TicketFilter, TicketList, TicketRow};
use domain::{OrgSlug, Permission};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use std::time::Duration;

/// Milliseconds in which changes are gathered before the list is looked up again.
const GATHER: u64 = 250;
/// Milliseconds the keyboard or pointer rests on a row before its ticket is fetched in advance.
const REST: u64 = 90;

/// One list with everything that happens to it while it is on screen.
#[component]
pub fn Inbox(shown: Shown) -> impl IntoView {
    let org = use_org();
    let owner = Owner::of(&org);
    let toasts = use_toasts();
    let Shown { filter, list, setup, remembered } = shown;
    let read = list.at;
    let list = list.value;
    let rows = RwSignal::new(list.rows.clone());
    let counts = RwSignal::new(list.counts);
    let waiting = RwSignal::new(None::<TicketList>);
    let cursor = RwSignal::new(None::<TicketCode>);
    let picked = RwSignal::new(Vec::<TicketCode>::new());
    let pick = RwSignal::new(None::<Pick>);

    // A ticket that was resolved under the Open tab goes at once; undo brings it back to its place.
    let category = filter.tab.category();
    let visible = Memo::new(move |_| {
        rows.with(|rows| {
            rows.iter()
                .filter(|row| category.is_none_or(|category| row.status.category == category))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let arrived = Memo::new(move |_| {
        let known = |code: &TicketCode| rows.with_untracked(|rows| rows.iter().any(|row| row.code == *code));
        waiting
            .with(|waiting| waiting.as_ref().map_or(0, |list| list.rows.iter().filter(|row| !known(&row.code)).count()))
    });

    let patch: Patch = Arc::new(move |code, change| {
        rows.try_update(|rows| rows.iter_mut().find(|row| row.code == *code).map(change));
    });
    let hand = Hand { org: org.slug.clone(), owner: owner.clone(), toasts, patch };
    let choices =
        Choices { statuses: list.statuses.clone(), priorities: list.priorities.clone(), members: list.members.clone() };
    let desk = Desk { rows: visible, cursor, picked, pick, hand: StoredValue::new(hand) };

    let seq = list.seq;
    let slug = org.slug.clone();
    let live = use_live();
    Effect::new(move |_| live.read_at(&slug, seq));
    keep_up(org.slug.clone(), filter.clone(), rows, counts, waiting, remembered);
    remember(owner.clone(), filter.clone(), list.clone(), setup.clone(), rows, counts, cursor);
    let show_new = move || {
        if let Some(fresh) = waiting.try_update(Option::take).flatten() {
            counts.set(fresh.counts);
            rows.set(fresh.rows);
            browser::scroll_soon(0.0);
        }
    };
    let pages = Pages::of(&org.slug, &filter, &list);
    keys::register(desk, &org, choices.statuses.clone(), &pages, show_new);
    let fetch_ahead = fetch_ahead(org.slug.clone(), owner);
    Effect::new(move |_| {
        if let Some(code) = cursor.get() {
            fetch_ahead.run(code);
        }
    });

    let may = org.me.permissions;
    let resolved =
        choices.statuses.iter().find(|status| status.category == domain::status::Category::Resolved).cloned();
    let site = list.sites.first().map(|site| site.slug.to_string());
    let (filters, nothing, head) = (filter.clone(), filter.clone(), filter.clone());
    let (sites, members, teams) = (list.sites, list.members, list.teams);
    let (priorities, tab) = (list.priorities, filter.tab);
    view! {
        <div class="inbox-bar">
            <Head filter=head counts=Signal::derive(move || Some(counts.get()))/>
            {move || {
                let count = picked.with(Vec::len);
                if count == 0 {
                    return view! { <Filters filter=filters.clone() sites=sites.clone() members=members.clone() teams=teams.clone() priorities=priorities.clone()/> }.into_any();
                }
                let resolve = resolved.clone().filter(|_| may.contains(Permission::TicketWrite)).map(|status| view! {
                    <Button size="small" icon="check" key="e" on:click=move |_| desk.change(&Change::Status(status.clone()))>"Resolve"</Button>
                });
                view! {
                    <div class="bulk" role="toolbar" aria-label="Selected tickets">
                        <strong>{format!("{count} selected")}</strong>
                        {may.contains(Permission::TicketAssign).then(|| view! { <Button size="small" icon="user" key="a" on:click=move |_| pick.set(Some(Pick::Assignee))>"Assign"</Button> })}
                        {may.contains(Permission::TicketWrite).then(|| view! { <Button size="small" icon="circle" key="s" on:click=move |_| pick.set(Some(Pick::Status))>"Status"</Button> })}
                        {resolve}
                        <Button kind="quiet" size="small" key="Esc" on:click=move |_| picked.set(Vec::new())>"Clear"</Button>
                    </div>
                }.into_any()
            }}
        </div>
        {setup.map(|setup| view! { <SetupStrip setup remembered/> })}
        <div aria-live="polite">
            {move || (arrived.get() > 0).then(|| view! {
                <button class="new-bar" type="button" on:click=move |_| show_new()><span>{move || text::arrived(arrived.get())}</span><kbd>"."</kbd></button>
            })}
        </div>
        <section class="ticket-list" aria-label="Tickets">
            <ol role="list">
                <For each=move || visible.get() key=|row| row.code.as_str().to_owned() let(row)>
                    <Row row=current(rows, row) read=read cursor=cursor picked=picked on_rest=fetch_ahead/>
                </For>
            </ol>
        </section>
        {move || visible.with(Vec::is_empty).then(|| view! { <Nothing filter=nothing.clone() counts=counts.get() site=site.clone()/> })}
        {move || view! { <Pager pages=pages.clone() rows=visible.with(Vec::len) count=counts.with(|counts| counts.text(tab))/> }}
        <Picker pick=pick choices=Signal::stored(choices) me=org.me.user on_pick=Callback::new(move |change: Change| desk.change(&change))/>
    }
}

/// The row as it is now; as it was last, once it has left the list. On the server nothing changes while it is written.
fn current(rows: RwSignal<Vec<TicketRow>>, row: TicketRow) -> Signal<TicketRow> {
    if cfg!(not(target_arch = "wasm32")) {
        return Signal::stored(row);
    }
    Memo::new(move |last: Option<&TicketRow>| {
        let found = rows.with(|rows| rows.iter().find(|now| now.code == row.code).cloned());
        found.or_else(|| last.cloned()).unwrap_or_else(|| row.clone())
    })
    .into()
}

/// Looks the list up again when something changed. Rows that are shown change in their place; new ones wait. After a change of
/// what may be seen (B20) nothing of the old list stays.
fn keep_up(
    org: OrgSlug,
    filter: TicketFilter,
    rows: RwSignal<Vec<TicketRow>>,
    counts: RwSignal<domain::ticket::TabCounts>,
    waiting: RwSignal<Option<TicketList>>,
    remembered: bool,
) {
    let last = use_live().last;
    let asked = StoredValue::new(0u32);
    let anew = StoredValue::new(false);
    Effect::new(move |seen: Option<Option<i64>>| {
        let change = last.get().filter(|change| {
            change.org == org && (change.ticket.is_some() || change.kind == CAUGHT_UP || moves_sight(change))
        });
        let seq = change.as_ref().map(|change| change.seq);
        if seen.is_some() && change.as_ref().is_some_and(moves_sight) {
            anew.set_value(true);
        }
        let begin = seen.is_none();
        if (begin && !remembered) || (!begin && (seq.is_none() || seen == Some(seq))) {
            return seq;
        }
        let turn = asked
            .try_update_value(|asked| {
                *asked += 1;
                *asked
            })
            .unwrap_or_default();
        let (org, filter) = (org.clone(), filter.clone());
        set_timeout(
            move || {
                if asked.try_get_value() != Some(turn) {
                    return;
                }
                spawn_local(async move {
                    // A look that fails is made up for by the next change; the banner tells of a lost connection.
                    if let Ok(fresh) = ticket_list(org, filter).await {
                        if anew.try_update_value(std::mem::take) == Some(true) {
                            rows.try_set(Vec::new());
                            waiting.try_set(None);
                        }
                        merge(rows, counts, waiting, fresh);
                    }
                });
            },
            Duration::from_millis(GATHER),
        );
        seq
    });
}

fn merge(
    rows: RwSignal<Vec<TicketRow>>,
    counts: RwSignal<domain::ticket::TabCounts>,
    waiting: RwSignal<Option<TicketList>>,
    fresh: TicketList,
) {
    if counts.try_get_untracked().is_none() {
        return;
    }
    counts.set(fresh.counts);
    if rows.with_untracked(Vec::is_empty) {
        // Nobody's place is lost in an empty list.
        rows.set(fresh.rows);
        return;
    }
    let changed = rows
        .with_untracked(|rows| rows.iter().any(|row| fresh.rows.iter().any(|new| new.code == row.code && new != row)));
    if changed {
        rows.update(|rows| {
            for row in rows.iter_mut() {
                if let Some(new) = fresh.rows.iter().find(|new| new.code == row.code) {
                    row.clone_from(new);
                }
            }
        });
    }
    waiting.set(Some(fresh));
}

/// Puts back where the keyboard stood and how far the list was scrolled, and keeps both for the next time.
fn remember(
    owner: Owner,
    filter: TicketFilter,
    list: TicketList,
    setup: Option<Setup>,
    rows: RwSignal<Vec<TicketRow>>,
    counts: RwSignal<domain::ticket::TabCounts>,
    cursor: RwSignal<Option<TicketCode>>,
) {
    let scroll = StoredValue::new(0.0);
    {
        let (owner, filter) = (owner.clone(), filter.clone());
        Effect::new(move |_| {
            if let Some(left) = memory::list(&owner, &filter) {
                scroll.set_value(left.scroll);
                cursor.set(left.cursor);
                // After the router has scrolled to the top of what it takes for a new page.
                set_timeout(move || browser::scroll_soon(left.scroll), Duration::ZERO);
            }
            // On its way to another page the router scrolls to the top: that is not how the list was left.
            let here = browser::path();
            let listener = window_event_listener(ev::scroll, move |_| {
                if browser::path() == here {
                    scroll.try_set_value(browser::scrolled());
                }
            });
            on_cleanup(move || listener.remove());
        });
    }
    let save = move |scroll: f64| {
        let (Some(rows), Some(counts), Some(cursor)) =
            (rows.try_get_untracked(), counts.try_get_untracked(), cursor.try_get_untracked())
        else {
            return;
        };
        let list = TicketList { rows, counts, ..list.clone() };
        memory::leave(
            &owner,
            Left { filter: filter.clone(), list: Read::now(list), setup: setup.clone(), cursor, scroll },
        );
    };
    let save = StoredValue::new(save);
    Effect::new(move |_| {
        // While it is shown, so that `[` and `]` know it however the page is left.
        rows.track();
        cursor.track();
        save.with_value(|save| save(scroll.get_value()));
    });
    on_cleanup(move || {
        if let (Some(scroll), Some(save)) = (scroll.try_get_value(), save.try_get_value()) {
            save(scroll);
        }
    });
}

/// Fetches a ticket that somebody is likely to open next.
fn fetch_ahead(org: OrgSlug, owner: Owner) -> Callback<TicketCode> {
    let wanted = StoredValue::new(None::<TicketCode>);
    Callback::new(move |code: TicketCode| {
        if memory::page(&owner, &code).is_some() {
            return;
        }
        wanted.set_value(Some(code.clone()));
        let (org, owner) = (org.clone(), owner.clone());
        set_timeout(
            move || {
                if wanted.try_get_value().flatten().as_ref() != Some(&code) {
                    return;
                }
                spawn_local(async move {
                    if let Ok(page) = ticket_show(org, code).await {
                        memory::keep_page(&owner, Read::now(page));
                    }
                });
            },
            Duration::from_millis(REST),
        );
    })
}
