//! The strip of steps over a young inbox: each ticks itself when the thing happens, on this screen or any other.

use super::calls::org_setup;
use super::text::{STEPS, Step};
use crate::layout::use_org;
use crate::live::use_live;
use crate::ui::{Icon, browser};
use domain::OrgSlug;
use domain::organization::Setup;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// Milliseconds in which changes are gathered before the facts are looked up again.
const GATHER: u64 = 250;

/// The steps, until they are hidden in this browser.
#[component]
pub(crate) fn SetupStrip(
    /// How far it has come.
    setup: Setup,
    /// Whether that comes from memory, so that the truth has to be looked up behind it.
    remembered: bool,
) -> impl IntoView {
    let org = use_org();
    let kept = format!("setup-hidden:{}:{}", org.me.user, org.slug);
    let setup = RwSignal::new(setup);
    // The browser tells what was hidden once the page is alive; without a script nothing is.
    let (alive, hidden) = (RwSignal::new(false), RwSignal::new(false));
    let name = kept.clone();
    Effect::new(move |_| {
        alive.set(true);
        hidden.set(browser::kept(&name).is_some());
    });
    follow(org.slug.clone(), setup, remembered);
    let hide = move |_| {
        browser::keep(&kept, "1");
        hidden.set(true);
    };
    let steps = Memo::new(move |_| setup.with(Setup::steps));
    let count = move || steps.get().into_iter().filter(|done| *done).count();
    let lines = STEPS
        .into_iter()
        .enumerate()
        .map(|(index, step)| view! { <StepLine step index steps href=way(index, org.slug.clone(), setup)/> })
        .collect_view();
    view! {
        <section class="setup" aria-labelledby="setup-title" hidden=move || hidden.get()>
            <header>
                <h2 id="setup-title">{format!("Get {} answering", org.me.org.name)}</h2>
                <p role="status">{move || format!("{} of {} done", count(), STEPS.len())}</p>
                {move || alive.get().then(|| view! {
                    <button class="ui-button" data-kind="quiet" data-size="small" type="button" on:click=hide.clone()>"Hide"<span class="visually-hidden">" these steps"</span></button>
                })}
            </header>
            <ol class="setup-steps" role="list">{lines}</ol>
        </section>
    }
}

/// Where a step is done; nothing while there is no such place.
fn way(index: usize, org: OrgSlug, setup: RwSignal<Setup>) -> Signal<Option<String>> {
    Signal::derive(move || {
        setup.with(|setup| {
            let site = setup.site.as_ref().map(|site| &site.slug);
            match index {
                0 | 1 => site.map(|site| format!("/s/{org}/{site}")),
                2 => setup.ticket.as_ref().map(|ticket| format!("/{org}/tickets/{ticket}")),
                _ => site.map(|site| format!("/{org}/sites/{site}#origins")),
            }
        })
    })
}

#[component]
fn StepLine(step: Step, index: usize, steps: Memo<[bool; 4]>, href: Signal<Option<String>>) -> impl IntoView {
    let done = Memo::new(move |_| steps.with(|steps| steps[index]));
    // The first that is open is the one to do now.
    let now = Memo::new(move |_| steps.with(|steps| steps.iter().position(|done| !done) == Some(index)));
    let state = move || match (done.get(), now.get()) {
        (true, _) => "done",
        (false, true) => "now",
        (false, false) => "todo",
    };
    // Customers' pages are no part of the app, and the inbox stays open to see the step tick.
    let outside = index < 2;
    let more = move || {
        (!done.get()).then(|| {
            let go = href.get().map(|href| {
                if outside {
                    view! { <a href=href rel="external" target="_blank">{step.go}<span class="visually-hidden">", in a new tab"</span></a> }.into_any()
                } else {
                    view! { <a href=href>{step.go}</a> }.into_any()
                }
            });
            view! { <p>{step.why}</p>{go} }
        })
    };
    view! {
        <li class="setup-step" data-state=state>
            {move || if done.get() { view! { <Icon name="check-circle"/> } } else { view! { <Icon name="circle"/> } }}
            <h3>{step.title}<span class="visually-hidden">{move || if done.get() { ", done" } else { "" }}</span></h3>
            {more}
        </li>
    }
}

/// Looks the facts up again whenever something happens in the organization, until all is done.
fn follow(org: OrgSlug, setup: RwSignal<Setup>, remembered: bool) {
    let last = use_live().last;
    let asked = StoredValue::new(0_u32);
    Effect::new(move |seen: Option<Option<i64>>| {
        let seq = last.get().filter(|change| change.org == org).map(|change| change.seq);
        let begin = seen.is_none();
        let news = if begin { remembered } else { seq.is_some() && seen != Some(seq) };
        if !news || setup.with_untracked(Setup::is_done) {
            return seq;
        }
        let turn = asked
            .try_update_value(|asked| {
                *asked += 1;
                *asked
            })
            .unwrap_or_default();
        let org = org.clone();
        set_timeout(
            move || {
                if asked.try_get_value() != Some(turn) {
                    return;
                }
                spawn_local(async move {
                    // A look that fails is made up for by the next change; a grown organization keeps what it shows.
                    if let Ok(Some(fresh)) = org_setup(org).await
                        && setup.try_with_untracked(|now| *now != fresh) == Some(true)
                    {
                        setup.set(fresh);
                    }
                });
            },
            Duration::from_millis(GATHER),
        );
        seq
    });
}
