//! The one global key listener.

use super::{Chord, Keys};
use crate::ui::browser;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Seconds within which the second key of `g i` has to follow.
const PATIENCE: i64 = 2;

pub(super) fn start(keys: Keys) {
    let platform =
        js_sys::Reflect::get(&window().navigator(), &"platform".into()).ok().and_then(|name| name.as_string());
    keys.mac.set(platform.is_some_and(|name| name.starts_with("Mac") || name.starts_with("iP")));
    let listener = window_event_listener(ev::keydown, move |event| {
        if hear(keys, &event) {
            event.prevent_default();
        }
    });
    let clicks = window_event_listener(ev::click, |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        close_menus(|menu| !menu.contains(target.as_ref()));
    });
    on_cleanup(move || {
        listener.remove();
        clicks.remove();
    });
}

/// Closes the open menus (`<details>`) that are meant; says whether there was one.
fn close_menus(meant: impl Fn(&web_sys::Element) -> bool) -> bool {
    let Ok(open) = document().query_selector_all("details.ui-menu[open], details.assignee[open]") else { return false };
    let menus = (0..open.length()).filter_map(|at| open.item(at)?.dyn_into::<web_sys::Element>().ok()).filter(meant);
    menus.map(|menu| menu.remove_attribute("open").is_ok()).fold(false, |_, closed| closed)
}

/// Whether the key was taken.
fn hear(keys: Keys, event: &KeyboardEvent) -> bool {
    if event.default_prevented() {
        return false;
    }
    let Some(chord) = Chord::of(event) else { return false };
    let begun = keys
        .begun
        .try_update_value(Option::take)
        .flatten()
        .filter(|(_, at)| browser::now().seconds_since(*at) < PATIENCE);
    if chord.text == "Escape" && close_menus(|_| true) {
        return true;
    }
    if !chord.command {
        if chord.text == "Escape" && browser::is_typing() && !browser::in_dialog() {
            browser::blur();
            return true;
        }
        if browser::is_typing() || browser::in_dialog() || presses_a_control(event, &chord.text) {
            return false;
        }
    }
    let text = match &begun {
        Some((first, _)) => format!("{first} {}", chord.text),
        None => chord.text.clone(),
    };
    if keys.run(&text, event.repeat()) || (begun.is_some() && keys.run(&chord.text, event.repeat())) {
        return true;
    }
    if keys.begins(&text) {
        keys.begun.set_value(Some((text, browser::now())));
        return true;
    }
    false
}

/// Enter and the space bar belong to the button or link that has the keyboard.
fn presses_a_control(event: &KeyboardEvent, key: &str) -> bool {
    if !matches!(key, "Enter" | " ") {
        return false;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| matches!(target.tag_name().as_str(), "A" | "BUTTON" | "SUMMARY" | "INPUT"))
}
