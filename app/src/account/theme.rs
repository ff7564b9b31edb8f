//! Light or dark, in this browser.

use super::text;
use crate::layout::theme::{self, Theme};
use leptos::prelude::*;

/// The choice of three. It needs a script, because the browser keeps it; without one the system decides.
#[component]
pub(super) fn ThemeChoice() -> impl IntoView {
    let chosen = RwSignal::new(None::<Theme>);
    Effect::new(move |_| {
        chosen.set(Some(theme::chosen()));
        // The key `d` and the palette change it too.
        let listener = window_event_listener_untyped(theme::CHANGED, move |_| {
            chosen.try_set(Some(theme::chosen()));
        });
        on_cleanup(move || listener.remove());
    });
    let radio = move |theme: Theme| {
        view! {
            <label class="ui-check">
                <input
                    type="radio"
                    name="theme"
                    value=theme.as_str()
                    checked=theme == Theme::System
                    prop:checked=move || chosen.get().unwrap_or_default() == theme
                    disabled=move || chosen.with(Option::is_none)
                    on:change=move |_| theme::choose(theme)
                />
                <span>{text::theme(theme)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="theme-choice">
            <legend class="visually-hidden">{text::THEME}</legend>
            {Theme::ALL.map(radio).collect_view()}
        </fieldset>
    }
}
