//! The navigation at the side (at the foot on a phone), and the person's own menu.

use crate::ui::avatar::Avatar;
use crate::ui::icon::Icon;
use crate::ui::keys::{Command, use_keys};
use crate::ui::sheet::use_key_sheet;
use domain::Permission;
use domain::organization::Me;
use domain::permission::Permissions;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

/// One place to go: its path below the organization, its name, its icon, the keys that lead there, and what it takes to see it.
const PLACES: [(&str, &str, &str, &str, Permission); 4] = [
    ("/tickets", "Inbox", "inbox", "g i", Permission::TicketRead),
    ("/sites", "Sites", "site", "g s", Permission::SiteRead),
    ("/agents", "Team", "team", "g t", Permission::MemberRead),
    ("/settings/organization", "Settings", "settings", "g o", Permission::OrgRead),
];

/// Places that have a key and stand in the palette, and are reached through another place otherwise.
const BEHIND: [(&str, &str, &str, &str, Permission); 1] =
    [("/settings/mailboxes", "Mailboxes", "mail", "g m", Permission::MailboxEdit)];

/// The ways through an organization.
#[component]
pub fn Nav(me: Me) -> impl IntoView {
    let root = format!("/{}", me.org.slug);
    register_places(&root, me.permissions);
    let links = PLACES
        .into_iter()
        .filter(|(.., needs)| me.permissions.contains(*needs))
        .map(|(path, name, icon, ..)| {
            let below = (path == "/tickets").then(|| {
                view! {
                    <Place href=format!("{root}/tickets?assignee=me") name="Mine"/>
                    <Place href=format!("{root}/tickets?assignee=nobody") name="Unassigned"/>
                }
            });
            view! {
                <Place href=format!("{root}{path}") name=name icon=icon/>
                {below}
            }
        })
        .collect_view();
    view! {
        <nav class="shell-nav" aria-label="Main">
            <ul role="list">{links}</ul>
            <PersonMenu me/>
        </nav>
    }
}

/// A link that knows whether one is there. Without an icon it is a narrower cut of the place above it.
#[component]
fn Place(href: String, name: &'static str, #[prop(optional)] icon: &'static str) -> impl IntoView {
    let location = use_location();
    let target = href.clone();
    let is_cut = icon.is_empty();
    let here = Memo::new(move |_| {
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let at = location.pathname.get();
        let cut = location.search.get();
        let cut = ["assignee=me", "assignee=nobody"].into_iter().find(|c| cut.contains(c)).unwrap_or("");
        // The settings are several pages behind one place.
        let within = path.rsplit_once("/settings/").map_or(path, |(root, _)| &path[..root.len() + "/settings".len()]);
        (at == path || (query.is_empty() && at.starts_with(&format!("{within}/"))))
            && (cut == query || !path.ends_with("/tickets"))
    });
    view! {
        <li>
            <a class="shell-link" data-sub=is_cut.then_some("") href=href aria-current=move || here.get().then_some("page")>
                {(!is_cut).then(|| view! { <Icon name=icon/> })}
                <span class="shell-link-name">{name}</span>
            </a>
        </li>
    }
}

fn register_places(root: &str, may: Permissions) {
    let keys = use_keys();
    let places = PLACES.into_iter().chain(BEHIND).filter(|(.., needs)| may.contains(*needs));
    for (path, name, _, chord, _) in places {
        let target = format!("{root}{path}");
        let navigate = use_navigate();
        keys.register(Command::new(format!("go{path}"), format!("Go to {name}"), chord, "Go", move || {
            navigate(&target, Default::default())
        }));
    }
}

#[component]
fn PersonMenu(me: Me) -> impl IntoView {
    let sheet = use_key_sheet();
    view! {
        <details class="ui-menu">
            <summary class="shell-link">
                <Avatar name=me.name.clone()/>
                <span class="shell-link-name">{me.name.clone()}</span>
            </summary>
            <div class="ui-menu-panel" data-side="up">
                <p class="ui-menu-title">{me.email.to_string()}</p>
                <a class="ui-menu-item" href="/account"><Icon name="user"/><span>"Account"</span></a>
                <button class="ui-menu-item" type="button" on:click=move |_| super::theme::flip()>
                    <Icon name="theme"/><span>"Light or dark"</span>
                </button>
                <button class="ui-menu-item" type="button" on:click=move |_| sheet.open()>
                    <Icon name="keyboard"/><span>"Keyboard shortcuts"</span><kbd>"?"</kbd>
                </button>
                <hr/>
                <form method="post" action="/sign-out">
                    <button class="ui-menu-item" type="submit"><Icon name="sign-out"/><span>"Sign out"</span></button>
                </form>
            </div>
        </details>
    }
}
