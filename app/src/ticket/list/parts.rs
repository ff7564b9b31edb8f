//! The still parts of the inbox: its head with the tabs, its foot, its empty and its coming state.

use super::super::filters::{filter_query, is_narrowed};
use super::super::text;
use crate::layout::use_org;
use crate::ui::{Empty, Icon, LinkButton, Skeleton};
use domain::OrgSlug;
use domain::Permission;
use domain::ticket::{AssigneeFilter, Place, Sort, Tab, TabCounts, TicketFilter, TicketList};
use leptos::prelude::*;

/// The name of the page, the tabs with their counts, and the way to a new ticket.
#[component]
pub fn Head(
    /// What is shown now.
    filter: TicketFilter,
    /// Per tab; `None` while it is on its way.
    #[prop(into)]
    counts: Signal<Option<TabCounts>>,
) -> impl IntoView {
    let org = use_org();
    let slug = org.slug;
    let now = filter.tab;
    let tabs = Tab::ALL
        .into_iter()
        .map(|tab| {
            let filter = TicketFilter { tab, place: Place::Start, ..filter.clone() };
            let href = format!("/{slug}/tickets{}", filter_query(&filter));
            view! {
                <a class="ui-tab" href=href aria-current=(tab == now).then_some("page")>
                    <span>{text::tab(tab)}</span>
                    <span class="ui-count">{move || counts.with(|counts| counts.map_or_else(|| "\u{a0}".to_owned(), |counts| counts.text(tab)))}</span>
                </a>
            }
        })
        .collect_view();
    view! {
        <div class="inbox-head">
            <h1>{text::INBOX}</h1>
            <nav class="ui-tabs" aria-label="Status">{tabs}</nav>
            {org.me.permissions.contains(Permission::TicketWrite).then(|| view! { <LinkButton href=format!("/{slug}/tickets/new") size="small" icon="plus">{text::NEW_TICKET}</LinkButton> })}
        </div>
    }
}

/// The ways to the other pages of a list, and what they are called.
#[derive(Clone)]
pub struct Pages {
    /// Back to the beginning.
    pub first: Option<String>,
    /// One page back.
    pub previous: Option<String>,
    /// One page on.
    pub next: Option<String>,
    /// The words for the three.
    pub words: [&'static str; 3],
}

impl Pages {
    /// The pages around one.
    pub fn of(slug: &OrgSlug, filter: &TicketFilter, list: &TicketList) -> Self {
        let to = |place| format!("/{slug}/tickets{}", filter_query(&TicketFilter { place, ..filter.clone() }));
        Self {
            first: (filter.place != Place::Start).then(|| to(Place::Start)),
            previous: list.previous.clone().map(|cursor| to(Place::Before(cursor))),
            next: list.next.clone().map(|cursor| to(Place::After(cursor))),
            words: match filter.sort {
                Sort::Newest => ["Newest", "Newer", "Older"],
                Sort::Oldest => ["Oldest", "Older", "Newer"],
            },
        }
    }
}

/// How much is shown, and the ways on and back.
#[component]
pub fn Pager(
    /// Where they lead.
    pages: Pages,
    /// Rows on this page.
    rows: usize,
    /// All that fit.
    count: String,
) -> impl IntoView {
    let Pages { first, previous, next, words: [first_words, previous_words, next_words] } = pages;
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label="Pages">
                <span>{format!("{rows} of {count}")}</span>
                {first.map(|href| view! { <a class="ui-button" data-kind="quiet" data-size="small" href=href><span>{first_words}</span></a> })}
                {previous.map(|href| view! { <a class="ui-button" data-size="small" href=href rel="prev" aria-keyshortcuts="<"><Icon name="chevron-left"/><span>{previous_words}</span></a> })}
                {next.map(|href| view! { <a class="ui-button" data-size="small" href=href rel="next" aria-keyshortcuts=">"><span>{next_words}</span><Icon name="chevron-right"/></a> })}
            </nav>
        }
    })
}

/// Instead of rows. An organization that never had a ticket is told what to do.
#[component]
pub fn Nothing(
    /// What is shown now.
    filter: TicketFilter,
    /// What there would be elsewhere.
    counts: TabCounts,
    /// The first site's slug, for its support page.
    site: Option<String>,
) -> impl IntoView {
    let org = use_org();
    let slug = org.slug;
    let list = format!("/{slug}/tickets");
    if is_narrowed(&filter) || (filter.tab != Tab::Open && counts.all > 0) {
        let all = TicketFilter { tab: Tab::All, place: Place::Start, ..filter.clone() };
        let words =
            if filter.assignee == AssigneeFilter::Any { "Try other words, or" } else { "Choose somebody else, or" };
        let more = (counts.all > counts.of(filter.tab)).then(|| {
            let words = format!("Look in All ({})", counts.text(Tab::All));
            view! { <LinkButton kind="quiet" href=format!("{list}{}", filter_query(&all))>{words}</LinkButton> }
        });
        return view! {
            <Empty icon="search" title=text::NOTHING_FITS text=format!("{words} look further.")>
                <LinkButton href=list.clone()>"Clear filters"</LinkButton>
                {more}
            </Empty>
        }
        .into_any();
    }
    let page = site.map(|site| {
        view! { <a class="ui-button" data-kind="primary" href=format!("/s/{slug}/{site}") rel="external"><Icon name="external"/><span>"Open your support page"</span></a> }
    });
    view! {
        <Empty icon="inbox" title=text::NOTHING_WAITS text=text::NOTHING_WAITS_WHY>
            {page}
            <LinkButton href=format!("{list}/new")>{text::NEW_TICKET}</LinkButton>
        </Empty>
    }
    .into_any()
}

/// The inbox before its rows, in the same shape.
#[component]
pub fn Loading() -> impl IntoView {
    let line = |_| {
        view! {
            <li class="ticket-row" aria-hidden="true">
                <span></span><span></span><span class="ui-skeleton ticket-code" data-width="4">"ACME-000"</span>
                <div class="ticket-row-main"><Skeleton width=4/></div>
                <span class="ticket-row-who"><Skeleton width=4/></span>
                <span class="ticket-row-site"><Skeleton width=3/></span>
                <span class="ticket-row-status"><Skeleton shape="pill"/></span>
                <span class="ui-avatar"><Skeleton shape="round"/></span>
                <span class="ticket-row-wait"><span class="ui-skeleton">"00 min"</span></span>
            </li>
        }
    };
    view! {
        <div class="inbox-bar">
            <Head filter=TicketFilter::default() counts=None/>
            <div class="filters"></div>
        </div>
        <section class="ticket-list" aria-label="Tickets" aria-busy="true">
            <p class="visually-hidden" role="status">{text::LOADING}</p>
            <ol role="list">{(0..12).map(line).collect_view()}</ol>
        </section>
    }
}
