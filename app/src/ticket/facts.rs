//! Beside the conversation: who, where, since when, and what can be changed, in one glance.

use super::act::Change;
use super::calls::ticket_list;
use super::mail::bounced;
use super::text;
use crate::layout::use_org;
use crate::ui::pill::tone;
use crate::ui::{Avatar, Icon, Pill, Time, Waiting, browser};
use domain::ticket::{Tab, TicketFilter, TicketPage, TicketRow};
use domain::{Permission, Timestamp};
use leptos::prelude::*;

/// Other tickets of the same customer that are listed.
const OTHERS: usize = 5;

/// The column at the side.
#[component]
pub fn Facts(
    /// The ticket.
    page: RwSignal<TicketPage>,
    /// When the page was read.
    read: Timestamp,
    /// Hears what to change.
    on_change: Callback<Change>,
) -> impl IntoView {
    let org = use_org();
    let may = org.me.permissions;
    let slug = org.slug;
    let ticket = Memo::new(move |_| page.with(|page| page.ticket.clone()));
    let first = ticket.get_untracked();
    let contact = first.requester.clone();
    let (name, email) = (contact.label().to_owned(), contact.email.clone());
    // Of somebody without a name: the whole address stands below.
    let heading = name.split('@').next().unwrap_or_default().to_owned();
    view! {
        <aside class="facts" aria-label="About this ticket">
            <div>
                <div class="facts-who">
                    <Avatar name=Some(name.clone()) size="large"/>
                    <div><h2>{heading}</h2><a href=format!("mailto:{email}") rel="external">{email.clone()}</a></div>
                </div>
                {move || page.with(|page| page.bounced.clone()).map(|(at, said)| view! {
                    <p class="facts-bounced" data-tone="red"><Icon name="warning"/><span>{bounced(&said, &at.text)}</span></p>
                })}
                <div class="facts-list">
                    <StatusFact page ticket on_change locked=!may.contains(Permission::TicketWrite)/>
                    <PriorityFact page ticket on_change locked=!may.contains(Permission::TicketWrite)/>
                    <AssigneeFact page ticket on_change locked=!may.contains(Permission::TicketAssign)/>
                    <TeamFact page ticket on_change locked=!may.contains(Permission::TicketAssign)/>
                    <div class="fact"><span class="fact-name">"Site"</span><span class="fact-value"><a href=format!("/{slug}/sites/{}", first.site.slug)>{first.site.name.clone()}</a></span></div>
                    {move || ticket.with(|ticket| ticket.waiting.clone()).map(|since| view! {
                        <div class="fact"><span class="fact-name">"Waiting"</span><Waiting since=since read=read class="fact-value"/></div>
                    })}
                    <div class="fact"><span class="fact-name">"Created"</span><span class="fact-value"><Time moment=first.created.clone() read=read/></span></div>
                </div>
                <Others first/>
            </div>
        </aside>
    }
}

#[component]
fn StatusFact(
    page: RwSignal<TicketPage>,
    ticket: Memo<TicketRow>,
    on_change: Callback<Change>,
    locked: bool,
) -> impl IntoView {
    let now = ticket.with_untracked(|ticket| ticket.status.id);
    let statuses = page.with_untracked(|page| page.statuses.clone());
    let options = statuses.iter().map(|status| view! { <option value=status.id.to_string() selected=status.id == now>{status.name.clone()}</option> }).collect_view();
    let change = move |event| {
        let id = event_target_value(&event);
        if let Some(status) = statuses.iter().find(|status| status.id.to_string() == id) {
            on_change.run(Change::Status(status.clone()));
        }
    };
    view! {
        <div class="fact">
            <label class="fact-name" for="status">"Status"</label>
            <div class="fact-status" data-tone=move || ticket.with(|ticket| tone(&ticket.status.color))>
                <select class="ui-select" id="status" aria-keyshortcuts="s" disabled=locked prop:value=move || ticket.with(|ticket| ticket.status.id.to_string()) on:change=change>{options}</select>
            </div>
        </div>
    }
}

#[component]
fn PriorityFact(
    page: RwSignal<TicketPage>,
    ticket: Memo<TicketRow>,
    on_change: Callback<Change>,
    locked: bool,
) -> impl IntoView {
    let now = ticket.with_untracked(|ticket| ticket.priority.id);
    let priorities = page.with_untracked(|page| page.priorities.clone());
    let options = priorities
        .iter()
        .map(|rank| view! { <option value=rank.id.to_string() selected=rank.id == now>{rank.name.clone()}</option> })
        .collect_view();
    let change = move |event| {
        let id = event_target_value(&event);
        if let Some(rank) = priorities.iter().find(|rank| rank.id.to_string() == id) {
            on_change.run(Change::Priority(rank.clone()));
        }
    };
    view! {
        <div class="fact">
            <label class="fact-name" for="priority">"Priority"</label>
            <select class="ui-select" id="priority" aria-keyshortcuts="p" disabled=locked prop:value=move || ticket.with(|ticket| ticket.priority.id.to_string()) on:change=change>{options}</select>
        </div>
    }
}

/// Only where there are teams.
#[component]
fn TeamFact(
    page: RwSignal<TicketPage>,
    ticket: Memo<TicketRow>,
    on_change: Callback<Change>,
    locked: bool,
) -> impl IntoView {
    let teams = page.with_untracked(|page| page.teams.clone());
    let now = move || ticket.with(|ticket| ticket.team.as_ref().map(|team| team.id.to_string()).unwrap_or_default());
    let first = untrack(now);
    (!teams.is_empty()).then(|| {
        let options = teams
            .iter()
            .map(|team| (team.id.to_string(), team.name.clone()))
            .chain([(String::new(), text::NO_TEAM.to_owned())])
            .map(|(id, name)| view! { <option value=id.clone() selected=id == first>{name}</option> })
            .collect_view();
        let change = move |event| {
            let id = event_target_value(&event);
            on_change.run(Change::Team(teams.iter().find(|team| team.id.to_string() == id).cloned()));
        };
        view! {
            <div class="fact">
                <label class="fact-name" for="team">"Team"</label>
                <select class="ui-select" id="team" disabled=locked prop:value=now on:change=change>{options}</select>
            </div>
        }
    })
}

#[component]
fn AssigneeFact(
    page: RwSignal<TicketPage>,
    ticket: Memo<TicketRow>,
    on_change: Callback<Change>,
    locked: bool,
) -> impl IntoView {
    let name = move || ticket.with(|ticket| ticket.assignee.as_ref().map(|member| member.name.clone()));
    let shown = move || {
        let name = name();
        let words = name.clone().unwrap_or_else(|| text::NOBODY.to_owned());
        view! { <Avatar name=name size="small"/><span>{words}</span> }
    };
    if locked {
        return view! { <div class="fact"><span class="fact-name">"Assignee"</span><span class="fact-value">{shown}</span></div> }.into_any();
    }
    let give = move |to: Option<domain::member::MemberTag>| {
        on_change.run(Change::Assignee(to));
        if let Some(menu) = browser::element("assignee") {
            // The list has done its work.
            let _ = menu.remove_attribute("open");
        }
    };
    let people = move || {
        let now = ticket.with(|ticket| ticket.assignee.as_ref().map(|member| member.id));
        let members = page.with(|page| page.members.clone());
        members.into_iter().map(Some).chain(std::iter::once(None)).map(|member| {
            let (id, name) = (member.as_ref().map(|member| member.id), member.as_ref().map(|member| member.name.clone()));
            let words = name.clone().unwrap_or_else(|| text::NOBODY.to_owned());
            view! {
                <button class="ui-menu-item" type="button" aria-pressed=if id == now { "true" } else { "false" } on:click=move |_| give(member.clone())>
                    <Avatar name=name size="small"/><span>{words}</span>
                    {(id == now).then(|| view! { <span class="ui-menu-end"><Icon name="check"/></span> })}
                </button>
            }
        }).collect_view()
    };
    view! {
        <div class="fact">
            <span class="fact-name">"Assignee"</span>
            <details class="assignee" id="assignee">
                <summary aria-keyshortcuts="a"><span class="visually-hidden">"Assignee: "</span>{shown}<kbd aria-hidden="true">"a"</kbd></summary>
                <div class="ui-menu-panel">{people}</div>
            </details>
        </div>
    }
    .into_any()
}

/// What else the customer wrote about; looked up once the page is alive, because nobody waits for it.
#[component]
fn Others(first: TicketRow) -> impl IntoView {
    let slug = use_org().slug;
    let others = RwSignal::new(Vec::<TicketRow>::new());
    let (org, code) = (slug.clone(), first.code.clone());
    let filter = TicketFilter { tab: Tab::All, search: first.requester.email.clone(), ..TicketFilter::default() };
    Effect::new(move |_| {
        let (org, code, filter) = (org.clone(), code.clone(), filter.clone());
        let email = filter.search.clone();
        leptos::task::spawn_local(async move {
            // Without an answer the part stays away.
            if let Ok(list) = ticket_list(org, filter).await {
                let same = list
                    .rows
                    .into_iter()
                    .filter(|row| row.code != code && row.requester.email.eq_ignore_ascii_case(&email));
                others.try_set(same.take(OTHERS).collect());
            }
        });
    });
    let heading = format!("Also from {}", text::first_name(&first.requester));
    move || {
        let rows = others.get();
        (!rows.is_empty()).then(|| {
            let rows = rows
                .into_iter()
                .map(|row| {
                    view! {
                        <li><span class="ticket-code">{row.code.to_string()}</span><a href=format!("/{slug}/tickets/{}", row.code)>{row.subject}</a><Pill label=row.status.name color=row.status.color/></li>
                    }
                })
                .collect_view();
            view! { <section class="facts-more" aria-labelledby="others"><h3 id="others">{heading.clone()}</h3><ul role="list">{rows}</ul></section> }
        })
    }
}
