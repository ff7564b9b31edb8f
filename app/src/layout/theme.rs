//! Light or dark: the system decides, and a person may overrule it in this browser.

use leptos::prelude::*;

const KEY: &str = "helpstead-theme";

/// Puts the choice of an earlier visit into effect. Runs in the browser only.
pub fn wear() {
    Effect::new(|_| {
        if let Some(theme) = storage().and_then(|storage| storage.get_item(KEY).ok().flatten()) {
            put(&theme);
        }
    });
}

/// Changes to the other one and remembers it.
pub fn flip() {
    let root = document().document_element();
    let dark_now = match root.as_ref().and_then(|root| root.get_attribute("data-theme")).as_deref() {
        Some("dark") => true,
        Some(_) => false,
        None => {
            window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|media| media.matches())
        }
    };
    let theme = if dark_now { "light" } else { "dark" };
    put(theme);
    if let Some(storage) = storage() {
        // A full or forbidden storage only means the choice is not remembered.
        let _ = storage.set_item(KEY, theme);
    }
}

fn put(theme: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
