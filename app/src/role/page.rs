//! The page: all roles, or the one its address names.

use super::calls::role_list;
use super::edit::Editor;
use super::list::Roles;
use super::text;
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::live::use_live;
use crate::organization::{SettingsTabs, Trouble};
use crate::ui::{Notice, Skeleton};
use domain::OrgSlug;
use domain::permission::Permissions;
use domain::role::{RoleKey, RoleRow};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What every part of the page works with.
#[derive(Clone)]
pub(super) struct Here {
    /// The organization.
    pub(super) org: OrgSlug,
    /// All roles.
    pub(super) roles: Vec<RoleRow>,
    /// What the person may do here.
    pub(super) may: Permissions,
    /// What was posted and could not be done.
    pub(super) typed: Typed,
}

impl Here {
    /// Where the page's forms are posted.
    pub(super) fn path(&self) -> String {
        format!("/{}/settings/roles", self.org)
    }
}

/// The page.
#[component]
pub fn RolesPage() -> impl IntoView {
    let org = use_org();
    let query = use_query_map();
    let chosen = Memo::new(move |_| query.with(|query| query.get("role")));
    let done = Memo::new(move |_| query.with(|query| query.get("done")));
    let (asked, typed) = (org.slug.clone(), Typed::of_request());
    let loaded = Resource::new_blocking(
        move || done.get(),
        move |_| {
            let (org, typed) = (asked.clone(), typed.clone());
            async move { Ok::<_, AppError>((role_list(org).await?, typed)) }
        },
    );
    let (live, watched) = (use_live(), org.slug.clone());
    Effect::new(move |_| {
        // Never under the hands of somebody who ticks boxes.
        let ours = |kind: &str| kind.starts_with("role_") || kind.starts_with("member_");
        let news = live.last.get().is_some_and(|change| change.org == watched && ours(&change.kind));
        if news && chosen.with_untracked(Option::is_none) {
            loaded.refetch();
        }
    });
    let (slug, may) = (org.slug.clone(), org.me.permissions);
    view! {
        <Title text=format!("{} · {}", text::TITLE, org.me.org.name)/>
        <Transition fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let (org, chosen) = (slug.clone(), chosen.get());
                loaded.get().map(|loaded| match (loaded, chosen) {
                    (Ok((roles, typed)), None) => view! { <Page here=Here { org, roles, may, typed } done/> }.into_any(),
                    (Ok((roles, typed)), Some(key)) => match named(&roles, &key) {
                        Some(role) => view! { <Editor here=Here { org, roles, may, typed } role done/> }.into_any(),
                        None => view! { <Trouble error=AppError::not_found()/> }.into_any(),
                    },
                    (Err(error), _) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Transition>
    }
}

/// The organization's own role of that key; the built-in ones have nothing to change.
fn named(roles: &[RoleRow], key: &str) -> Option<RoleRow> {
    let key = RoleKey::parse(key).ok().filter(|key| matches!(key, RoleKey::Own(_)))?;
    roles.iter().find(|role| role.tag.key == key).cloned()
}

#[component]
fn Page(here: Here, done: Memo<Option<String>>) -> impl IntoView {
    view! {
        <div class="page">
            <header class="page-head"><div><h1>{text::TITLE}</h1><p>{text::WHAT}</p></div></header>
            <SettingsTabs/>
            <Done done/>
            <Roles here/>
        </div>
    }
}

/// What was just done.
#[component]
pub(super) fn Done(done: Memo<Option<String>>) -> impl IntoView {
    move || {
        let (title, words) = match done.get()?.as_str() {
            "added" => ("Added", "Tick what it may do, then give it to somebody on the team page."),
            "copied" => ("Copied", "Give it a name of its own, and change what it may do."),
            "saved" => ("Saved", "It counts from the next click of everybody who has it."),
            "deleted" => ("Deleted", "Whoever had it has the role you chose."),
            _ => return None,
        };
        Some(view! { <Notice tone="green" icon="check" title=title text=words/> })
    }
}
