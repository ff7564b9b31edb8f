//! `/{org}/agents`: who answers for the organization, with role, teams, whether they are there, and what is on their desk (B30).

use super::calls::{member_directory, member_set_away};
use super::presence::PresenceMark;
use crate::layout::use_org;
use crate::live::use_live;
use crate::organization::Trouble;
use crate::ui::toast::use_toasts;
use crate::ui::{Avatar, Icon, Skeleton};
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
    let loaded = Resource::new_blocking(|| (), move |()| member_directory(asked.clone()));
    view! {
        <Title text=format!("Team · {name}")/>
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let (org, name) = (slug.clone(), name.clone());
                loaded.get().map(|answer| match answer {
                    Ok(people) => view! { <Directory here=Here { org, people: RwSignal::new(people) } name me/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

/// What every part of the page works with.
#[derive(Clone)]
struct Here {
    org: OrgSlug,
    /// Everybody, as they were read last.
    people: RwSignal<Vec<PersonRow>>,
}

impl Here {
    fn read_again(&self) {
        let here = self.clone();
        spawn_local(async move {
            if let Ok(people) = member_directory(here.org).await {
                here.people.try_set(people);
            }
        });
    }
}

/// Reads the page again when somebody came, went, or was given something.
fn follow(here: &Here) {
    let live = use_live();
    let here = here.clone();
    Effect::new(move |_| {
        let ours = |kind: &str| kind.starts_with("member_") || kind == "team_changed" || kind == "ticket_assigned";
        if live.last.get().is_some_and(|change| change.org == here.org && ours(&change.kind)) {
            here.read_again();
        }
    });
}

#[component]
fn Directory(here: Here, name: String, me: UserId) -> impl IntoView {
    follow(&here);
    let people = here.people;
    let count = move || match people.with(Vec::len) {
        1 => format!("One person answers for {name}."),
        count => format!("{count} people answer for {name}."),
    };
    let of_me = move |people: &Vec<PersonRow>| {
        people.iter().find(|person| person.id == me).map(|person| person.presence.is_away())
    };
    let is_here = people.with_untracked(|people| of_me(people).is_some());
    let away = Memo::new(move |_| people.with(|people| of_me(people).unwrap_or_default()));
    let org = here.org.clone();
    let rows = move || {
        let line = |person: PersonRow| view! { <Line is_me=person.id == me org=org.clone() person/> };
        people.get().into_iter().map(line).collect_view()
    };
    view! {
        <div class="page">
            <header class="page-head"><div><h1>"Team"</h1><p>{count}</p></div>{is_here.then(|| view! { <Switch here away/> })}</header>
            <div class="ui-table-frame">
                <table class="ui-table directory-table">
                    <thead><tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Availability"</th>
                        <th scope="col" data-hide="narrow">"Role"</th>
                        <th scope="col" data-hide="narrow">"Teams"</th>
                        <th scope="col" data-align="end">"Open tickets"</th>
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
            <td><PresenceMark presence=person.presence seen=person.seen/></td>
            <td data-hide="narrow">{person.role.name}</td>
            <td data-hide="narrow">{teams}</td>
            <td data-align="end"><a href=format!("/{org}/tickets?assignee={}", person.id) aria-label=whose>{open}<span class="directory-unit">" open"</span></a></td>
        </tr>
    }
}

/// One's own availability. A form of one button, so that it works without script; the keyboard stays on it.
#[component]
fn Switch(here: Here, away: Memo<bool>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let path = format!("/{}/agents", here.org);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (here, away) = (here.clone(), away.get_untracked());
        spawn_local(async move {
            let answer = member_set_away(here.org.clone(), !away).await;
            busy.try_set(false);
            match answer {
                Ok(()) => here.read_again(),
                Err(error) => toasts.warn(error.message),
            }
        });
    };
    let word = move || if away.get() { "back" } else { "away" };
    let (icon, words) = (
        move || {
            if away.get() {
                view! { <Icon name="check"/> }
            } else {
                view! { <Icon name="clock"/> }
            }
        },
        move || if away.get() { "I am back" } else { "I am away" },
    );
    view! {
        <form method="post" action=path on:submit=submit>
            <button class="ui-button" type="submit" name="do" value=word aria-busy=move || busy.get().then_some("true")>{icon}<span>{words}</span></button>
        </form>
    }
}
