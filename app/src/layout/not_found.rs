//! Nothing is here: the same page for what does not exist and for what one may not see, with ways on (S4-04).

use super::mark::OrgMark;
use super::switcher::{Switcher, use_switcher};
use crate::session::use_session;
use crate::text;
use domain::organization::logo_path;
use leptos::prelude::*;
use leptos_meta::Title;

/// Says that nothing is here and lists the person's own organizations.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(not(target_arch = "wasm32"))]
    crate::request::set_page_status(404);
    let orgs = use_session().with_untracked(|s| s.as_ref().map(|s| s.orgs.clone()).unwrap_or_default());
    let inside = use_context::<super::OrgContext>().is_some();
    let switcher = use_switcher();
    let rows = orgs
        .into_iter()
        .map(|org| {
            view! {
                <li>
                    <a href=format!("/{}/tickets", org.slug)>
                        <OrgMark name=org.name.clone() accent=org.accent.clone() logo=org.logo.map(|logo| logo_path(&org.slug, logo))/>
                        <span>{org.name.clone()}</span>
                        <small>{org.role.name}</small>
                    </a>
                </li>
            }
        })
        .collect_view();
    let body = view! {
        <Title text=text::NOT_FOUND/>
        <section class="ui-empty">
            <h1>{text::NOT_FOUND}</h1>
            <p>{text::NOT_FOUND_WHY}</p>
            <ul class="own-orgs" role="list">{rows}</ul>
            <div class="ui-button-row">
                <button class="ui-button" type="button" on:click=move |_| switcher.open()>"Switch organization "<kbd>"Ctrl O"</kbd></button>
                <a class="ui-button" data-kind="quiet" href="/new">"Create organization"</a>
            </div>
        </section>
    };
    if inside { body.into_any() } else { view! { <main id="main" tabindex="-1">{body}</main><Switcher/> }.into_any() }
}
