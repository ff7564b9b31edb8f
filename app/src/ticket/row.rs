//! One ticket as a line of the inbox. The link's box covers the row; the tick box stands above it.

use crate::layout::use_org;
use crate::ui::{Avatar, Level, Pill, Waiting};
use domain::Timestamp;
use domain::priority::PriorityTag;
use domain::ticket::{TicketCode, TicketRow};
use leptos::prelude::*;

/// The id of a row's element.
#[must_use]
pub fn row_id(code: &TicketCode) -> String {
    format!("t-{code}")
}

/// The rank a priority is drawn as.
#[must_use]
pub fn level(priority: &PriorityTag) -> &'static str {
    match (priority.name.as_str(), priority.color.as_str()) {
        ("Urgent", _) | (_, "red") => "urgent",
        ("High", _) | (_, "amber" | "orange") => "high",
        ("Low", _) | (_, "gray" | "grey") => "low",
        _ => "normal",
    }
}

/// A line of the inbox.
#[component]
pub fn Row(
    /// The ticket, as it is now.
    row: Signal<TicketRow>,
    /// When the list was read.
    read: Timestamp,
    /// Where j and k stand.
    cursor: RwSignal<Option<TicketCode>>,
    /// What is ticked.
    picked: RwSignal<Vec<TicketCode>>,
    /// Hears that the pointer rests here.
    on_rest: Callback<TicketCode>,
) -> impl IntoView {
    let code = row.with_untracked(|row| row.code.clone());
    let href = format!("/{}/tickets/{code}", use_org().slug);
    let id = row_id(&code);
    let (here, ticked, rest, clicked) = (code.clone(), code.clone(), code.clone(), code.clone());
    let tick = {
        let code = code.clone();
        move |_| toggle(picked, &code)
    };
    view! {
        <li
            class="ticket-row"
            id=id
            data-unread=move || row.with(|row| row.unread).then_some("true")
            data-cursor=move || cursor.with(|cursor| cursor.as_ref() == Some(&here)).then_some("true")
            on:mouseenter=move |_| on_rest.run(rest.clone())
        >
            <input
                class="ui-box"
                type="checkbox"
                name="ticket"
                value=code.to_string()
                aria-label=format!("Select {code}")
                prop:checked=move || picked.with(|picked| picked.contains(&ticked))
                on:change=tick
            />
            {move || row.with(|row| view! { <Level level=level(&row.priority) label=row.priority.name.clone()/> })}
            <span class="ticket-code">{code.to_string()}</span>
            <div class="ticket-row-main">
                <a class="ticket-row-subject" href=href on:click=move |_| cursor.set(Some(clicked.clone()))>
                    <span>{move || row.with(|row| row.subject.clone())}</span>
                    <span class="visually-hidden">{move || if row.with(|row| row.unread) { ", unread" } else { "" }}</span>
                </a>
                <span class="ticket-row-snippet">{move || row.with(|row| row.snippet.clone())}</span>
            </div>
            <span class="ticket-row-who">{move || row.with(|row| row.requester.label().to_owned())}</span>
            <span class="ticket-row-site">{move || row.with(|row| row.site.name.clone())}</span>
            <span class="ticket-row-status">{move || row.with(|row| view! { <Pill label=row.status.name.clone() color=row.status.color.clone()/> })}</span>
            {move || row.with(|row| match &row.assignee {
                Some(member) => view! { <Avatar name=Some(member.name.clone()) label=format!("Assigned to {}", member.name)/> }.into_any(),
                None => view! { <Avatar name=None label="Not assigned"/> }.into_any(),
            })}
            {move || row.with(|row| match &row.waiting {
                Some(since) => view! { <Waiting since=since.clone() read=read/> }.into_any(),
                None => view! { <span class="ticket-row-wait"></span> }.into_any(),
            })}
        </li>
    }
}

/// Ticks or unticks.
pub fn toggle(picked: RwSignal<Vec<TicketCode>>, code: &TicketCode) {
    picked.update(|picked| match picked.iter().position(|picked| picked == code) {
        Some(at) => drop(picked.remove(at)),
        None => picked.push(code.clone()),
    });
}
