//! `/{org}/sites`: every place where customers reach the organization (S0-13).

use super::calls::site_list;
use super::text;
use crate::layout::use_org;
use crate::live::use_live;
use crate::organization::Trouble;
use crate::ui::avatar::tone_of;
use crate::ui::{Empty, LinkButton, Skeleton, Time};
use domain::site::SiteRow;
use domain::{OrgSlug, Permission};
use leptos::prelude::*;
use leptos_meta::Title;

/// All sites.
#[component]
pub fn SiteListPage() -> impl IntoView {
    let org = use_org();
    let (slug, name) = (org.slug.clone(), org.me.org.name.clone());
    let may_create = org.me.permissions.contains(Permission::SiteCreate);
    let asked = org.slug.clone();
    let sites = Resource::new_blocking(|| (), move |()| site_list(asked.clone()));
    let live = use_live();
    let watched = org.slug.clone();
    Effect::new(move |_| {
        if live.last.get().is_some_and(|change| change.org == watched && change.kind == "site_changed") {
            sites.refetch();
        }
    });
    view! {
        <Title text=format!("Sites · {name}")/>
        <Transition fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let (slug, name) = (slug.clone(), name.clone());
                sites.get().map(|sites| match sites {
                    Ok(sites) => view! { <Sites sites slug name may_create/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Transition>
    }
}

#[component]
fn Sites(sites: Vec<SiteRow>, slug: OrgSlug, name: String, may_create: bool) -> impl IntoView {
    let new = format!("/{slug}/sites/new");
    if sites.is_empty() {
        return view! {
            <div class="page">
                <header class="page-head"><div><h1>"Sites"</h1></div></header>
                <Empty icon="site" title="No site yet" text=text::WHAT>
                    {may_create.then(|| view! { <LinkButton href=new kind="primary" icon="plus">"Create the first site"</LinkButton> })}
                </Empty>
            </div>
        }
        .into_any();
    }
    let rows = sites.into_iter().map(|site| view! { <Line site slug=slug.clone()/> }).collect_view();
    view! {
        <div class="page">
            <header class="page-head">
                <div><h1>"Sites"</h1><p>{format!("Every place where customers of {name} can reach you.")}</p></div>
                {may_create.then(|| view! { <LinkButton href=new kind="primary" icon="plus">"New site"</LinkButton> })}
            </header>
            <div class="ui-table-frame">
                <table class="ui-table">
                    <thead>
                        <tr>
                            <th scope="col">"Site"</th>
                            <th scope="col" data-hide="narrow">"Slug"</th>
                            <th scope="col" data-align="end">"Open"</th>
                            <th scope="col" data-hide="narrow">"Key last used"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Line(site: SiteRow, slug: OrgSlug) -> impl IntoView {
    let origins = match site.origins.as_slice() {
        [] => "No origin yet".to_owned(),
        [one] => one.to_string(),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
    };
    view! {
        <tr>
            <td>
                <div class="ui-cell">
                    <span class="site-mark" data-tone=tone_of(&site.name) aria-hidden="true">{first_letter(&site.name)}</span>
                    <span class="ui-cell-main">
                        <a class="ui-cell-link" href=format!("/{slug}/sites/{}", site.slug)>{site.name}</a>
                        <small>{origins}</small>
                    </span>
                </div>
            </td>
            <td data-hide="narrow"><code>{site.slug.to_string()}</code></td>
            <td data-align="end">{counted(site.open)}</td>
            <td data-hide="narrow">{match site.used {
                Some(moment) => view! { <Time moment/> }.into_any(),
                None => view! { <span>"Never"</span> }.into_any(),
            }}</td>
        </tr>
    }
}

/// The letter of a mark.
fn first_letter(name: &str) -> String {
    name.chars().next().into_iter().flat_map(char::to_uppercase).collect()
}

/// A count that stops at 1,000.
pub(super) fn counted(count: i64) -> String {
    if count > 1000 { "1,000+".to_owned() } else { count.to_string() }
}
