//! `/{org}/agents`: the team, with what each may do and when they were last here.

use super::calls::member_list;
use crate::layout::use_org;
use crate::organization::Trouble;
use crate::ui::{Avatar, Skeleton, Time};
use domain::UserId;
use domain::member::MemberRow;
use leptos::prelude::*;
use leptos_meta::Title;

/// The team page, to look at.
#[component]
pub fn MemberListPage() -> impl IntoView {
    let org = use_org();
    let (slug, name, me) = (org.slug.clone(), org.me.org.name.clone(), org.me.user);
    let members = Resource::new_blocking(|| (), move |()| member_list(slug.clone()));
    view! {
        <Title text=format!("Team · {name}")/>
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let name = name.clone();
                members.get().map(|members| match members {
                    Ok(members) => view! { <Team members org=name me/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

#[component]
fn Team(members: Vec<MemberRow>, org: String, me: UserId) -> impl IntoView {
    let count = match members.len() {
        1 => format!("One person answers for {org}."),
        count => format!("{count} people answer for {org}."),
    };
    let rows = members.into_iter().map(|member| {
        view! {
            <tr>
                <td>
                    <div class="ui-cell">
                        <Avatar name=Some(member.name.clone()) size="large"/>
                        <span class="ui-cell-main">
                            <span><strong>{member.name}</strong>{(member.id == me).then(|| view! { <span class="member-you">"you"</span> })}</span>
                            <small>{member.email}</small>
                        </span>
                    </div>
                </td>
                <td>{member.role.name}</td>
                <td data-hide="narrow">{match member.seen {
                    Some(moment) => view! { <Time moment/> }.into_any(),
                    None => view! { <span>"Never"</span> }.into_any(),
                }}</td>
            </tr>
        }
    });
    view! {
        <div class="page">
            <header class="page-head"><div><h1>"Team"</h1><p>{count}</p></div></header>
            <div class="ui-table-frame">
                <table class="ui-table">
                    <thead><tr><th scope="col">"Name"</th><th scope="col">"Role"</th><th scope="col" data-hide="narrow">"Last active"</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
}
