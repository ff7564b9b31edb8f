//! `/{org}/settings/organization`: what the organization is called, how its codes look, where it is, its seats.

use super::calls::org_show;
use super::settings_form::SettingsForm;
use super::{SettingsTabs, Trouble, desk_host, text};
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::ui::Skeleton;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of General.
#[component]
pub fn OrgSettingsPage() -> impl IntoView {
    let org = use_org();
    let (slug, typed, host) = (org.slug.clone(), Typed::of_request(), desk_host());
    let page = Resource::new_blocking(
        || (),
        move |()| {
            let (slug, typed, host) = (slug.clone(), typed.clone(), host.clone());
            async move { Ok::<_, AppError>((org_show(slug).await?, typed, host)) }
        },
    );
    view! {
        <Title text=format!("Settings · {}", org.me.org.name)/>
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || page.get().map(|page| match page {
                Ok((page, typed, host)) => view! {
                    <div class="page">
                        <header class="page-head"><div><h1>{text::SETTINGS_TITLE}</h1></div></header>
                        <SettingsTabs/>
                        <SettingsForm page typed host/>
                    </div>
                }
                .into_any(),
                Err(error) => view! { <Trouble error/> }.into_any(),
            })}
        </Suspense>
    }
}
