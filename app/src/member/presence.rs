//! Whether somebody is there, in a shape and a word, and since when they are not.

use crate::ui::{Icon, Time, use_clock};
use domain::Moment;
use domain::member::Presence;
use leptos::prelude::*;

/// A full dot for who is there, a ring for who is not, a clock for who said so. Who stops being seen goes offline before one's eyes.
#[component]
pub(super) fn PresenceMark(
    /// What it was when the page was read.
    presence: Presence,
    /// When they were last seen.
    seen: Option<Moment>,
) -> impl IntoView {
    let clock = use_clock();
    let last = seen.as_ref().map(|moment| moment.at);
    let now = Memo::new(move |_| clock.now().map_or(presence, |now| Presence::of(presence.is_away(), last, now)));
    move || {
        let presence = now.try_get().unwrap_or(presence);
        let seen = (presence != Presence::Online).then(|| match seen.clone() {
            Some(moment) => view! { <small class="presence-seen">"last seen "<Time moment/></small> }.into_any(),
            None => view! { <small class="presence-seen">"not seen yet"</small> }.into_any(),
        });
        let mark = match presence {
            Presence::Online => {
                view! { <span class="ui-pill" data-dot="" data-tone="green">"Online"</span> }.into_any()
            }
            Presence::Offline => {
                view! { <span class="ui-pill" data-dot="ring" data-tone="grey">"Offline"</span> }.into_any()
            }
            Presence::Away => {
                view! { <span class="ui-pill" data-tone="amber"><Icon name="clock"/><span>"Away"</span></span> }
                    .into_any()
            }
        };
        view! { <span class="presence">{mark}{seen}</span> }
    }
}
