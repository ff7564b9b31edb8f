//! `/account`.

use super::calls::account_rename;
use super::sessions::Sessions;
use super::text;
use crate::layout::PlainLayout;
use crate::session::use_session;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Button, Field, Icon, browser};
use domain::{Field as Named, Problems};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;

/// The account page.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! {
        <Title text=text::ACCOUNT/>
        <PlainLayout>
            <div class="page">
                <header class="page-head">
                    <div><h1>{text::ACCOUNT}</h1><p>{text::ONE_LOGIN}</p></div>
                    <form method="post" action="/sign-out">
                        <button class="ui-button" type="submit"><Icon name="sign-out"/>{text::SIGN_OUT}</button>
                    </form>
                </header>
                <section class="section" aria-labelledby="a-profile">
                    <div class="section-head"><h2 id="a-profile">{text::PROFILE}</h2><p>{text::PROFILE_WHY}</p></div>
                    <div class="section-body"><Profile/></div>
                </section>
                <section class="section" aria-labelledby="a-password">
                    <div class="section-head"><h2 id="a-password">{text::PASSWORD}</h2><p>{text::PASSWORD_WHY}</p></div>
                    <div class="section-body"><a class="ui-button" href="/forgot" rel="external">"Choose a new password"</a></div>
                </section>
                <section class="section" aria-labelledby="a-sessions">
                    <div class="section-head"><h2 id="a-sessions">{text::SESSIONS}</h2><p>{text::SESSIONS_WHY}</p></div>
                    <div class="section-body"><Sessions/></div>
                </section>
            </div>
        </PlainLayout>
    }
}

#[component]
fn Profile() -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let (name, email) = session
        .with_untracked(|session| session.as_ref().map(|s| (s.name.clone(), s.email.to_string())).unwrap_or_default());
    let name = RwSignal::new(name);
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = account_rename(name.get_untracked()).await;
            busy.try_set(false);
            match answer {
                Ok(kept) => {
                    problems.try_set(Problems::default());
                    name.try_set(kept.to_string());
                    session.update(|session| {
                        if let Some(session) = session {
                            session.name = kept.to_string();
                        }
                    });
                    toasts.say(text::SAVED);
                }
                Err(error) => {
                    match error.fields.is_empty() {
                        true => toasts.warn(error.message),
                        false => browser::focus_soon("name"),
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    view! {
        <form class="ui-form" method="post" on:submit=submit>
            <Field label="Name" name="name" value=name error=problem_of(problems, Named::Name) autocomplete="name"/>
            <div class="ui-field">
                <label class="ui-label" for="mail">"Mail address"</label>
                <input class="ui-input" id="mail" type="email" value=email readonly/>
            </div>
            <div class="ui-form-foot"><Button kind="primary" submit=true busy=busy>"Save"</Button></div>
        </form>
    }
}
