//! The field of a dialog that is a field with a list under it (palette, switcher, pickers): typing narrows the list, the arrows walk it,
//! Enter chooses. The keyboard never leaves the field, so readers are told the line (`aria-activedescendant`).

use super::{Icon, browser};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The field, and what is said when nothing fits. The list itself is the caller's: its id is `{name}-list`, and its lines are
/// `{name}-0`, `{name}-1`, …, each with `aria-selected=at.marks(index)`.
#[component]
pub fn ListField(
    /// Unique on the page: ids are made from it.
    name: &'static str,
    /// Before the field.
    icon: &'static str,
    /// What is looked for: in the empty field, and for readers.
    label: &'static str,
    /// What is said when nothing fits.
    none: &'static str,
    /// What is typed.
    typed: RwSignal<String>,
    /// Where the keyboard stands in the list.
    at: Cursor,
    /// Lines in it.
    count: Signal<usize>,
    /// Hears the number of the line that is chosen.
    on_choose: Callback<usize>,
) -> impl IntoView {
    let move_by = move |step: isize| {
        let count = count.get_untracked().max(1);
        at.0.update(|at| *at = (*at + count).saturating_add_signed(step) % count);
        if let Some(line) = browser::element(&format!("{name}-{}", at.0.get_untracked())) {
            browser::reveal(&line);
        }
    };
    let press = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => move_by(1),
            "ArrowUp" => move_by(-1),
            "Enter" if !event.is_composing() => on_choose.run(at.0.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    let is_empty = move || count.get() == 0;
    view! {
        <div class="ui-palette-field">
            <Icon name=icon/>
            <input
                type="text"
                placeholder=label
                aria-label=label
                role="combobox"
                aria-expanded=move || if is_empty() { "false" } else { "true" }
                aria-controls=format!("{name}-list")
                aria-activedescendant=move || (!is_empty()).then(|| format!("{name}-{}", at.0.get()))
                autocomplete="off"
                spellcheck="false"
                autofocus
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    at.0.set(0);
                }
                on:keydown=press
            />
            <kbd>"Esc"</kbd>
        </div>
        <div role="status">{move || is_empty().then(|| view! { <p class="ui-palette-empty">{none}</p> })}</div>
    }
}

/// The line of the list where the keyboard stands, from 0.
#[derive(Clone, Copy, Default)]
pub struct Cursor(RwSignal<usize>);

impl Cursor {
    /// `aria-selected` of the line with that number.
    #[must_use]
    pub fn marks(self, index: usize) -> &'static str {
        if self.0.get() == index { "true" } else { "false" }
    }
}
