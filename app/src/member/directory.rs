//! `/{org}/agents`: who answers for the organization, with role, teams, whether they are there, and what is on their desk (B30).

use super::calls::{member_directory, member_set_away};
use crate::layout::use_org;
use crate::live::use_live;
use crate::organization::Trouble;
use crate::ui::toast::use_toasts;
use crate::ui::{Avatar, Icon, Skeleton, Time};
use domain::member::PersonRow;
use domain::{OrgSlug, UserId};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;

/// The directory.
#[component]
pub fn DirectoryPage() -> impl IntoView {
    let org = use_org();
    let (slug, name, me) = (org.slug.clone(), org.me.org.name.clone(), org.me.user);
    let asked = slug.clone();
    let people = Resource::new_blocking(|| (), move |()| member_directory(asked.clone()));
    // As old as the page: what a live change draws anew may still be asked to run it.
    let again = Callback::new(move |()| people.refetch());
    let live = use_live();
    let watched = slug.clone();
    Effect::new(move |_| {
        let ours = |kind: &str| kind.starts_with("member_") || kind == "team_changed" || kind == "ticket_assigned";
        if live.last.get().is_some_and(|change| change.org == watched && ours(&change.kind)) {
            people.refetch();
        }
    });
    view! {
        <Title text=format!("Team · {name}")/>
        <Transition fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let (org, name) = (slug.clone(), name.clone());
                people.get().map(|answer| match answer {
                    Ok(people) => view! { <Directory people org name me again/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Transition>
    }
}

#[component]
fn Directory(people: Vec<PersonRow>, org: OrgSlug, name: String, me: UserId, again: Callback<()>) -> impl IntoView {
    let count = match people.len() {
        1 => format!("One person answers for {name}."),
        count => format!("{count} people answer for {name}."),
    };
    let away = people.iter().find(|person| person.id == me).map(|person| person.away);
    let rows =
        people.into_iter().map(|person| view! { <Line is_me=person.id == me org=org.clone() person/> }).collect_view();
    let switch = away.map(|away| view! { <Switch org=org.clone() away again/> });
    view! {
        <div class="page">
            <header class="page-head"><div><h1>"Team"</h1><p>{count}</p></div>{switch}</header>
            <div class="ui-table-frame">
                <table class="ui-table">
                    <thead><tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Availability"</th>
                        <th scope="col" data-hide="narrow">"Role"</th>
                        <th scope="col" data-hide="narrow">"Teams"</th>
                        <th scope="col" data-align="end">"Open tickets"</th>
                        <th scope="col" data-hide="narrow">"Last active"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
}

#[component]
fn Line(person: PersonRow, org: OrgSlug, is_me: bool) -> impl IntoView {
    let teams = person.teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>().join(", ");
    let teams = if teams.is_empty() { "None".to_owned() } else { teams };
    let (tone, words) = if person.away { ("grey", "Away") } else { ("green", "Online") };
    let open = if person.open > 1000 { "1,000+".to_owned() } else { person.open.to_string() };
    let whose = format!("Open tickets of {}: {open}", person.name);
    view! {
        <tr>
            <td>
                <div class="ui-cell">
                    <Avatar name=Some(person.name.clone()) size="large"/>
                    <span class="ui-cell-main">
                        <span><strong>{person.name}</strong>{is_me.then(|| view! { <span class="member-you">"you"</span> })}</span>
                        <small>{person.email}</small>
                    </span>
                </div>
            </td>
            <td><span class="ui-pill" data-dot="" data-tone=tone>{words}</span></td>
            <td data-hide="narrow">{person.role.name}</td>
            <td data-hide="narrow">{teams}</td>
            <td data-align="end"><a href=format!("/{org}/tickets?assignee={}", person.id) aria-label=whose>{open}</a></td>
            <td data-hide="narrow">{match person.seen {
                Some(moment) => view! { <Time moment/> }.into_any(),
                None => view! { <span>"Never"</span> }.into_any(),
            }}</td>
        </tr>
    }
}

/// One's own availability. A form of one button, so that it works without script.
#[component]
fn Switch(org: OrgSlug, away: bool, again: Callback<()>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let path = format!("/{org}/agents");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let org = org.clone();
        spawn_local(async move {
            let answer = member_set_away(org, !away).await;
            busy.try_set(false);
            match answer {
                Ok(()) => again.run(()),
                Err(error) => toasts.warn(error.message),
            }
        });
    };
    let (word, icon, words) = if away { ("back", "check", "I am back") } else { ("away", "clock", "I am away") };
    view! {
        <form method="post" action=path on:submit=submit>
            <button class="ui-button" type="submit" name="do" value=word aria-busy=move || busy.get().then_some("true")><Icon name=icon/><span>{words}</span></button>
        </form>
    }
}
