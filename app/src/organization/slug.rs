//! The slug while it is typed: asked for 200 ms after the last key, late answers dropped (S4-11).

use super::calls::org_slug_check;
use super::text;
use crate::ui::{Icon, browser};
use domain::OrgSlug;
use domain::organization::SlugCheck;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// Milliseconds without a key before the desk is asked.
const PAUSE: u64 = 200;

/// What is known of the slug in the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing was typed.
    Nothing,
    /// The desk is being asked.
    Checking,
    /// What it said.
    Said(SlugCheck),
    /// It did not answer; the insert will decide.
    Unknown,
}

impl Known {
    /// Whether sending the form would be refused for certain.
    pub(super) fn is_refused(&self) -> bool {
        matches!(self, Self::Said(check) if *check != SlugCheck::Available)
    }

    /// Free ones, when this one is not.
    pub(super) fn suggestions(&self) -> Vec<OrgSlug> {
        match self {
            Self::Said(SlugCheck::Taken { suggestions } | SlugCheck::Reserved { suggestions }) => suggestions.clone(),
            _ => Vec::new(),
        }
    }
}

/// Follows the field. What can be seen without asking is said at once.
pub(super) fn watched(slug: RwSignal<String>) -> RwSignal<Known> {
    let known = RwSignal::new(Known::Nothing);
    let asked = StoredValue::new(0_u64);
    Effect::new(move |_| {
        let text = slug.get();
        let number = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        if text.is_empty() {
            return known.set(Known::Nothing);
        }
        if let Err(error) = OrgSlug::parse(&text) {
            return known.set(Known::Said(SlugCheck::Invalid { message: error.to_string() }));
        }
        known.set(Known::Checking);
        let ask = move || {
            if asked.try_get_value() == number {
                spawn_local(async move {
                    let answer = org_slug_check(text).await.map_or(Known::Unknown, Known::Said);
                    if asked.try_get_value() == number {
                        known.try_set(answer);
                    }
                });
            }
        };
        set_timeout(ask, Duration::from_millis(PAUSE));
    });
    known
}

/// The line under the field, and the free slugs when this one is not.
#[component]
pub(super) fn SlugState(slug: RwSignal<String>, known: RwSignal<Known>) -> impl IntoView {
    let line = move || {
        let name = slug.get();
        match known.get() {
            Known::Nothing => None,
            Known::Checking => Some(("checking", "clock", text::CHECKING.to_owned())),
            Known::Unknown => Some(("checking", "warning", text::UNCHECKED.to_owned())),
            Known::Said(SlugCheck::Available) => Some(("available", "check", format!("{name} is free"))),
            Known::Said(SlugCheck::Taken { suggestions }) if suggestions.is_empty() => {
                Some(("taken", "close", format!("{name} is taken")))
            }
            Known::Said(SlugCheck::Taken { .. }) => Some(("taken", "close", format!("{name} is taken. One of these?"))),
            Known::Said(SlugCheck::Reserved { .. }) => {
                Some(("reserved", "lock", format!("{name} is kept for Helpstead itself")))
            }
            Known::Said(SlugCheck::Invalid { message }) => Some(("taken", "warning", message)),
        }
    };
    let choices = move || {
        let free = known.with(Known::suggestions);
        (!free.is_empty()).then(|| {
            let buttons = (1..).zip(free).map(|(number, free)| {
                let text = free.to_string();
                let choose = text.clone();
                view! {
                    <button class="ui-choice" type="button" aria-keyshortcuts=format!("Alt+{number}") on:click=move |_| chosen(slug, &choose)>
                        {text}" "<kbd>{format!("Alt {number}")}</kbd>
                    </button>
                }
            });
            view! { <div class="ui-choices" role="group" aria-label="Free addresses">{buttons.collect_view()}</div> }
        })
    };
    view! {
        <div id="slug-state" role="status">
            {move || line().map(|(state, icon, words)| view! { <p class="ui-state" data-state=state><Icon name=icon/><span>{words}</span></p> })}
        </div>
        {choices}
    }
}

/// Takes a suggestion and goes on to the next field.
pub(super) fn chosen(slug: RwSignal<String>, free: &str) {
    slug.set(free.to_owned());
    browser::focus("prefix");
}
