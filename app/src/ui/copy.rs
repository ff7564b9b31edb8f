//! Something to take along: a key, an address, a link.

use super::browser;
use super::{Icon, toast::use_toasts};
use leptos::prelude::*;
use std::time::Duration;

/// Puts a text onto the clipboard and says so for two seconds.
#[component]
pub fn CopyButton(
    /// What to copy.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, for readers: `the site key`.
    #[prop(into)]
    what: String,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let toasts = use_toasts();
    let copy = move |_| {
        browser::copy(&text.get_untracked(), move |done| {
            if done {
                copied.try_set(true);
                set_timeout(
                    move || {
                        copied.try_set(false);
                    },
                    Duration::from_secs(2),
                );
            } else {
                toasts.warn("The browser did not let us copy. Select the text and copy it yourself.");
            }
        });
    };
    view! {
        <button class="ui-button" data-size="small" type="button" on:click=copy>
            {move || if copied.get() { view! { <Icon name="check"/> } } else { view! { <Icon name="copy"/> } }}
            <span aria-live="polite">{move || if copied.get() { "Copied" } else { "Copy" }}</span>
            <span class="visually-hidden">{format!(" {what}")}</span>
        </button>
    }
}

/// A text in a frame, with its button.
#[component]
pub fn Copy(
    /// What to show and copy.
    #[prop(into)]
    text: String,
    /// What it is, for readers.
    #[prop(into)]
    what: String,
) -> impl IntoView {
    view! {
        <div class="ui-copy"><code>{text.clone()}</code><CopyButton text=text what/></div>
    }
}
