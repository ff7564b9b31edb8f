//! `/account`.

use super::password::NewPassword;
use super::profile::Profile;
use super::sessions::Sessions;
use super::text;
use super::theme::ThemeChoice;
use crate::form::Typed;
use crate::layout::PlainLayout;
use crate::session::use_session;
use crate::ui::{Icon, Notice};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The account page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let typed = Typed::of_request();
    let given = Resource::new_blocking(
        || (),
        move |()| {
            let typed = typed.clone();
            async move { typed }
        },
    );
    let email = use_session()
        .with_untracked(|session| session.as_ref().map(|session| session.email.to_string()).unwrap_or_default());
    // Other browsers were signed out.
    let ended = RwSignal::new(0_u32);
    let on_done = Callback::new(move |()| ended.update(|ended| *ended += 1));
    // Where no script says it at the foot of the page.
    let saved = use_query_map().with_untracked(|query| query.get("saved")).and_then(|what| match what.as_str() {
        "name" => Some((text::SAVED, text::NAME_SHOWN)),
        "password" => Some((text::PASSWORD_CHANGED, text::OTHERS_OUT)),
        _ => None,
    });
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
                {saved.map(|(done, words)| view! { <Notice tone="green" icon="check" title=done text=words/> })}
                <Suspense>
                    {move || {
                        let email = email.clone();
                        given.get().map(|typed| {
                            let (whose, again) = (email.clone(), typed.clone());
                            view! {
                                <section class="section" aria-labelledby="a-profile">
                                    <div class="section-head"><h2 id="a-profile">{text::PROFILE}</h2><p>{text::PROFILE_WHY}</p></div>
                                    <div class="section-body"><Profile typed email/></div>
                                </section>
                                <section class="section" aria-labelledby="a-password">
                                    <div class="section-head"><h2 id="a-password">{text::PASSWORD}</h2><p>{text::PASSWORD_WHY}</p></div>
                                    <div class="section-body"><NewPassword typed=again email=whose on_done/></div>
                                </section>
                            }
                        })
                    }}
                </Suspense>
                <section class="section" aria-labelledby="a-theme">
                    <div class="section-head"><h2 id="a-theme">{text::THEME}</h2><p>{text::THEME_WHY}</p></div>
                    <div class="section-body"><ThemeChoice/></div>
                </section>
                <section class="section" aria-labelledby="a-sessions">
                    <div class="section-head"><h2 id="a-sessions">{text::SESSIONS}</h2><p>{text::SESSIONS_WHY}</p></div>
                    <div class="section-body"><Sessions ended/></div>
                </section>
            </div>
        </PlainLayout>
    }
}
