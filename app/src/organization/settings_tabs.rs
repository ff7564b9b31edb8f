//! The ways between the pages of an organization's settings; only those that may be seen.

use crate::layout::use_org;
use domain::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Path below the organization, name, and what it takes to see it.
const TABS: &[(&str, &str, Permission)] = &[
    ("/settings/organization", "Overview", Permission::OrgRead),
    ("/settings/branding", "Branding", Permission::OrgRead),
    ("/settings/team", "Team", Permission::MemberRead),
    ("/settings/teams", "Teams", Permission::MemberRead),
    ("/settings/roles", "Roles", Permission::MemberRead),
    ("/settings/invitations", "Invitations", Permission::MemberInvite),
    ("/settings/mailboxes", "Mailboxes", Permission::MailboxEdit),
    ("/settings/audit", "Audit log", Permission::AuditRead),
    ("/settings/export", "Export", Permission::OrgExport),
    ("/settings/danger", "Danger", Permission::OrgDelete),
];

/// The tabs above every page of the settings.
#[component]
pub fn SettingsTabs() -> impl IntoView {
    let org = use_org();
    let at = use_location().pathname;
    let tabs = TABS.iter().filter(|(_, _, needs)| org.me.permissions.contains(*needs)).map(|(path, name, _)| {
        let href = format!("/{}{path}", org.slug);
        let target = href.clone();
        view! {
            <a class="ui-tab" href=href aria-current=move || (at.get() == target).then_some("page")><span>{*name}</span></a>
        }
    });
    view! { <nav class="ui-tabs page-tabs" aria-label="Settings">{tabs.collect_view()}</nav> }
}
