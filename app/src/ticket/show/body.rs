//! The living page of one ticket.

use super::super::act::{Change, Hand, Patch};
use super::super::calls::{ticket_seen, ticket_show};
use super::super::composer::{Composer, Copies};
use super::super::facts::Facts;
use super::super::mail::HeldMails;
use super::super::memory::{self, Owner, Read, Walk};
use super::super::pick::{Choices, Pick, Picker};
use super::super::text;
use super::super::timeline::{Timeline, UNREAD};
use super::Shown;
use super::keys::{self, Steps};
use super::parts::Head;
use crate::layout::{OrgContext, use_org};
use crate::live::{moves_sight, use_live};
use crate::ticket::filter_query;
use crate::ui::browser;
use crate::ui::toast::use_toasts;
use domain::ticket::{TicketCode, TicketPage};
use domain::{OrgSlug, Permission};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use std::sync::Arc;
use std::time::Duration;

/// Milliseconds in which changes are gathered before the ticket is looked up again.
const GATHER: u64 = 120;

/// A ticket with everything that happens to it while it is on screen.
#[component]
pub fn Body(shown: Shown) -> impl IntoView {
    let org = use_org();
    let Shown { page: Read { at, value }, typed, once } = shown;
    let (code, seen) = (value.ticket.code.clone(), value.seen);
    let name = org.me.org.name.clone();
    let choices = Choices {
        statuses: value.statuses.clone(),
        priorities: value.priorities.clone(),
        members: value.members.clone(),
    };
    let page = RwSignal::new(value);
    let words = move |page: &TicketPage| format!("{} {} · {name}", page.ticket.code, page.ticket.subject);
    // The server writes the head last, when this page's signals are gone: there the title is words, not a look at them.
    #[cfg(not(target_arch = "wasm32"))]
    let title = page.with_untracked(&words);
    #[cfg(target_arch = "wasm32")]
    let title = move || page.with(&words);
    let pick = RwSignal::new(None::<Pick>);
    let steps = use_steps(&org, &code);

    let patch: Patch = Arc::new(move |code, change| {
        page.try_update(|page| {
            if page.ticket.code == *code {
                change(&mut page.ticket);
            }
        });
    });
    let hand = Hand { org: org.slug.clone(), owner: Owner::of(&org), toasts: use_toasts(), patch };
    let on_change = Callback::new(move |change: Change| {
        let row = page.with_untracked(|page| page.ticket.clone());
        hand.change(&[row], &change);
    });
    keys::register(&org, page, pick, steps, on_change);
    let navigate = leptos_router::hooks::use_navigate();
    let (leave, toasts, words) = (navigate.clone(), use_toasts(), text::out_of_sight(code.as_str()));
    let on_gone = Callback::new(move |()| {
        toasts.say(words.clone());
        let back = steps.with_untracked(|steps| steps.back.clone());
        leave(&back, leptos_router::NavigateOptions::default());
    });
    keep_up(org.slug.clone(), Owner::of(&org), code.clone(), page, on_gone);
    begin(&org, code.clone(), page, seen);
    let on_done = Callback::new(move |()| {
        let to = steps.with_untracked(|steps| steps.next.clone().unwrap_or_else(|| steps.back.clone()));
        navigate(&to, leptos_router::NavigateOptions::default());
    });
    let copies = Copies::of(&typed);
    let may_write = org.me.permissions.contains(Permission::TicketWrite);
    view! {
        <Title text=title/>
        <div class="ticket">
            <Head page steps typed=typed.clone() on_change/>
            <div class="ticket-talk">
                <HeldMails page read=at/>
                <Timeline page seen read=at copies/>
                {may_write.then(|| view! { <Composer page copies typed once on_done/> })}
            </div>
            <Facts page read=at on_change/>
        </div>
        <Picker pick=pick choices=Signal::stored(choices) me=org.me.user on_pick=on_change/>
    }
}

/// The ways from here: known when the page is alive, because the list is in the browser's memory.
fn use_steps(org: &OrgContext, code: &TicketCode) -> RwSignal<Steps> {
    let root = format!("/{}/tickets", org.slug);
    let steps = RwSignal::new(Steps { back: root.clone(), ..Steps::default() });
    let (owner, code) = (Owner::of(org), code.clone());
    Effect::new(move |_| {
        let query = memory::left(&owner).map(|left| filter_query(&left.filter)).unwrap_or_default();
        let to = |code: TicketCode| format!("{root}/{code}");
        let back = format!("{root}{query}");
        steps.set(match memory::walk(&owner, &code) {
            Some(Walk { place, previous, next }) => {
                Steps { back, place, previous: previous.map(to), next: next.map(to) }
            }
            None => Steps { back, ..Steps::default() },
        });
    });
    steps
}

/// Looks the ticket up again when somebody changed it, in another tab or by another hand, and when it may have left the person's
/// sight (B20): then nothing of it stays.
fn keep_up(org: OrgSlug, owner: Owner, code: TicketCode, page: RwSignal<TicketPage>, on_gone: Callback<()>) {
    let last = use_live().last;
    let asked = StoredValue::new(0u32);
    Effect::new(move |seen: Option<Option<i64>>| {
        let change = last
            .get()
            .filter(|change| change.org == org && (change.ticket.as_ref() == Some(&code) || moves_sight(change)));
        let seq = change.map(|change| change.seq);
        if seen.is_none() || seq.is_none() || seen == Some(seq) || seq <= page.try_with_untracked(|page| page.seq) {
            return seq;
        }
        memory::forget_page(&owner, &code);
        let turn = asked
            .try_update_value(|asked| {
                *asked += 1;
                *asked
            })
            .unwrap_or_default();
        let (org, code) = (org.clone(), code.clone());
        set_timeout(
            move || {
                if asked.try_get_value() != Some(turn) {
                    return;
                }
                spawn_local(async move {
                    // A look that fails is made up for by the next change.
                    match ticket_show(org, code).await {
                        Ok(fresh) => drop(page.try_set(fresh)),
                        Err(error) if error.is_not_found() && page.try_get_untracked().is_some() => on_gone.run(()),
                        Err(_) => {}
                    }
                });
            },
            Duration::from_millis(GATHER),
        );
        seq
    });
}

/// Stands at the first unread message, and remembers that all of it was seen.
fn begin(org: &OrgContext, code: TicketCode, page: RwSignal<TicketPage>, seen: i64) {
    let (slug, owner) = (org.slug.clone(), Owner::of(org));
    Effect::new(move |began: Option<i64>| {
        let newest = page.with(|page| page.ticket.last_message);
        if began.is_none() && browser::hash().is_empty() {
            // After the router has scrolled to the top of the new page.
            let newest = format!("m{newest}");
            set_timeout(
                move || {
                    if let Some(line) = browser::element(UNREAD) {
                        browser::bring_up(&line);
                    } else if let Some(message) = browser::element(&newest) {
                        browser::reveal(&message);
                    }
                },
                Duration::ZERO,
            );
        }
        let known = began.unwrap_or(seen);
        if newest > known {
            memory::patch(&owner, &code, &|row| row.unread = false);
            let (slug, code) = (slug.clone(), code.clone());
            spawn_local(async move {
                // Unread once more is no harm.
                let _ = ticket_seen(slug, code, newest).await;
            });
        }
        known.max(newest)
    });
}
