//! The browsers a person is signed in with, and the way to sign one out.

use super::calls::{account_session_end, account_sessions};
use super::text;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Skeleton, Time};
use domain::user::SessionRow;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn Sessions(
    /// Changes when browsers were signed out elsewhere on the page.
    ended: RwSignal<u32>,
) -> impl IntoView {
    let sessions = Resource::new(move || ended.get(), |_| account_sessions());
    view! {
        <Suspense fallback=|| view! { <Skeleton width=2/> }>
            {move || sessions.get().map(|sessions| match sessions {
                Ok(rows) => view! { <SessionList rows/> }.into_any(),
                Err(error) => view! { <p class="ui-error" role="alert">{error.message}</p> }.into_any(),
            })}
        </Suspense>
    }
}

#[component]
fn SessionList(rows: Vec<SessionRow>) -> impl IntoView {
    let rows = RwSignal::new(rows);
    view! {
        <ul class="sessions" role="list">
            <For each=move || rows.get() key=|row| row.id let(row)><SessionItem row rows/></For>
        </ul>
    }
}

#[component]
fn SessionItem(row: SessionRow, rows: RwSignal<Vec<SessionRow>>) -> impl IntoView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let (id, device) = (row.id, row.device.clone());
    let end = move |_| {
        busy.set(true);
        let device = device.clone();
        spawn_local(async move {
            match account_session_end(id).await {
                Ok(()) => {
                    rows.try_update(|rows| rows.retain(|row| row.id != id));
                    toasts.say(format!("{device} is signed out"));
                }
                Err(error) => {
                    busy.try_set(false);
                    toasts.warn(error.message);
                }
            }
        });
    };
    let icon = if row.device.contains("iPhone") || row.device.contains("Android") { "phone" } else { "device" };
    let action = if row.current {
        view! { <span class="ui-pill" data-tone="green">{text::THIS_ONE}</span> }.into_any()
    } else {
        view! {
            <button class="ui-button" data-size="small" type="button" disabled=move || busy.get() on:click=end>
                {text::SIGN_OUT}<span class="visually-hidden">" "{row.device.clone()}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <li class="session">
            <Icon name=icon/>
            <div><strong>{row.device}</strong><small>"Last used "<Time moment=row.seen/></small></div>
            {action}
        </li>
    }
}
