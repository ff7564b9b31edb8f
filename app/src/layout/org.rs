//! The frame of an organization's pages. ONE closure over the slug: on a switch everything below it is disposed and built
//! anew, so nothing of the old organization survives (S1-22).

use super::banner::ConnectionBanner;
use super::header::Header;
use super::nav::Nav;
use super::not_found::NotFoundPage;
use super::switcher::Switcher;
use crate::live::use_live;
use crate::organization::calls::org_mine;
use crate::session::use_session;
use crate::text;
use crate::ui::palette::Palette;
use crate::ui::sheet::KeySheet;
use crate::ui::toast::ToastStack;
use domain::OrgSlug;
use domain::organization::Me;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;

/// The organization of the page, and who looks at it. Plain values: a switch makes new ones.
#[derive(Clone, Debug)]
pub struct OrgContext {
    /// Its address.
    pub slug: OrgSlug,
    /// The person in it.
    pub me: Me,
}

/// The organization of this page.
#[must_use]
pub fn use_org() -> OrgContext {
    expect_context::<OrgContext>()
}

/// Frames every page under `/{org}`.
#[component]
pub fn OrgLayout() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("org").unwrap_or_default()));
    let session = use_session();
    // A fresh list of organizations must not tear down the page somebody is working on; being something else here, or nobody, must.
    let standing = Memo::new(move |_| {
        let slug = slug.get();
        let is = session.with(|session| {
            let org = session.as_ref()?.orgs.iter().find(|org| org.slug.as_str() == slug)?;
            Some((org.role.key, org.permissions))
        });
        (slug, is)
    });
    move || {
        let (slug, _) = standing.get();
        let me = OrgSlug::parse(&slug).ok().and_then(|slug| session.with_untracked(|s| s.as_ref()?.me(&slug)));
        match me {
            Some(me) => view! { <OrgFrame me/> }.into_any(),
            None => view! { <NotFoundPage/> }.into_any(),
        }
    }
}

#[component]
fn OrgFrame(me: Me) -> impl IntoView {
    let slug = me.org.slug.clone();
    provide_context(OrgContext { slug: slug.clone(), me: me.clone() });
    wear_colours(&slug);
    follow(&slug);
    super::theme::wear();
    view! {
        <a class="skip-link" href="#main">{text::SKIP}</a>
        <div class="shell">
            <Header me=me.clone()/>
            <Nav me=me.clone()/>
            <main class="shell-main" id="main" tabindex="-1">
                <ConnectionBanner/>
                <Outlet/>
            </main>
        </div>
        <Switcher/>
        <Palette/>
        <KeySheet/>
        <ToastStack/>
    }
}

/// Reads the person's organizations again when this one is called, coloured or marked differently.
fn follow(slug: &OrgSlug) {
    let (live, session, slug) = (use_live(), use_session(), slug.clone());
    Effect::new(move |_| {
        let Some(change) = live.last.get() else { return };
        if change.org != slug || change.kind != "org_changed" {
            return;
        }
        let slug = slug.clone();
        spawn_local(async move {
            let Ok(orgs) = org_mine().await else { return };
            if let Some(org) = orgs.iter().find(|org| org.slug == slug) {
                wear(&slug, &org.accent);
            }
            session.update(|session| {
                if let Some(session) = session {
                    session.orgs = orgs;
                }
            });
        });
    });
}

/// Puts a changed colour on at once; the sheet itself is kept by the browser for a minute.
pub(crate) fn wear(slug: &OrgSlug, accent: &str) {
    if let Some(link) = document().get_element_by_id("theme") {
        // A link that refuses an attribute is not one we rendered.
        let _ = link.set_attribute("href", &format!("/{slug}/theme.css?{}", accent.trim_start_matches('#')));
    }
}

/// Loads the organization's colours: the server put the right sheet into the first page, a switch replaces it.
fn wear_colours(slug: &OrgSlug) {
    let href = format!("/{slug}/theme.css");
    Effect::new(move |_| {
        let Some(link) = document().get_element_by_id("theme") else { return };
        if link.get_attribute("href").as_deref() != Some(&href) {
            // A link that refuses an attribute is not one we rendered.
            let _ = link.set_attribute("href", &href);
        }
    });
}
