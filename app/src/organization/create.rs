//! `/new`: make an organization (screens.md 10). The entry of a new account (S4-08).

use super::create_form::CreateForm;
use super::{desk_host, text};
use crate::account::calls::account_confirm_resend;
use crate::form::Typed;
use crate::layout::PlainLayout;
use crate::session::use_session;
use crate::ui::toast::use_toasts;
use crate::ui::{Button, Notice};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;

/// One form, alone on the page, before there is an organization to stand in.
#[component]
pub fn OrgCreatePage() -> impl IntoView {
    let (typed, host) = (Typed::of_request(), desk_host());
    let given = Resource::new_blocking(
        || (),
        move |()| {
            let given = (typed.clone(), host.clone());
            async move { given }
        },
    );
    let unconfirmed = use_session()
        .with_untracked(|session| session.as_ref().filter(|s| !s.confirmed).map(|s| (s.email.to_string(), s.outbox)));
    view! {
        <Title text=text::CREATE_TITLE/>
        <PlainLayout>
            <div class="new-organization">
                <header>
                    <svg class="ui-mark" data-size="large" viewBox="0 0 24 24" aria-hidden="true">
                        <rect width="24" height="24" rx="6" fill="#0b6e63"></rect>
                        <path d="M6.5 18V11.2L12 6.5l5.5 4.7V18M6.5 13.8c2.2 2.4 8.8 2.4 11 0" fill="none" stroke="#fff" stroke-width="2"
                            stroke-linecap="round" stroke-linejoin="round"></path>
                    </svg>
                    <h1>{text::CREATE_TITLE}</h1>
                    <p>{text::CREATE_PROMISE}</p>
                </header>
                {unconfirmed.map(|(email, outbox)| view! { <Unconfirmed email outbox/> })}
                <Suspense>
                    {move || given.get().map(|(typed, host)| view! { <CreateForm typed host/> })}
                </Suspense>
            </div>
        </PlainLayout>
    }
}

/// The address has to be confirmed before there can be an organization; says where the mail went.
#[component]
fn Unconfirmed(email: String, outbox: bool) -> impl IntoView {
    let words = format!("We sent a link to {email}. Open it, then come back to this page.");
    let (toasts, busy) = (use_toasts(), RwSignal::new(false));
    let to = email.clone();
    // What was typed below stays on the page; without a script the form leads to "check your mail".
    let again = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let to = to.clone();
        spawn_local(async move {
            match account_confirm_resend().await {
                Ok(()) => toasts.say(format!("A fresh link is on its way to {to}.")),
                Err(error) => toasts.warn(error.message),
            }
            busy.try_set(false);
        });
    };
    view! {
        <Notice tone="amber" icon="mail" title=text::UNCONFIRMED text=words>
            <form method="post" action="/check-mail" on:submit=again>
                <input type="hidden" name="mail" value=email/>
                <Button size="small" submit=true busy=busy>"Send it again"</Button>
            </form>
            {outbox.then(|| view! { <a class="ui-button" data-size="small" href="/dev/outbox" rel="external">"Read it in the outbox"</a> })}
        </Notice>
    }
}
