//! `/{org}/settings/branding`: logo, colour and signature (S1-28, S1-29, S1-31).

use super::branding_form::BrandingForm;
use super::branding_logo::LogoForm;
use super::calls::org_show;
use super::{SettingsTabs, Trouble, text};
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::ui::{Notice, Skeleton};
use domain::Permission;
use domain::organization::OrgPage;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn OrgBrandingPage() -> impl IntoView {
    let org = use_org();
    let may = org.me.permissions.contains(Permission::OrgEdit);
    let (slug, typed) = (org.slug.clone(), Typed::of_request());
    let loaded = Resource::new_blocking(
        || (),
        move |()| {
            let (slug, typed) = (slug.clone(), typed.clone());
            async move { Ok::<_, AppError>((org_show(slug).await?, typed)) }
        },
    );
    let done = use_query_map().with_untracked(|query| query.get("done")).and_then(|what| match what.as_str() {
        "logo" => Some(text::LOGO_DONE),
        "removed" => Some("The logo is gone."),
        "saved" => Some("Colour and signature are in use."),
        _ => None,
    });
    view! {
        <Title text=format!("Branding · {}", org.me.org.name)/>
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || loaded.get().map(|loaded| match loaded {
                Ok((page, typed)) => view! {
                    <div class="page">
                        <header class="page-head"><div><h1>{text::SETTINGS_TITLE}</h1></div></header>
                        <SettingsTabs/>
                        {done.map(|words| view! { <Notice tone="green" icon="check" title="Saved" text=words/> })}
                        {(!may).then(|| view! { <Notice tone="blue" icon="info" title="Only to look at" text=text::READ_ONLY/> })}
                        <Brand page typed may/>
                    </div>
                }
                .into_any(),
                Err(error) => view! { <Trouble error/> }.into_any(),
            })}
        </Suspense>
    }
}

/// All of it. A logo that was fetched is shown at once, in both forms.
#[component]
fn Brand(page: OrgPage, typed: Typed, may: bool) -> impl IntoView {
    let logo = RwSignal::new(page.logo);
    view! {
        <LogoForm page=page.clone() logo typed=typed.clone() may/>
        <BrandingForm page logo typed may/>
    }
}
