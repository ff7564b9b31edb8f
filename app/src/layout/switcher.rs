//! Ctrl/Cmd+O: from any place to another of one's organizations (screens.md 4). The same section opens there; the field
//! is empty and the last used one is chosen, so Ctrl+O Enter flips between two.

use super::OrgContext;
use super::mark::OrgMark;
use crate::session::use_session;
use crate::ui::keys::{Command, EVERYWHERE, use_keys};
use crate::ui::palette::matches;
use crate::ui::toast::use_toasts;
use crate::ui::{BareDialog, Cursor, Icon, ListField, browser};
use domain::OrgSlug;
use domain::organization::{OrgRow, logo_path};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// Where the browser keeps the order of last use.
const USED: &str = "orgs-used";
/// Organizations remembered in that order.
const REMEMBERED: usize = 50;

/// Opens the switcher.
#[derive(Clone, Copy)]
pub struct SwitcherHandle(RwSignal<bool>);

impl SwitcherHandle {
    /// Opens it.
    pub fn open(&self) {
        self.0.set(true);
    }
}

/// The switcher of this page.
#[must_use]
pub fn use_switcher() -> SwitcherHandle {
    SwitcherHandle(use_keys().switcher)
}

/// The switcher; closed until Ctrl/Cmd+O. It also registers what every page of an organization can do.
#[component]
pub fn Switcher() -> impl IntoView {
    let keys = use_keys();
    let toasts = use_toasts();
    let here = use_context::<OrgContext>().map(|org| org.slug);
    let open = move || {
        keys.palette.set(false);
        keys.switcher.update(|open| *open = !*open);
    };
    keys.add([
        Command::new("switcher", "Switch organization", "Ctrl+o", EVERYWHERE, open).icon("chevrons"),
        Command::new("undo", "Undo", "z", EVERYWHERE, move || {
            toasts.undo_last();
        })
        .icon("undo"),
        Command::new("theme", "Dark or light", "d", EVERYWHERE, super::theme::flip).icon("theme"),
    ]);
    if let Some(org) = here.clone() {
        crate::ticket::use_ticket_finder(org);
    }
    let now = here.clone();
    Effect::new(move |_| {
        if let Some(slug) = &now {
            note_used(slug);
        }
    });
    view! {
        <BareDialog open=keys.switcher label="Switch organization">
            <SwitcherBody here=here.clone()/>
        </BareDialog>
    }
}

/// The slugs of this browser, last used first.
fn used() -> Vec<String> {
    browser::kept(USED).map(|text| text.split(' ').map(str::to_owned).collect()).unwrap_or_default()
}

fn note_used(slug: &OrgSlug) {
    let rest = used().into_iter().filter(|used| used != slug.as_str());
    let order: Vec<String> = std::iter::once(slug.to_string()).chain(rest).take(REMEMBERED).collect();
    browser::keep(USED, &order.join(" "));
}

/// Last used first, but the present one second: `Enter` on an untouched list must lead somewhere else.
fn in_order(mut orgs: Vec<OrgRow>, used: &[String], here: Option<&OrgSlug>) -> Vec<OrgRow> {
    let place = |org: &OrgRow| used.iter().position(|slug| slug == org.slug.as_str()).unwrap_or(usize::MAX);
    orgs.sort_by_key(place);
    if let Some(at) = orgs.iter().position(|org| Some(&org.slug) == here) {
        let present = orgs.remove(at);
        orgs.insert(1.min(orgs.len()), present);
    }
    orgs
}

/// The same section in another organization: what is there for certain, so `/acme/tickets/ACME-7` becomes its inbox.
fn same_section(path: &str, slug: &OrgSlug) -> String {
    let mut parts = path.trim_start_matches('/').split('/').skip(1);
    let section = match (parts.next(), parts.next()) {
        (Some("settings"), Some(page)) => format!("settings/{page}"),
        (Some(section @ ("sites" | "agents")), _) => section.to_owned(),
        _ => "tickets".to_owned(),
    };
    format!("/{slug}/{section}")
}

#[component]
fn SwitcherBody(here: Option<OrgSlug>) -> impl IntoView {
    let keys = use_keys();
    let session = use_session();
    let navigate = use_navigate();
    let path = use_location().pathname;
    let typed = RwSignal::new(String::new());
    let at = Cursor::default();
    let orgs =
        session.with_untracked(|session| session.as_ref().map(|session| session.orgs.clone()).unwrap_or_default());
    let orgs = in_order(orgs, &used(), here.as_ref());
    // A switch away from a page of no organization leads to the inbox, as `same_section` has it.
    let section = if here.is_some() { path.get_untracked() } else { String::new() };
    let lines = Memo::new(move |_| {
        typed.with(|text| {
            let text = text.trim();
            let fits =
                |org: &&OrgRow| matches(&org.name, text).is_some() || org.slug.as_str().contains(&text.to_lowercase());
            orgs.iter().filter(fits).cloned().collect::<Vec<_>>()
        })
    });
    let target = move |slug: &OrgSlug| same_section(&section, slug);
    let target = StoredValue::new(target);
    let choose = move |index: usize| {
        if let Some(org) = lines.with_untracked(|lines| lines.get(index).cloned()) {
            keys.switcher.set(false);
            navigate(&target.with_value(|target| target(&org.slug)), NavigateOptions::default());
        }
    };
    let is_empty = move || lines.with(Vec::is_empty);
    view! {
        <ListField
            name="switcher"
            icon="search"
            label="Go to organization…"
            none="None of your organizations is called so."
            typed
            at
            count=Signal::derive(move || lines.with(Vec::len))
            on_choose=Callback::new(choose)
        />
        <div class="ui-palette-list" role="listbox" id="switcher-list" aria-label="Organizations" hidden=is_empty>
            {move || {
                lines.get().into_iter().enumerate().map(|(index, org)| {
                    let present = here.as_ref() == Some(&org.slug);
                    let href = target.with_value(|target| target(&org.slug));
                    view! {
                        <a
                            class="ui-palette-item switcher-item"
                            role="option"
                            id=format!("switcher-{index}")
                            aria-selected=move || at.marks(index)
                            href=href
                            tabindex="-1"
                            on:click=move |_| keys.switcher.set(false)
                        >
                            <OrgMark name=org.name.clone() accent=org.accent.clone() logo=org.logo.map(|logo| logo_path(&org.slug, logo))/>
                            <span class="switcher-name"><span>{org.name.clone()}</span><small>{format!("/{}", org.slug)}</small></span>
                            <span class="ui-palette-end">
                                {if present {
                                    view! { <span class="switcher-here">"You are here"</span> }.into_any()
                                } else {
                                    view! { <span class="switcher-role">{org.role.name}</span> }.into_any()
                                }}
                                {(org.unread > 0).then(|| {
                                    let count = if org.unread > 99 { "99+".to_owned() } else { org.unread.to_string() };
                                    view! { <span class="switcher-unread" aria-label=format!("{count} unread")>{count.clone()}</span> }
                                })}
                            </span>
                        </a>
                    }
                }).collect_view()
            }}
        </div>
        <div class="ui-palette-foot">
            <span><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" move"</span>
            <span><kbd>"Enter"</kbd>" open"</span>
            <a class="ui-button" data-kind="quiet" data-size="small" href="/new" on:click=move |_| keys.switcher.set(false)><Icon name="plus"/><span>"Create organization"</span></a>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::same_section;
    use domain::OrgSlug;

    #[test]
    fn the_same_section_opens_but_never_a_single_thing_of_the_other_house() {
        let slug = OrgSlug::parse("kestrel").expect("a slug");
        for (path, target) in [
            ("/acme/tickets", "/kestrel/tickets"),
            ("/acme/tickets/ACME-7", "/kestrel/tickets"),
            ("/acme/sites/shop", "/kestrel/sites"),
            ("/acme/agents", "/kestrel/agents"),
            ("/acme/settings/organization", "/kestrel/settings/organization"),
            ("/nonsense/what/ever", "/kestrel/tickets"),
            ("", "/kestrel/tickets"),
        ] {
            assert_eq!(same_section(path, &slug), target);
        }
    }
}
