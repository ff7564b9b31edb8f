//! The inbox (screens.md 1): read, move, select, act, all by keyboard; new arrivals wait above the list.

mod inbox;
mod keys;
mod parts;

use super::calls::ticket_list;
use super::filters::is_narrowed;
use super::memory::{self, Owner, Read};
use super::text;
use crate::error::AppError;
use crate::layout::use_org;
use crate::organization::calls::org_setup;
use crate::ui::time::provide_clock;
use crate::ui::{Button, Empty, Settled};
use domain::organization::{SETUP_TICKETS, Setup};
use domain::ticket::{Place, TicketFilter, TicketList};
use domain::{OrgSlug, Permission};
use inbox::Inbox;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use parts::Loading;
use serde::{Deserialize, Serialize};

/// A list, and what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shown {
    /// What the address asked for.
    filter: TicketFilter,
    /// The answer.
    list: Read<TicketList>,
    /// The steps of a young organization, for those who set it up.
    setup: Option<Setup>,
    /// Whether it comes from memory, so that the truth has to be looked up behind it.
    remembered: bool,
}

/// `/{org}/tickets`.
#[component]
pub fn TicketListPage() -> impl IntoView {
    let org = use_org();
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(super::filter_from_query));
    let (slug, owner) = (org.slug.clone(), Owner::of(&org));
    let sets_up = org.me.permissions.contains(Permission::SiteEdit);
    let list = Resource::new(move || filter.get(), move |filter| show(slug.clone(), owner.clone(), filter, sets_up));
    provide_clock();
    view! {
        <Title text=format!("{} · {}", text::INBOX, org.me.org.name)/>
        <Transition fallback=|| view! { <Loading/> }>
            {move || Suspend::new(async move {
                match list.await {
                    Ok(shown) => Settled::of(view! { <Inbox shown/> }).into_any(),
                    Err(error) => view! { <Failed error again=Callback::new(move |()| list.refetch())/> }.into_any(),
                }
            })}
        </Transition>
    }
}

async fn show(org: OrgSlug, owner: Owner, filter: TicketFilter, sets_up: bool) -> Result<Shown, AppError> {
    if let Some(left) = memory::list(&owner, &filter) {
        return Ok(Shown { filter, list: left.list, setup: left.setup, remembered: true });
    }
    let list = ticket_list(org.clone(), filter.clone()).await?;
    // Under no filter the list itself says whether the organization is young: nobody else pays for the question.
    let is_whole = !is_narrowed(&filter) && filter.place == Place::Start;
    let setup = if sets_up && is_whole && list.counts.all <= SETUP_TICKETS {
        // Without an answer there is still the inbox.
        org_setup(org).await.ok().flatten().filter(|setup| !setup.is_done())
    } else {
        None
    };
    Ok(Shown { filter, list: Read::now(list), setup, remembered: false })
}

#[component]
fn Failed(error: AppError, again: Callback<()>) -> impl IntoView {
    #[cfg(not(target_arch = "wasm32"))]
    crate::request::set_page_status(error.status);
    view! {
        <Empty icon="warning" title="The list did not arrive" text=error.message>
            <Button kind="primary" icon="refresh" on:click=move |_| again.run(())>"Try again"</Button>
        </Empty>
    }
}
