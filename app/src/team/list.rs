//! The page of teams: the list, a form for a new one, and who sees tickets in none.

use super::calls::{team_list, team_set_unrouted};
use super::card::{NewTeam, TeamCard};
use super::text;
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::live::use_live;
use crate::organization::{SettingsTabs, Trouble};
use crate::ui::toast::use_toasts;
use crate::ui::{Empty, Notice, Skeleton, browser};
use domain::team::TeamPage;
use domain::{OrgSlug, Permission};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What every part of the page works with.
#[derive(Clone)]
pub(super) struct Here {
    /// The organization.
    pub(super) org: OrgSlug,
    /// The page as it was read last.
    pub(super) page: RwSignal<TeamPage>,
    /// What was posted without a script and could not be done.
    pub(super) typed: Typed,
    /// Whether the person may change anything.
    pub(super) may_edit: bool,
}

impl Here {
    /// Where the page's forms are posted without script.
    pub(super) fn path(&self) -> String {
        format!("/{}/settings/teams", self.org)
    }

    /// Reads the page again, and puts the keyboard where it was done.
    pub(super) async fn read_again(self, focus: String) {
        if let Ok(page) = team_list(self.org).await {
            self.page.try_set(page);
            browser::focus_soon(focus);
        }
    }
}

/// The page.
#[component]
pub fn TeamListPage() -> impl IntoView {
    let org = use_org();
    let (asked, typed) = (org.slug.clone(), Typed::of_request());
    let may_edit = org.me.permissions.contains(Permission::TeamEdit);
    let loaded = Resource::new_blocking(
        || (),
        move |()| {
            let (org, typed) = (asked.clone(), typed.clone());
            async move { Ok::<_, AppError>((team_list(org).await?, typed)) }
        },
    );
    let slug = org.slug.clone();
    view! {
        <Title text=format!("{} · {}", text::TITLE, org.me.org.name)/>
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let org = slug.clone();
                loaded.get().map(|loaded| match loaded {
                    Ok((page, typed)) => view! { <Teams here=Here { org, page: RwSignal::new(page), typed, may_edit }/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

#[component]
fn Teams(here: Here) -> impl IntoView {
    follow(&here);
    let page = here.page;
    let done = use_query_map().with_untracked(|query| query.get("done")).and_then(|what| match what.as_str() {
        "created" => Some(("Created", text::CREATED)),
        "saved" => Some(("Saved", text::SAVED)),
        "deleted" => Some(("Deleted", text::DELETED)),
        _ => None,
    });
    let listed = here.clone();
    // A team that changed is drawn anew; the others keep their forms, and what stands in them.
    let key = |team: &domain::team::TeamRow| serde_json::to_string(team).unwrap_or_default();
    // Only this draws the whole list anew: the keyboard stays on a line while others change.
    let empty = Memo::new(move |_| page.with(|page| page.teams.is_empty()));
    let list = move || {
        if empty.get() {
            return view! { <Empty icon="team" title="No team yet" text=text::NONE/> }.into_any();
        }
        let here = listed.clone();
        view! {
            <ul class="team-list" role="list">
                <For each=move || page.with(|page| page.teams.clone()) key=key let(team)><TeamCard here=here.clone() team/></For>
            </ul>
        }
        .into_any()
    };
    let forms = here.may_edit.then(|| {
        view! {
            <section class="section" aria-labelledby="new-title">
                <div class="section-head"><h2 id="new-title">"New team"</h2><p>{text::NEW_WHY}</p></div>
                <div class="section-body"><NewTeam here=here.clone()/></div>
            </section>
            <Unrouted here/>
        }
    });
    view! {
        <div class="page">
            <header class="page-head"><div><h1>{text::TITLE}</h1><p>{text::WHAT}</p></div></header>
            <SettingsTabs/>
            {done.map(|(title, words)| view! { <Notice tone="green" icon="check" title=title text=words/> })}
            <section class="section team-section" aria-labelledby="teams-title">
                <div class="section-head"><h2 id="teams-title" tabindex="-1">"All teams"</h2></div>
                <div class="section-body">{list}</div>
            </section>
            {forms}
        </div>
    }
}

/// Who sees tickets in no team.
#[component]
fn Unrouted(here: Here) -> impl IntoView {
    let page = here.page;
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let path = here.path();
    let ticked = RwSignal::new(page.with_untracked(|page| page.unrouted_visible));
    Effect::new(move |_| ticked.set(page.with(|page| page.unrouted_visible)));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (here, visible) = (here.clone(), ticked.get_untracked());
        spawn_local(async move {
            let answer = team_set_unrouted(here.org.clone(), visible).await;
            busy.try_set(false);
            match answer {
                Ok(()) => toasts.say(text::SAVED),
                Err(error) => toasts.warn(error.message),
            }
        });
    };
    let begin = page.with_untracked(|page| page.unrouted_visible);
    view! {
        <section class="section" aria-labelledby="unrouted-title">
            <div class="section-head"><h2 id="unrouted-title">{text::UNROUTED_TITLE}</h2><p>{text::UNROUTED_WHY}</p></div>
            <div class="section-body">
                <form class="ui-form" method="post" action=path on:submit=submit>
                    <label class="ui-check">
                        <input type="checkbox" name="visible" value="yes" checked=begin prop:checked=move || ticked.get()
                            on:change=move |event| ticked.set(event_target_checked(&event))/>
                        <span>{text::UNROUTED_SEEN}</span>
                    </label>
                    <div class="ui-form-foot">
                        <button class="ui-button" type="submit" name="do" value="unrouted" aria-busy=move || busy.get().then_some("true")>"Save"</button>
                    </div>
                </form>
            </div>
        </section>
    }
}

/// Reads the page again when somebody else changed a team, or who works here.
fn follow(here: &Here) {
    let live = use_live();
    let (org, page) = (here.org.clone(), here.page);
    Effect::new(move |_| {
        let Some(change) = live.last.get() else { return };
        let ours = change.kind == "team_changed" || change.kind.starts_with("member_") || change.kind == "site_changed";
        if change.org != org || !ours {
            return;
        }
        let org = org.clone();
        spawn_local(async move {
            if let Ok(fresh) = team_list(org).await {
                page.try_set(fresh);
            }
        });
    });
}
