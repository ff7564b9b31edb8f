//! The browser entry: takes over the page that the server rendered. It holds no view and no rule.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the shell's module script, after the module has been fetched and compiled.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    mark_hydrated();
}

/// Tells style sheets and browser tests that handlers are in place: `html[data-hydrated="1"]`.
fn mark_hydrated() {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    if let Some(root) = root {
        // A document whose root refuses an attribute is not one we rendered.
        let _ = root.set_attribute("data-hydrated", "1");
    }
}
