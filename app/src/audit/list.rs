//! Who changed what, newest first; a plain form narrows it, with a script or without.

use super::calls::audit_list;
use super::filters::{Filters, filter_from_query, filter_query};
use crate::layout::use_org;
use crate::organization::{SettingsTabs, Trouble};
use crate::ui::{Empty, Icon, Skeleton, Time};
use domain::OrgSlug;
use domain::audit::{AuditChange, AuditFilter, AuditPage, AuditRow};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page of the log.
#[component]
pub fn AuditListPage() -> impl IntoView {
    let org = use_org();
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(filter_from_query));
    let slug = org.slug.clone();
    let page = Resource::new_blocking(
        move || filter.get(),
        move |filter| {
            let slug = slug.clone();
            async move { audit_list(slug, filter.clone()).await.map(|page| (filter, page)) }
        },
    );
    let slug = org.slug.clone();
    view! {
        <Title text=format!("Audit log · {}", org.me.org.name)/>
        <Transition fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let slug = slug.clone();
                page.get().map(|page| match page {
                    Ok((filter, page)) => view! { <Log slug filter page/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Transition>
    }
}

#[component]
fn Log(slug: OrgSlug, filter: AuditFilter, page: AuditPage) -> impl IntoView {
    let address = format!("/{slug}/settings/audit");
    let csv = format!("/v1/orgs/{slug}/audit.csv{}", filter_query(&AuditFilter { before: None, ..filter.clone() }));
    let on = page.next.map(|before| {
        let next = AuditFilter { before: Some(before), ..filter.clone() };
        format!("{address}{}", filter_query(&next))
    });
    let first = filter.before.map(|_| {
        let first = AuditFilter { before: None, ..filter.clone() };
        format!("{address}{}", filter_query(&first))
    });
    let empty = page.rows.is_empty();
    let rows = page.rows.into_iter().map(|row| view! { <Line row/> }).collect_view();
    view! {
        <div class="page">
            <header class="page-head">
                <div><h1>"Audit log"</h1><p>"Who changed what here, and from where. What was refused changed nothing and has no row. Rows are chained: none can be edited unseen."</p></div>
                <a class="ui-button" href=csv download="audit.csv" rel="external"><Icon name="file"/><span>"Download CSV"</span></a>
            </header>
            <SettingsTabs/>
            <Filters action=address filter members=page.members timezone=page.timezone/>
            {if empty {
                let text = if on.is_some() { "No change among the newest fits. Older ones may." } else { "No change fits. Changes to sites, members and settings appear here." };
                view! { <Empty icon="search" title="Nothing to tell" text/> }.into_any()
            } else {
                view! {
                    <div class="ui-table-frame">
                        <table class="ui-table audit-table">
                            <thead><tr>
                                <th scope="col">"When"</th><th scope="col">"Who"</th><th scope="col">"What"</th>
                            </tr></thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }
                .into_any()
            }}
            {(first.is_some() || on.is_some()).then(|| view! {
                <nav class="pager" aria-label="Pages">
                    {first.map(|href| view! { <a class="ui-button" data-size="small" href=href><Icon name="chevron-left"/><span>"Newest"</span></a> })}
                    {on.map(|href| view! { <a class="ui-button" data-size="small" href=href rel="next"><span>"Older"</span><Icon name="chevron-right"/></a> })}
                </nav>
            })}
        </div>
    }
}

#[component]
fn Line(row: AuditRow) -> impl IntoView {
    let changes = row.changes.into_iter().map(|change| view! { <Change change/> }).collect_view();
    view! {
        <tr id=format!("row-{}", row.seq)>
            <td><Time moment=row.at/></td>
            <td>{row.actor}{row.ip.map(|ip| view! { <small class="audit-from">{ip}</small> })}</td>
            <td>
                <div>{row.action.words()}" "<strong>{row.target}</strong></div>
                <ul class="audit-changes" role="list">{changes}</ul>
            </td>
        </tr>
    }
}

#[component]
fn Change(change: AuditChange) -> impl IntoView {
    let AuditChange { field, before, after } = change;
    view! {
        <li>
            <span class="audit-field">{field}</span>": "
            {before.filter(|text| !text.is_empty()).map(|text| view! { <del>{text}</del>" " })}
            {after.filter(|text| !text.is_empty()).map(|text| view! { <ins>{text}</ins> })}
        </li>
    }
}
