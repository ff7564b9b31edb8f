//! The page of invitations: seats, the form, and who has not answered yet.

use super::calls::invitation_list;
use super::form::InviteForm;
use super::pending::Pending;
use super::text;
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::live::use_live;
use crate::organization::{SettingsTabs, Trouble};
use crate::ui::{Notice, Skeleton};
use domain::OrgSlug;
use domain::invitation::{InvitationPage, Seats};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What every part of the page works with.
#[derive(Clone)]
pub(super) struct Here {
    /// The organization.
    pub(super) org: OrgSlug,
    /// The page as it was read last.
    pub(super) page: RwSignal<InvitationPage>,
    /// What was posted without a script and could not be done, or was answered.
    pub(super) typed: Typed,
}

impl Here {
    /// Where the page's forms are posted without script.
    pub(super) fn path(&self) -> String {
        format!("/{}/settings/invitations", self.org)
    }

    /// Reads the page again.
    pub(super) fn read_again(&self) {
        let here = self.clone();
        leptos::task::spawn_local(async move {
            if let Ok(page) = invitation_list(here.org).await {
                here.page.try_set(page);
            }
        });
    }
}

/// The page.
#[component]
pub fn InvitationListPage() -> impl IntoView {
    let org = use_org();
    let (asked, typed) = (org.slug.clone(), Typed::of_request());
    let loaded = Resource::new_blocking(
        || (),
        move |()| {
            let (org, typed) = (asked.clone(), typed.clone());
            async move { Ok::<_, AppError>((invitation_list(org).await?, typed)) }
        },
    );
    let slug = org.slug.clone();
    view! {
        <Title text=format!("{} · {}", text::TITLE, org.me.org.name)/>
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let org = slug.clone();
                loaded.get().map(|loaded| match loaded {
                    Ok((page, typed)) => view! { <Invitations here=Here { org, page: RwSignal::new(page), typed }/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

#[component]
fn Invitations(here: Here) -> impl IntoView {
    follow(&here);
    let page = here.page;
    let seats = Memo::new(move |_| page.with(|page| page.seats));
    // Where no script says it at the foot of the page.
    let done = use_query_map().with_untracked(|query| query.get("done")).and_then(|what| match what.as_str() {
        "invited" => Some(("Invited", "The invitations are on their way.")),
        "resent" => Some(("Sent again", text::RESENT)),
        "revoked" => Some(("Revoked", text::REVOKED)),
        _ => None,
    });
    view! {
        <div class="page">
            <header class="page-head">
                <div><h1>{text::TITLE}</h1><p>{text::WHAT}</p></div>
                <p class="invitation-seats">{move || counted(seats.get())}</p>
            </header>
            <SettingsTabs/>
            {done.map(|(title, words)| view! { <Notice tone="green" icon="check" title=title text=words/> })}
            <InviteForm here=here.clone()/>
            <Pending here/>
        </div>
    }
}

/// Reads the page again when somebody else invited, or was invited and answered.
fn follow(here: &Here) {
    let live = use_live();
    let here = here.clone();
    Effect::new(move |_| {
        let Some(change) = live.last.get() else { return };
        let ours = change.kind.starts_with("invitation_") || change.kind.starts_with("member_");
        if change.org == here.org && ours {
            here.read_again();
        }
    });
}

/// Such as `4 of 5 seats taken`.
fn counted(seats: Seats) -> String {
    match seats.limit {
        Some(limit) => format!("{} of {limit} seats taken", seats.used()),
        None if seats.used() == 1 => "1 seat taken".to_owned(),
        None => format!("{} seats taken", seats.used()),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;
    use domain::invitation::Seats;

    #[test]
    fn seats_are_told_with_their_limit_where_there_is_one() {
        let seats = |limit, members, invited| Seats { limit, members, invited };
        assert_eq!(counted(seats(Some(5), 3, 1)), "4 of 5 seats taken");
        assert_eq!(counted(seats(None, 1, 0)), "1 seat taken");
        assert_eq!(counted(seats(None, 2, 1)), "3 seats taken");
    }
}
