//! `/{org}/settings/team` (D19): everybody with their role, which is saved when it is picked; or the one the address names.

use super::calls::{member_show, member_team};
use super::person::Person;
use super::pick::{Pick, RoleCell, WarnOfNothing};
use super::remove::{RemoveDialog, RemoveLink};
use super::text;
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::live::use_live;
use crate::organization::{SettingsTabs, Trouble};
use crate::ui::{Avatar, Icon, Notice, Skeleton, Time};
use domain::member::{MemberPage, TeamPage as Page, TeamRow};
use domain::{OrgSlug, Permission, UserId};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What every part of the page works with.
#[derive(Clone)]
pub(super) struct Here {
    /// The organization.
    pub(super) org: OrgSlug,
    /// Who looks at it.
    pub(super) me: UserId,
    /// The page as it was read last.
    pub(super) page: RwSignal<Page>,
    /// Who is asked about in the dialog, and whether it is open.
    pub(super) going: (RwSignal<Option<MemberPage>>, RwSignal<bool>),
    /// A role that allows nothing and has to be picked twice.
    pub(super) warned: (RwSignal<Option<Pick>>, RwSignal<bool>),
}

impl Here {
    /// Where the page's forms are posted without script.
    pub(super) fn path(&self) -> String {
        format!("/{}/settings/team", self.org)
    }

    /// Reads the page again.
    pub(super) fn read_again(&self) {
        let here = self.clone();
        leptos::task::spawn_local(async move {
            if let Ok(page) = member_team(here.org).await {
                here.page.try_set(page);
            }
        });
    }
}

/// The page.
#[component]
pub fn TeamPage() -> impl IntoView {
    let org = use_org();
    let query = use_query_map();
    let member = Memo::new(move |_| query.with(|query| query.get("member")));
    let slug = org.slug.clone();
    view! {
        <Title text=format!("{} · {}", text::TITLE, org.me.org.name)/>
        {move || {
            let org = slug.clone();
            match member.get() {
                Some(id) => view! { <One org id/> }.into_any(),
                None => view! { <Everybody org/> }.into_any(),
            }
        }}
    }
}

/// The member of the address; an address that can be nobody's finds nobody.
#[component]
fn One(org: OrgSlug, id: String) -> impl IntoView {
    let (asked, typed) = (org.clone(), Typed::of_request());
    let done = use_query_map();
    let loaded = Resource::new_blocking(
        move || done.with(|query| query.get("done")),
        move |_| {
            let (org, id, typed) = (asked.clone(), id.parse::<UserId>(), typed.clone());
            async move {
                let user = id.map_err(|_| AppError::not_found())?;
                Ok::<_, AppError>((member_show(org, user).await?, typed))
            }
        },
    );
    view! {
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let org = org.clone();
                loaded.get().map(|loaded| match loaded {
                    Ok((page, typed)) => view! { <Person org page typed/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

#[component]
fn Everybody(org: OrgSlug) -> impl IntoView {
    let me = use_org().me.user;
    let asked = org.clone();
    let loaded = Resource::new_blocking(|| (), move |()| member_team(asked.clone()));
    view! {
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let org = org.clone();
                loaded.get().map(|loaded| match loaded {
                    Ok(page) => {
                        let closed = || RwSignal::new(false);
                        let (going, warned) = ((RwSignal::new(None), closed()), (RwSignal::new(None), closed()));
                        view! { <Team here=Here { org, me, page: RwSignal::new(page), going, warned }/> }.into_any()
                    }
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

#[component]
fn Team(here: Here) -> impl IntoView {
    follow(&here);
    let page = here.page;
    let ids = move || page.with(|page| page.rows.iter().map(|row| row.member.id).collect::<Vec<_>>());
    let may_invite = use_org().me.permissions.contains(Permission::MemberInvite);
    let invite = format!("/{}/settings/invitations", here.org);
    let line = here.clone();
    view! {
        <div class="page">
            <header class="page-head">
                <div><h1 id="team-title" tabindex="-1">{text::TITLE}</h1><p>{text::WHAT}</p></div>
                {may_invite.then(|| view! { <a class="ui-button" data-kind="primary" href=invite><Icon name="mail"/><span>"Invite"</span></a> })}
            </header>
            <SettingsTabs/>
            <Done/>
            <div class="ui-table-frame">
                <table class="ui-table team-table">
                    <thead><tr>
                        <th scope="col">"Name"</th><th scope="col">"Role"</th>
                        <th scope="col" data-hide="narrow">"Teams"</th><th scope="col" data-hide="narrow">"Two-factor"</th><th scope="col" data-hide="narrow">"Last active"</th>
                        <th scope="col" data-hide="narrow">"Status"</th><th scope="col"><span class="visually-hidden">"What to do"</span></th>
                    </tr></thead>
                    <tbody><For each=ids key=|id| *id let(id)><Line here=line.clone() id/></For></tbody>
                </table>
            </div>
            <RemoveDialog here=here.clone()/>
            <WarnOfNothing here/>
        </div>
    }
}

/// Reads the page again when somebody came, went or became something else.
fn follow(here: &Here) {
    let live = use_live();
    let here = here.clone();
    Effect::new(move |_| {
        let Some(change) = live.last.get() else { return };
        let ours = ["member_", "role_", "team_"].iter().any(|of| change.kind.starts_with(of));
        if change.org == here.org && ours {
            here.read_again();
        }
    });
}

pub(super) fn of(page: &Page, id: UserId) -> Option<&TeamRow> {
    page.rows.iter().find(|row| row.member.id == id)
}

/// One member. Words follow what is read again; what the keyboard stands on stays.
#[component]
fn Line(here: Here, id: UserId) -> impl IntoView {
    let page = here.page;
    let Some(first) = page.with_untracked(|page| of(page, id).cloned()) else { return ().into_any() };
    let row = Memo::new(move |last: Option<&TeamRow>| {
        // Somebody who goes is still shown until the line is.
        page.with(|page| of(page, id).cloned()).or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    });
    let name = row.with_untracked(|row| row.member.name.clone());
    let href = format!("{}?member={id}", here.path());
    let is_me = id == here.me;
    let email = move || row.with(|row| row.member.email.clone());
    let seen = move || match row.with(|row| row.member.seen.clone()) {
        Some(moment) => view! { <Time moment/> }.into_any(),
        None => view! { <span>"Never"</span> }.into_any(),
    };
    let teams =
        move || row.with(|row| row.member.teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>().join(", "));
    let two_factor = move || if row.with(|row| row.member.two_factor) { ("green", "On") } else { ("grey", "Off") };
    let status =
        move || if row.with(|row| row.member.is_active) { ("green", "Active") } else { ("amber", "Deactivated") };
    let rests = move || {
        (!row.with(|row| row.member.is_active)).then(|| view! { <small class="team-rests">"Deactivated"</small> })
    };
    view! {
        <tr data-member=id.to_string()>
            <td>
                <div class="ui-cell">
                    <Avatar name=Some(name.clone()) size="large"/>
                    <span class="ui-cell-main">
                        <span><a class="ui-cell-link" href=href>{name.clone()}</a>{is_me.then(|| view! { <span class="member-you">"you"</span> })}</span>
                        <small>{email}</small>{rests}
                    </span>
                </div>
            </td>
            <td><RoleCell here=here.clone() id name=name.clone() row/></td>
            <td data-hide="narrow">{teams}</td>
            <td data-hide="narrow"><span class="ui-pill" data-tone=move || two_factor().0>{move || two_factor().1}</span></td>
            <td data-hide="narrow">{seen}</td>
            <td data-hide="narrow"><span class="ui-pill" data-tone=move || status().0>{move || status().1}</span></td>
            <td data-align="end"><RemoveLink here id name row/></td>
        </tr>
    }
    .into_any()
}

/// What was just done, where no script says it at the foot of the page.
#[component]
pub(super) fn Done() -> impl IntoView {
    let query = use_query_map();
    move || {
        let (title, words) = match query.with(|query| query.get("done"))?.as_str() {
            "role" => ("Saved", "The new role counts from the next click on."),
            "deactivated" => ("Deactivated", text::RESTS),
            "activated" => ("Activated", "They enter again as what they were."),
            "removed" => ("Removed", "They are no member any more."),
            "transferred" => ("Transferred", "They are owner now, and you are admin."),
            _ => return None,
        };
        Some(view! { <Notice tone="green" icon="check" title=title text=words/> })
    }
}
