//! What only a browser can do, in calls that never fail loudly: a refused focus or a full storage is no reason to stop.
//!
//! Called from effects and event handlers only, so none of it runs on the server.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition, Storage};

/// The element of that id, where it is HTML.
#[must_use]
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The first HTML element that a selector finds.
#[must_use]
pub fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

/// Puts the keyboard onto the element of that id; says whether it exists.
pub fn focus(id: &str) -> bool {
    element(id).is_some_and(|element| element.focus().is_ok())
}

/// Puts the keyboard onto the field of that id with all its text chosen, so that typing replaces it.
pub fn select(id: &str) {
    if let Some(field) = element(id).and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        // A field that takes no keyboard just now is not typed into.
        let _ = field.focus();
        field.select();
    }
}

/// Puts the keyboard there once the page has been drawn anew.
pub fn focus_soon(id: impl Into<String>) {
    let id = id.into();
    request_animation_frame(move || {
        focus(&id);
    });
}

/// Scrolls just as far as needed to see the element.
pub fn reveal(element: &Element) {
    let how = ScrollIntoViewOptions::new();
    how.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&how);
}

/// Scrolls until the element stands at the top.
pub fn bring_up(element: &Element) {
    element.scroll_into_view_with_bool(true);
}

/// The path of the page's address.
#[must_use]
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Leaves for sign-in, which leads back to this page. What was being written is kept by the browser.
pub fn to_sign_in() {
    let location = window().location();
    let here = path() + &location.search().unwrap_or_default();
    let next = String::from(js_sys::encode_uri_component(&here));
    // A page that is being left already goes where it was going.
    let _ = location.assign(&format!("/sign-in?next={next}"));
}

/// The part of the page's address after `#`.
#[must_use]
pub fn hash() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Tells the parts of this page that something happened which no signal carries.
pub fn announce(name: &str) {
    if let Ok(event) = web_sys::Event::new(name) {
        // Nobody cancels such an event.
        let _ = window().dispatch_event(&event);
    }
}

/// How far the page is scrolled, in CSS pixels.
#[must_use]
pub fn scrolled() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// Scrolls the page there, once it has been drawn anew.
pub fn scroll_soon(top: f64) {
    request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, top));
}

/// Microseconds since 1970, by the clock of this side. Never while rendering: as part of what a resource read.
#[must_use]
pub fn now() -> domain::Timestamp {
    #[cfg(target_arch = "wasm32")]
    let milliseconds = js_sys::Date::now();
    #[cfg(not(target_arch = "wasm32"))]
    let milliseconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0.0, |since| since.as_secs_f64() * 1000.0);
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of this millennium fit")]
    let milliseconds = milliseconds as i64;
    domain::Timestamp(milliseconds * 1000)
}

/// Whether the keys pressed now belong to a field that somebody types into.
#[must_use]
pub fn is_typing() -> bool {
    let Some(active) = document().active_element() else { return false };
    // A field of a dialog that has just closed has the keyboard until the next frame, and nobody types into what is not there.
    if active.closest("dialog:not([open])").is_ok_and(|dialog| dialog.is_some()) {
        return false;
    }
    match active.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(
            active.get_attribute("type").unwrap_or_default().as_str(),
            "checkbox" | "radio" | "button" | "submit" | "reset" | "file" | "range" | "color"
        ),
        _ => active.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable),
    }
}

/// Takes the keyboard away from whatever has it.
pub fn blur() {
    if let Some(active) = document().active_element().and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot lose the focus did not have it.
        let _ = active.blur();
    }
}

/// Whether a dialog is open.
#[must_use]
pub fn in_dialog() -> bool {
    find("dialog[open]").is_some()
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}

/// What this browser keeps under a name.
#[must_use]
pub fn kept(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Keeps a text under a name; a full or forbidden storage keeps nothing.
pub fn keep(name: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, text);
    }
}

/// Forgets what is kept under a name.
pub fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

/// Puts a text onto the clipboard; `done` hears whether that worked.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let promise = window().navigator().clipboard().write_text(text);
    leptos::task::spawn_local(async move {
        done(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
    });
}
