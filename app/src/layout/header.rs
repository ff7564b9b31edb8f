//! The header: where one is, a way to another organization, and the search.

use super::mark::OrgMark;
use super::switcher::use_switcher;
use crate::session::use_session;
use crate::ui::icon::Icon;
use crate::ui::palette::use_palette;
use crate::ui::sheet::use_key_sheet;
use domain::organization::{Me, logo_path};
use leptos::prelude::*;

/// The strip on top of every page of an organization.
#[component]
pub fn Header(me: Me) -> impl IntoView {
    let switcher = use_switcher();
    let palette = use_palette();
    let sheet = use_key_sheet();
    // Its name, colour and logo may change while somebody looks.
    let (session, own) = (use_session(), me.org);
    let org = Memo::new(move |_| {
        let found = session.with(|s| s.as_ref()?.orgs.iter().find(|org| org.id == own.id).cloned());
        found.unwrap_or_else(|| own.clone())
    });
    view! {
        <header class="shell-header">
            <button class="org-button" type="button" aria-haspopup="dialog" aria-keyshortcuts="Control+O Meta+O"
                title="Switch organization (Ctrl+O)" on:click=move |_| switcher.open()>
                {move || {
                    let org = org.get();
                    let logo = org.logo.map(|logo| logo_path(&org.slug, logo));
                    view! {
                        <OrgMark name=org.name.clone() accent=org.accent logo/>
                        <span class="org-button-name">{org.name}</span>
                    }
                }}
                <span class="visually-hidden">", switch organization"</span>
                <Icon name="chevrons"/>
            </button>
            <button class="search-button" type="button" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K"
                on:click=move |_| palette.open()>
                <Icon name="search"/>
                <span>"Search or jump to…"</span>
                <kbd>"Ctrl K"</kbd>
            </button>
            <button class="ui-icon-button" type="button" aria-haspopup="dialog" aria-label="Keyboard shortcuts"
                aria-keyshortcuts="?" on:click=move |_| sheet.open()>
                <Icon name="keyboard"/>
            </button>
        </header>
    }
}
