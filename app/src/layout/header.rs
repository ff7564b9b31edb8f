//! The header: where one is, a way to another organization, and the search.

use super::mark::OrgMark;
use super::switcher::use_switcher;
use crate::ui::icon::Icon;
use crate::ui::palette::use_palette;
use crate::ui::sheet::use_key_sheet;
use domain::organization::Me;
use leptos::prelude::*;

/// The strip on top of every page of an organization.
#[component]
pub fn Header(me: Me) -> impl IntoView {
    let switcher = use_switcher();
    let palette = use_palette();
    let sheet = use_key_sheet();
    view! {
        <header class="shell-header">
            <button class="org-button" type="button" aria-haspopup="dialog" aria-keyshortcuts="Control+O Meta+O"
                title="Switch organization (Ctrl+O)" on:click=move |_| switcher.open()>
                <OrgMark name=me.org.name.clone() accent=me.org.accent.clone()/>
                <span class="org-button-name">{me.org.name.clone()}</span>
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
