//! One ticket (screens.md 2): what was said, the facts beside it, the composer below; `[` and `]` walk the list it came
//! from.

mod body;
mod keys;
mod parts;
mod subject;

use super::calls::ticket_show;
use super::memory::{self, Owner, Read};
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::ui::Settled;
use crate::ui::time::provide_clock;
use body::Body;
use domain::OrgSlug;
use domain::ticket::{TicketCode, TicketPage};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use parts::{Loading, Missing};
use serde::{Deserialize, Serialize};

/// A ticket, and what its page needs to be a form without a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shown {
    /// The ticket.
    page: Read<TicketPage>,
    /// What was typed and refused.
    typed: Typed,
    /// Makes a double submit harmless.
    once: String,
}

/// `/{org}/tickets/{code}`.
#[component]
pub fn TicketShowPage() -> impl IntoView {
    let org = use_org();
    let params = use_params_map();
    let code = Memo::new(move |_| params.with(|params| params.get("code").unwrap_or_default()));
    let (slug, owner, typed) = (org.slug.clone(), Owner::of(&org), Typed::of_request());
    // Blocking, because whether the ticket exists decides the status of the page.
    let page =
        Resource::new_blocking(move || code.get(), move |code| show(slug.clone(), owner.clone(), code, typed.clone()));
    provide_clock();
    view! {
        <Suspense fallback=move || view! { <Loading code=code.get_untracked()/> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(shown) => Settled::of(view! { <Body shown/> }).into_any(),
                    Err(error) => view! { <Missing error again=Callback::new(move |()| page.refetch())/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn show(org: OrgSlug, owner: Owner, code: String, typed: Typed) -> Result<Shown, AppError> {
    let answer = match TicketCode::parse(&code) {
        Ok(code) => match memory::page(&owner, &code) {
            Some(read) => Ok(read),
            None => ticket_show(org, code).await.map(Read::now),
        },
        Err(_) => Err(AppError::not_found()),
    };
    #[cfg(not(target_arch = "wasm32"))]
    if let Err(error) = &answer {
        crate::request::set_page_status(error.status);
    }
    answer.map(|page| Shown { page, typed, once: uuid::Uuid::new_v4().to_string() })
}
