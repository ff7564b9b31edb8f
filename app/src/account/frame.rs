//! What the account pages share: the head, the ways between them, and what was just done.

use super::text;
use crate::form::Typed;
use crate::layout::PlainLayout;
use crate::session::use_session;
use crate::ui::{Icon, Notice};
use domain::Problems;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};

/// Path and name of each page.
const TABS: [(&str, &str); 4] = [
    ("/account", text::PROFILE),
    ("/account/security", text::SECURITY),
    ("/account/sessions", text::SESSIONS),
    ("/account/organizations", text::ORGANIZATIONS),
];

/// The frame of an account page.
#[component]
pub(super) fn AccountFrame(
    /// Of the browser's tab.
    title: &'static str,
    children: Children,
) -> impl IntoView {
    let at = use_location().pathname;
    let tabs = TABS.map(|(path, name)| {
        view! {
            <a class="ui-tab" href=path aria-current=move || (at.get() == path).then_some("page")><span>{name}</span></a>
        }
    });
    // The account belongs to no organization: this leads back to the one somebody came from.
    let back = use_session().with_untracked(|session| session.as_ref()?.orgs.first().cloned());
    let back = back.map(|org| {
        view! { <a class="page-up" href=format!("/{}/tickets", org.slug)><Icon name="chevron-left"/>{org.name}</a> }
    });
    // Where no script says it at the foot of the page.
    let done = use_query_map().with_untracked(|query| query.get("saved")).and_then(|what| text::done(&what));
    view! {
        <Title text=title/>
        <PlainLayout>
            <div class="page">
                <header class="page-head">
                    <div>{back}<h1>{text::ACCOUNT}</h1><p>{text::ONE_LOGIN}</p></div>
                    <form method="post" action="/sign-out">
                        <button class="ui-button" type="submit"><Icon name="sign-out"/>{text::SIGN_OUT}</button>
                    </form>
                </header>
                <nav class="ui-tabs page-tabs" aria-label="Account">{tabs.collect_view()}</nav>
                {done.map(|(done, words)| view! { <Notice tone="green" icon="check" title=done text=words/> })}
                {children()}
            </div>
        </PlainLayout>
    }
}

/// What was refused of the form `what`; nothing of the others on the same page.
pub(super) fn refused(typed: &Typed, what: &str) -> Problems {
    if typed.value("do") == what { typed.problems.clone() } else { Problems::default() }
}

/// What a form posted without a script, given to the browser's first rendering as well.
pub(super) fn typed() -> Resource<Typed> {
    let typed = Typed::of_request();
    Resource::new_blocking(
        || (),
        move |()| {
            let typed = typed.clone();
            async move { typed }
        },
    )
}
