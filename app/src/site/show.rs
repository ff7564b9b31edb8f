//! `/{org}/sites/{site}`: key, origins, addresses and snippet on one page (screens.md 8).

use super::addresses::{Addresses, Snippet};
use super::calls::site_show;
use super::delete::Danger;
use super::key::KeySection;
use super::origins::Origins;
use super::settings::General;
use super::test::Check;
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::live::use_live;
use crate::organization::Trouble;
use crate::ui::{Icon, Skeleton};
use domain::permission::Permissions;
use domain::site::SitePage;
use domain::{OrgSlug, SiteSlug};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What every part of the page works with.
#[derive(Clone)]
pub(super) struct Here {
    /// The organization.
    pub(super) org: OrgSlug,
    /// The site.
    pub(super) site: SiteSlug,
    /// The page as it is now; every change brings a new one.
    pub(super) page: RwSignal<SitePage>,
    /// What the person may do.
    pub(super) may: Permissions,
    /// What was typed without script and refused.
    pub(super) typed: Typed,
}

impl Here {
    /// Whether the address asks to confirm something on the page itself, because no script opens a dialog.
    pub(super) fn asks(&self, what: &'static str) -> Memo<bool> {
        let query = use_query_map();
        Memo::new(move |_| query.with(|query| query.get("confirm").as_deref() == Some(what)))
    }

    /// Where the page's forms are posted without script.
    pub(super) fn path(&self) -> String {
        format!("/{}/sites/{}", self.org, self.site)
    }
}

/// One site.
#[component]
pub fn SiteShowPage() -> impl IntoView {
    let org = use_org();
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("site").unwrap_or_default()));
    let (asked, typed) = (org.slug.clone(), Typed::of_request());
    let loaded = Resource::new_blocking(
        move || slug.get(),
        move |slug| {
            let (org, typed) = (asked.clone(), typed.clone());
            async move {
                let site = SiteSlug::parse(&slug).map_err(|_| AppError::not_found())?;
                Ok::<_, AppError>((site_show(org, site).await?, typed))
            }
        },
    );
    let (slug, may) = (org.slug.clone(), org.me.permissions);
    view! {
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let slug = slug.clone();
                loaded.get().map(|loaded| match loaded {
                    Ok((page, typed)) => {
                        let here = Here { org: slug, site: page.site.slug.clone(), page: RwSignal::new(page), may, typed };
                        view! { <Site here/> }.into_any()
                    }
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

#[component]
fn Site(here: Here) -> impl IntoView {
    follow(&here);
    let page = here.page;
    let name = Memo::new(move |_| page.with(|page| page.site.name.clone()));
    // The server writes the head last, when this page's signals are gone: there the title is words, not a look at them.
    #[cfg(not(target_arch = "wasm32"))]
    let title = name.get_untracked();
    #[cfg(target_arch = "wasm32")]
    let title = move || name.get();
    let list = format!("/{}/sites", here.org);
    let support = format!("/s/{}/{}", here.org, here.site);
    let asked = RwSignal::new(0_u32);
    view! {
        <Title text=title/>
        <div class="page">
            <header class="page-head">
                <div>
                    <a class="page-up" href=list><Icon name="chevron-left"/>"Sites"</a>
                    <h1>{move || name.get()}</h1>
                </div>
                <a class="ui-button" href=support rel="external"><Icon name="external"/><span>"Support page"</span></a>
                <button class="ui-button" data-kind="primary" type="button" on:click=move |_| asked.update(|asked| *asked += 1)>"Test this site"</button>
            </header>
            <Check here=here.clone() asked/>
            <KeySection here=here.clone()/>
            <Origins here=here.clone()/>
            <Snippet here=here.clone()/>
            <Addresses here=here.clone()/>
            <General here=here.clone()/>
            <Danger here/>
        </div>
    }
}

/// Reads the page again when somebody else changed the site.
fn follow(here: &Here) {
    let live = use_live();
    let here = here.clone();
    Effect::new(move |_| {
        let Some(change) = live.last.get() else { return };
        if change.org == here.org && change.kind == "site_changed" {
            let here = here.clone();
            leptos::task::spawn_local(async move {
                if let Ok(page) = site_show(here.org, here.site).await {
                    here.page.try_set(page);
                }
            });
        }
    });
}
