//! The head of a ticket's page, and the page before it is there or when it is not.

use super::super::act::Change;
use super::super::mail::HeldHint;
use super::super::text;
use super::keys::{Steps, resolution};
use super::subject::SubjectLine;
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::ui::keys::use_keys;
use crate::ui::toast::use_toasts;
use crate::ui::{Button, Empty, Icon, LinkButton, Skeleton, browser};
use domain::Permission;
use domain::status::Category;
use domain::ticket::TicketPage;
use leptos::prelude::*;
use leptos_meta::Title;

/// Code, subject, the walk through the list, and what is done most.
#[component]
pub fn Head(
    /// The ticket.
    page: RwSignal<TicketPage>,
    /// The ways from here.
    steps: RwSignal<Steps>,
    /// What was typed and refused, when no script was there to keep it.
    typed: Typed,
    /// Hears what to change.
    on_change: Callback<Change>,
) -> impl IntoView {
    let org = use_org();
    let toasts = use_toasts();
    let code = page.with_untracked(|page| page.ticket.code.to_string());
    let link = format!("/{}/tickets/{code}", org.slug);
    let resolve = page.with_untracked(resolution).filter(|_| org.me.permissions.contains(Permission::TicketWrite));
    let is_open = move || {
        page.with(|page| matches!(page.ticket.status.category, Category::Open | Category::Pending | Category::Custom))
    };
    let copy = move |text: String, said: &'static str| {
        browser::copy(
            &text,
            move |done| if done { toasts.say(said) } else { toasts.warn("The browser did not let us copy.") },
        );
    };
    let copied = code.clone();
    let copy_link = move |_| copy(format!("{}{link}", window().location().origin().unwrap_or_default()), "Link copied");
    let step = move |to: Option<String>,
                     label: &'static str,
                     icon: &'static str,
                     key: &'static str,
                     rel: &'static str| {
        let title = format!("{label} ( {key} )");
        match to {
            Some(href) => view! { <a class="ui-icon-button" href=href rel=rel aria-label=label title=title><Icon name=icon/></a> }.into_any(),
            None => view! { <a class="ui-icon-button" role="link" aria-disabled="true" aria-label=label title=title><Icon name=icon/></a> }.into_any(),
        }
    };
    view! {
        <header class="ticket-head">
            <a class="ui-icon-button" href=move || steps.with(|steps| steps.back.clone()) aria-label="Back to the list" title="Back to the list (Esc)"><Icon name="arrow-left"/></a>
            <span class="ticket-code">{code.clone()}</span>
            <SubjectLine page typed on_change/>
            <HeldHint page/>
            {move || {
                let Steps { place, previous, next, .. } = steps.get();
                (!place.is_empty()).then(|| view! {
                    <div class="ticket-walk" role="group" aria-label="Walk the list">
                        <span>{place}</span>
                        {step(previous, "Previous ticket", "chevron-up", "[", "prev")}
                        {step(next, "Next ticket", "chevron-down", "]", "next")}
                    </div>
                })
            }}
            {move || resolve.clone().filter(|_| is_open()).map(|resolve| view! {
                <Button size="small" icon="check" key="e" on:click=move |_| on_change.run(resolve.clone())>"Resolve"</Button>
            })}
            <details class="ui-menu">
                <summary class="ui-icon-button" aria-label="More actions"><Icon name="more"/></summary>
                <div class="ui-menu-panel" data-side="end">
                    <button class="ui-menu-item" type="button" on:click=copy_link><Icon name="link"/><span>"Copy link"</span></button>
                    <button class="ui-menu-item" type="button" on:click=move |_| copy(copied.clone(), "Code copied")><Icon name="copy"/><span>"Copy code"</span><kbd>"c"</kbd></button>
                </div>
            </details>
        </header>
    }
}

/// The page before its ticket, in the same shape.
#[component]
pub fn Loading(code: String) -> impl IntoView {
    let root = format!("/{}/tickets", use_org().slug);
    let message = |_| {
        view! {
            <div class="message">
                <Skeleton shape="round"/>
                <p class="message-head"><Skeleton width=2/></p>
                <div class="message-body"><p><Skeleton/></p><p><Skeleton width=4/></p><p><Skeleton width=2/></p></div>
            </div>
        }
    };
    let fact = |name: &'static str| view! { <div class="fact"><span class="fact-name">{name}</span><span class="fact-value"><Skeleton width=3/></span></div> };
    let facts = ["Status", "Priority", "Assignee", "Site", "Waiting", "Created"].map(fact).collect_view();
    view! {
        <div class="ticket" aria-busy="true">
            <header class="ticket-head">
                <a class="ui-icon-button" href=root aria-label="Back to the list"><Icon name="arrow-left"/></a>
                <span class="ticket-code">{code}</span>
                <h1><span class="visually-hidden">"Loading ticket"</span><Skeleton width=3/></h1>
            </header>
            <div class="ticket-talk"><div class="timeline" aria-hidden="true">{(0..2).map(message).collect_view()}</div></div>
            <aside class="facts" aria-label="About this ticket">
                <div aria-hidden="true">
                    <div class="facts-who"><Skeleton shape="round"/><Skeleton width=3/></div>
                    <div class="facts-list">{facts}</div>
                </div>
            </aside>
        </div>
    }
}

/// No ticket, or none that could be fetched.
#[component]
pub fn Missing(error: AppError, again: Callback<()>) -> impl IntoView {
    let org = use_org();
    let keys = use_keys();
    let inbox = format!("/{}/tickets", org.slug);
    if error.is_not_found() {
        return view! {
            <Title text=text::NO_SUCH_TICKET/>
            <section class="ui-empty">
                <Icon name="search"/>
                <h1>{text::NO_SUCH_TICKET}</h1>
                <p>{text::NO_SUCH_TICKET_WHY}</p>
                <div class="ui-button-row">
                    <LinkButton kind="primary" href=inbox>"Back to the inbox"</LinkButton>
                    <Button key="Ctrl K" on:click=move |_| keys.palette.set(true)>"Search"</Button>
                </div>
            </section>
        }
        .into_any();
    }
    view! {
        <Empty icon="warning" title="The ticket did not arrive" text=error.message>
            <Button kind="primary" icon="refresh" on:click=move |_| again.run(())>"Try again"</Button>
        </Empty>
    }
    .into_any()
}
