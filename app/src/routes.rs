//! Both route tables on one page: the hydrated pages below, the server-rendered public ones beside them.
//!
//! Static roots come first, then one `/:org`: the router matches in written order. `domain::slug::RESERVED` holds every
//! first segment (tested in server).

use crate::account::{AccountPage, OrganizationsPage, SecurityPage, SessionsPage};
use crate::audit::AuditListPage;
use crate::export::ExportListPage;
use crate::invitation::InvitationListPage;
use crate::layout::{NotFoundPage, OrgLayout};
use crate::mailbox::{MailboxListPage, MailboxNewPage, MailboxShowPage};
use crate::member::{DirectoryPage, TeamPage};
use crate::organization::{OrgBrandingPage, OrgCreatePage, OrgDangerPage, OrgSettingsPage};
use crate::role::RolesPage;
use crate::site::{SiteCreatePage, SiteListPage, SiteShowPage};
use crate::team::TeamListPage;
use crate::ticket::{TicketListPage, TicketNewPage, TicketShowPage};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Routes};
use leptos_router::path;

/// Pages of people who work here. The server has a row for each (server/src/routes.rs).
pub const APP_PAGES: &[&str] = &[
    "/new",
    "/account",
    "/account/security",
    "/account/sessions",
    "/account/organizations",
    "/{org}",
    "/{org}/tickets",
    "/{org}/tickets/new",
    "/{org}/tickets/{code}",
    "/{org}/sites",
    "/{org}/sites/new",
    "/{org}/sites/{site}",
    "/{org}/agents",
    "/{org}/settings/organization",
    "/{org}/settings/teams",
    "/{org}/settings/branding",
    "/{org}/settings/team",
    "/{org}/settings/roles",
    "/{org}/settings/invitations",
    "/{org}/settings/mailboxes",
    "/{org}/settings/mailboxes/new",
    "/{org}/settings/mailboxes/{mailbox}",
    "/{org}/settings/audit",
    "/{org}/settings/export",
    "/{org}/settings/danger",
];

/// Pages of customers and strangers, rendered by the server alone, without any script (views in `crate::public`).
pub const PUBLIC_PAGES: &[&str] = &[
    "/sign-in",
    "/sign-in/code",
    "/sign-up",
    "/check-mail",
    "/confirm/{token}",
    "/forgot",
    "/reset/{token}",
    "/account/email/{token}",
    "/s/{org}/{site}",
    "/ticket/{token}",
    "/invitation/{token}",
    "/dev/outbox",
    "/dev/outbox/{id}",
];

/// The hydrated pages.
#[component]
pub fn AppRoutes() -> impl IntoView {
    view! {
        <Routes fallback=NotFoundPage>
            <Route path=path!("/new") view=OrgCreatePage/>
            <Route path=path!("/account") view=AccountPage/>
            <Route path=path!("/account/security") view=SecurityPage/>
            <Route path=path!("/account/sessions") view=SessionsPage/>
            <Route path=path!("/account/organizations") view=OrganizationsPage/>
            <ParentRoute path=path!("/:org") view=OrgLayout>
                <Route path=path!("") view=OrgHome/>
                <Route path=path!("/tickets") view=TicketListPage/>
                <Route path=path!("/tickets/new") view=TicketNewPage/>
                <Route path=path!("/tickets/:code") view=TicketShowPage/>
                <Route path=path!("/sites") view=SiteListPage/>
                <Route path=path!("/sites/new") view=SiteCreatePage/>
                <Route path=path!("/sites/:site") view=SiteShowPage/>
                <Route path=path!("/agents") view=DirectoryPage/>
                <Route path=path!("/settings/organization") view=OrgSettingsPage/>
                <Route path=path!("/settings/teams") view=TeamListPage/>
                <Route path=path!("/settings/branding") view=OrgBrandingPage/>
                <Route path=path!("/settings/team") view=TeamPage/>
                <Route path=path!("/settings/roles") view=RolesPage/>
                <Route path=path!("/settings/invitations") view=InvitationListPage/>
                <Route path=path!("/settings/mailboxes") view=MailboxListPage/>
                <Route path=path!("/settings/mailboxes/new") view=MailboxNewPage/>
                <Route path=path!("/settings/mailboxes/:mailbox") view=MailboxShowPage/>
                <Route path=path!("/settings/audit") view=AuditListPage/>
                <Route path=path!("/settings/export") view=ExportListPage/>
                <Route path=path!("/settings/danger") view=OrgDangerPage/>
                <Route path=path!("/*rest") view=NotFoundPage/>
            </ParentRoute>
        </Routes>
    }
}

/// An organization's bare address leads to its tickets (the server redirects before this is ever seen).
#[component]
fn OrgHome() -> impl IntoView {
    let slug = crate::layout::use_org().slug;
    view! { <Redirect path=format!("/{slug}/tickets")/> }
}
