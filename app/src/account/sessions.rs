//! `/account/sessions`: the browsers a person is signed in with, and the way to sign them out.

use super::calls::{account_session_end, account_sessions, account_sessions_end_others};
use super::frame::AccountFrame;
use super::text;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Skeleton, Time};
use domain::user::SessionRow;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let sessions = Resource::new_blocking(|| (), |()| account_sessions());
    view! {
        <AccountFrame title=text::SESSIONS>
            <section class="section" aria-labelledby="a-sessions">
                <div class="section-head"><h2 id="a-sessions">{text::SESSIONS}</h2><p>{text::SESSIONS_WHY}</p></div>
                <div class="section-body">
                    <Suspense fallback=|| view! { <Skeleton width=2/> }>
                        {move || sessions.get().map(|sessions| match sessions {
                            Ok(rows) => view! { <SessionList rows/> }.into_any(),
                            Err(error) => view! { <p class="ui-error" role="alert">{error.message}</p> }.into_any(),
                        })}
                    </Suspense>
                </div>
            </section>
        </AccountFrame>
    }
}

#[component]
fn SessionList(rows: Vec<SessionRow>) -> impl IntoView {
    let rows = RwSignal::new(rows);
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let end_others = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = account_sessions_end_others().await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    rows.try_update(|rows| rows.retain(|row| row.current));
                    toasts.say(text::OTHERS_OUT);
                }
                Err(error) => toasts.warn(error.message),
            }
        });
    };
    let several = move || rows.with(|rows| rows.len() > 1);
    view! {
        <ul class="sessions" role="list">
            <For each=move || rows.get() key=|row| row.id let(row)><SessionItem row rows/></For>
        </ul>
        {move || several().then(|| view! {
            <form method="post" action="/account/sessions" on:submit=end_others>
                <button class="ui-button" type="submit" name="do" value="end-others" aria-busy=move || busy.get().then_some("true")>
                    {text::SIGN_OUT_OTHERS}
                </button>
            </form>
        })}
    }
}

#[component]
fn SessionItem(row: SessionRow, rows: RwSignal<Vec<SessionRow>>) -> impl IntoView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let (id, device) = (row.id, row.device.clone());
    let end = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
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
            <form method="post" action="/account/sessions" on:submit=end>
                <input type="hidden" name="session" value=id.to_string()/>
                <button class="ui-button" data-size="small" type="submit" name="do" value="end" aria-busy=move || busy.get().then_some("true")>
                    {text::SIGN_OUT}<span class="visually-hidden">" "{row.device.clone()}</span>
                </button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="session">
            <Icon name=icon/>
            <div>
                <strong>{row.device}</strong>
                <small>"Last used "<Time moment=row.seen/>", signed in "<Time moment=row.since/></small>
            </div>
            {action}
        </li>
    }
}
