//! "Connection lost, trying again in 4 s" (D40). Nothing typed is at risk: drafts live in the browser.

use crate::live::{LiveState, use_live};
use crate::text;
use crate::ui::icon::Icon;
use leptos::prelude::*;

/// Shown while the stream is lost; empty, and silent for readers, while all is well.
#[component]
pub fn ConnectionBanner() -> impl IntoView {
    let live = use_live();
    let lost = Memo::new(move |_| live.state.get() != LiveState::Connected);
    let seconds = move || match live.state.get() {
        LiveState::Connected => String::new(),
        LiveState::Lost { seconds } => format!("{seconds} s"),
    };
    view! {
        <Show when=move || lost.get()>
            <div class="ui-banner" role="alert">
                <Icon name="offline"/>
                <span>{text::CONNECTION_LOST}" Trying again in "<span class="number" aria-hidden="true">{seconds}</span>". What you write is kept."</span>
                <button class="ui-button" data-size="small" type="button" on:click=move |_| live.retry()>{text::RETRY_NOW}</button>
                <a class="ui-button" data-size="small" href="" rel="external">{text::RELOAD}</a>
            </div>
        </Show>
    }
}
