//! The inbox (screens.md 1): read, move, select, act, all by keyboard; new arrivals wait above the list.

mod inbox;
mod keys;
mod parts;

use super::calls::ticket_list;
use super::memory::{self, Owner, Read};
use super::text;
use crate::error::AppError;
use crate::layout::use_org;
use crate::ui::time::provide_clock;
use crate::ui::{Button, Empty};
use domain::OrgSlug;
use domain::ticket::{TicketFilter, TicketList};
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
    let list = Resource::new(move || filter.get(), move |filter| show(slug.clone(), owner.clone(), filter));
    provide_clock();
    view! {
        <Title text=format!("{} · {}", text::INBOX, org.me.org.name)/>
        <Transition fallback=|| view! { <Loading/> }>
            {move || Suspend::new(async move {
                match list.await {
                    Ok(shown) => view! { <Inbox shown/> }.into_any(),
                    Err(error) => view! { <Failed error again=Callback::new(move |()| list.refetch())/> }.into_any(),
                }
            })}
        </Transition>
    }
}

async fn show(org: OrgSlug, owner: Owner, filter: TicketFilter) -> Result<Shown, AppError> {
    if let Some(left) = memory::list(&owner, &filter) {
        return Ok(Shown { filter, list: left.list, remembered: true });
    }
    let list = ticket_list(org, filter.clone()).await?;
    Ok(Shown { filter, list: Read::now(list), remembered: false })
}

#[component]
fn Failed(error: AppError, again: Callback<()>) -> impl IntoView {
    view! {
        <Empty icon="warning" title="The list did not arrive" text=error.message>
            <Button kind="primary" icon="refresh" on:click=move |_| again.run(())>"Try again"</Button>
        </Empty>
    }
}
