//! Every address this process answers, on one page: method, path, who may, handler. The ONLY place that calls `.route`.
//!
//! The access matrix of the tests walks this table; an address without a row does not exist.

use crate::commands::demo;
use crate::public::{
    account, address, attachment, branding, compose, customer, export as export_forms, invitation, invite, mail,
    mailbox as mailbox_forms, member as member_forms, organization as org_forms, outbox, passkey, profile,
    role as role_forms, second_step, simulator, site as site_forms, support, team as team_forms,
};
use crate::security::{client, csrf, headers};
use crate::state::AppState;
use crate::{api, assets, live, public, render};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Extensions, HeaderMap, Request, StatusCode, Version, header};
use axum::middleware;
use axum::routing::{MethodRouter, delete, get, patch, post};
use domain::Permission;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate as _, SizeAbove};
use tower_http::trace::TraceLayer;

/// Who an address is for. Everybody else is answered as if it did not exist, or sent to sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Strangers too.
    Anyone,
    /// A signed-in person, in no organization.
    User,
    /// A member of the organization in the path whose role has the permission.
    Member(Permission),
    /// A member of the organization in the path, whatever their role.
    Inside,
    /// Whoever holds a site's key, from one of its origins.
    SiteKey,
    /// Whoever holds a customer's ticket link.
    TicketLink,
    /// This machine alone, while mail goes to a folder.
    Loopback,
}

/// One address.
pub struct Row {
    /// The method, in capitals.
    pub method: &'static str,
    /// As axum matches it.
    pub path: &'static str,
    /// Who may.
    pub who: Who,
    handler: fn() -> MethodRouter<AppState>,
}

macro_rules! rows {
    ($($method:ident $path:literal, $who:expr, $handler:expr;)*) => {
        &[$(Row { method: rows!(@name $method), path: $path, who: $who, handler: || rows!(@call $method)($handler) }),*]
    };
    (@name GET) => { "GET" }; (@name POST) => { "POST" }; (@name PATCH) => { "PATCH" }; (@name DELETE) => { "DELETE" }; (@name OPTIONS) => { "OPTIONS" };
    (@call GET) => { get }; (@call POST) => { post }; (@call PATCH) => { patch }; (@call DELETE) => { delete }; (@call OPTIONS) => { axum::routing::options };
}

use Who::{Anyone, Inside, Loopback, Member, SiteKey, TicketLink, User};

/// The whole table. Server functions are one row; they are listed by `server_fn` itself (`/api/{name}`).
pub const TABLE: &[Row] = rows! {
    GET "/", Anyone, public::start;
    GET "/health", Anyone, api::health;

    // Strangers and their accounts.
    GET "/sign-in", Anyone, account::sign_in_page;
    POST "/sign-in", Anyone, account::sign_in;
    POST "/sign-in/passkey", Anyone, passkey::ask;
    GET "/sign-in/code", Anyone, second_step::page;
    POST "/sign-in/code", Anyone, second_step::enter;
    GET "/sign-up", Anyone, account::sign_up_page;
    POST "/sign-up", Anyone, account::sign_up;
    GET "/check-mail", Anyone, account::check_mail;
    POST "/check-mail", Anyone, account::resend;
    GET "/confirm/{token}", Anyone, account::confirm_page;
    POST "/confirm/{token}", Anyone, account::confirm;
    GET "/forgot", Anyone, account::forgot_page;
    POST "/forgot", Anyone, account::forgot;
    GET "/reset/{token}", Anyone, account::reset_page;
    POST "/reset/{token}", Anyone, account::reset;
    GET "/account/email/{token}", Anyone, address::page;
    POST "/account/email/{token}", Anyone, address::confirm;
    POST "/sign-out", Anyone, account::sign_out;
    GET "/invitation/{token}", Anyone, invitation::page;
    POST "/invitation/{token}", Anyone, invitation::answer;

    // Customers.
    GET "/s/{org}/{site}", Anyone, support::page;
    POST "/s/{org}/{site}", Anyone, support::open;
    GET "/ticket/{token}", TicketLink, customer::page;
    POST "/ticket/{token}/reply", TicketLink, customer::reply;
    POST "/ticket/{token}/solve", TicketLink, customer::solve;
    POST "/ticket/{token}/reopen", TicketLink, customer::reopen;
    POST "/ticket/{token}", Anyone, customer::resend_link;
    GET "/ticket/{token}/files/{file}", TicketLink, attachment::of_link;
    POST "/support/v1/tickets", SiteKey, api::support::open;
    OPTIONS "/support/v1/tickets", Anyone, api::support::preflight;

    // This machine alone.
    GET "/dev/outbox", Loopback, outbox::list;
    GET "/dev/outbox/{id}", Loopback, outbox::show;
    POST "/dev/outbox", Loopback, simulator::send;
    GET "/dev/enter/{token}", Loopback, demo::enter;

    // Server functions, and the stream of changes.
    POST "/api/{name}", Anyone, render::server_function;
    GET "/live/{org}", Member(Permission::TicketRead), live::stream::open;

    // REST.
    GET "/v1/orgs", User, api::organization::list;
    POST "/v1/orgs", User, api::organization::create;
    GET "/v1/orgs/{org}", Member(Permission::OrgRead), api::organization::show;
    PATCH "/v1/orgs/{org}", Member(Permission::OrgEdit), api::organization::edit;
    DELETE "/v1/orgs/{org}", Member(Permission::OrgDelete), api::organization::delete;
    GET "/v1/orgs/{org}/me/permissions", Inside, api::member::permissions;
    GET "/v1/orgs/{org}/members", Member(Permission::MemberRead), api::member::list;
    GET "/v1/orgs/{org}/members/{member}", Member(Permission::MemberRead), api::member::show;
    PATCH "/v1/orgs/{org}/members/{member}", Member(Permission::MemberRoleSet), api::member::edit;
    DELETE "/v1/orgs/{org}/members/{member}", Member(Permission::MemberRemove), api::member::remove;
    POST "/v1/orgs/{org}/members/{member}/deactivate", Member(Permission::MemberRemove), api::member::deactivate;
    POST "/v1/orgs/{org}/members/{member}/activate", Member(Permission::MemberRemove), api::member::activate;
    POST "/v1/orgs/{org}/members/{member}/ownership", Member(Permission::MemberRoleSet), api::member::transfer;
    GET "/v1/orgs/{org}/roles", Member(Permission::MemberRead), api::role::list;
    POST "/v1/orgs/{org}/roles", Member(Permission::RoleEdit), api::role::add;
    PATCH "/v1/orgs/{org}/roles/{role}", Member(Permission::RoleEdit), api::role::edit;
    DELETE "/v1/orgs/{org}/roles/{role}", Member(Permission::RoleEdit), api::role::delete;
    POST "/v1/orgs/{org}/roles/{role}/duplicate", Member(Permission::RoleEdit), api::role::duplicate;
    GET "/v1/orgs/{org}/invitations", Member(Permission::MemberInvite), api::invitation::list;
    POST "/v1/orgs/{org}/invitations", Member(Permission::MemberInvite), api::invitation::create;
    DELETE "/v1/orgs/{org}/invitations/{invitation}", Member(Permission::MemberInvite), api::invitation::revoke;
    POST "/v1/orgs/{org}/invitations/{invitation}/resend", Member(Permission::MemberInvite), api::invitation::resend;
    GET "/v1/orgs/{org}/exports", Member(Permission::OrgExport), api::export::list;
    POST "/v1/orgs/{org}/exports", Member(Permission::OrgExport), api::export::create;
    GET "/v1/orgs/{org}/exports/{export}/file", Member(Permission::OrgExport), api::export::file;
    GET "/v1/orgs/{org}/mailboxes", Member(Permission::MailboxEdit), api::mailbox::list;
    POST "/v1/orgs/{org}/mailboxes", Member(Permission::MailboxEdit), api::mailbox::create;
    GET "/v1/orgs/{org}/mailboxes/{mailbox}", Member(Permission::MailboxEdit), api::mailbox::show;
    PATCH "/v1/orgs/{org}/mailboxes/{mailbox}", Member(Permission::MailboxEdit), api::mailbox::edit;
    DELETE "/v1/orgs/{org}/mailboxes/{mailbox}", Member(Permission::MailboxEdit), api::mailbox::delete;
    POST "/v1/orgs/{org}/mailboxes/{mailbox}/test", Member(Permission::MailboxEdit), api::mailbox::test;
    GET "/v1/orgs/{org}/audit", Member(Permission::AuditRead), api::audit::list;
    GET "/v1/orgs/{org}/audit.csv", Member(Permission::AuditRead), api::audit::csv;
    GET "/v1/orgs/{org}/sites", Member(Permission::SiteRead), api::site::list;
    POST "/v1/orgs/{org}/sites", Member(Permission::SiteCreate), api::site::create;
    GET "/v1/orgs/{org}/sites/{site}", Member(Permission::SiteRead), api::site::show;
    PATCH "/v1/orgs/{org}/sites/{site}", Member(Permission::SiteEdit), api::site::edit;
    DELETE "/v1/orgs/{org}/sites/{site}", Member(Permission::SiteDelete), api::site::delete;
    POST "/v1/orgs/{org}/sites/{site}/key", Member(Permission::ApikeyRotate), api::site::rotate_key;
    GET "/v1/orgs/{org}/teams", Member(Permission::MemberRead), api::team::list;
    POST "/v1/orgs/{org}/teams", Member(Permission::TeamEdit), api::team::create;
    PATCH "/v1/orgs/{org}/teams", Member(Permission::TeamEdit), api::team::settings;
    PATCH "/v1/orgs/{org}/teams/{team}", Member(Permission::TeamEdit), api::team::edit;
    DELETE "/v1/orgs/{org}/teams/{team}", Member(Permission::TeamEdit), api::team::delete;
    GET "/v1/orgs/{org}/tickets", Member(Permission::TicketRead), api::ticket::list;
    POST "/v1/orgs/{org}/tickets", Member(Permission::TicketWrite), api::ticket::open;
    GET "/v1/orgs/{org}/tickets/{code}", Member(Permission::TicketRead), api::ticket::show;
    PATCH "/v1/orgs/{org}/tickets/{code}", Member(Permission::TicketWrite), api::ticket::edit;
    POST "/v1/orgs/{org}/tickets/{code}/replies", Member(Permission::TicketWrite), api::ticket::reply;
    POST "/v1/orgs/{org}/tickets/{code}/notes", Member(Permission::TicketWrite), api::ticket::note;
    POST "/v1/orgs/{org}/tickets/{code}/messages/{message}", Member(Permission::TicketWrite), api::mail::send_again;
    POST "/v1/orgs/{org}/tickets/{code}/mail/{mail}", Member(Permission::TicketWrite), api::mail::decide;
    POST "/v1/orgs/{org}/mail/{mail}", Member(Permission::MailboxEdit), api::mail::look_after;

    // People who work here.
    GET "/new", User, render::plain_page;
    POST "/new", User, org_forms::create;
    GET "/account", User, render::plain_page;
    POST "/account", User, profile::edit;
    GET "/account/security", User, render::plain_page;
    POST "/account/security", User, profile::security;
    GET "/account/sessions", User, render::plain_page;
    POST "/account/sessions", User, profile::sessions;
    GET "/account/organizations", User, render::plain_page;
    POST "/account/organizations", User, profile::organizations;
    GET "/{org}", Member(Permission::TicketRead), render::org_home;
    GET "/{org}/theme.css", Anyone, public::theme;
    GET "/{org}/logo/{logo}", Anyone, branding::logo;
    GET "/{org}/tickets", Member(Permission::TicketRead), render::org_page;
    GET "/{org}/tickets/new", Member(Permission::TicketWrite), render::org_page;
    POST "/{org}/tickets/new", Member(Permission::TicketWrite), compose::open;
    GET "/{org}/tickets/{code}", Member(Permission::TicketRead), render::org_page;
    POST "/{org}/tickets/{code}", Member(Permission::TicketWrite), compose::rename;
    POST "/{org}/tickets/{code}/messages", Member(Permission::TicketWrite), compose::message;
    POST "/{org}/tickets/{code}/messages/{message}", Member(Permission::TicketWrite), mail::send_again;
    POST "/{org}/tickets/{code}/mail/{mail}", Member(Permission::TicketWrite), mail::decide;
    GET "/{org}/files/{file}", Member(Permission::TicketRead), attachment::of_member;
    GET "/{org}/mail/{mail}", Member(Permission::TicketRead), mail::original;
    GET "/{org}/mail/{mail}/frame", Member(Permission::TicketRead), mail::frame;
    GET "/{org}/sites", Member(Permission::SiteRead), render::org_page;
    GET "/{org}/sites/new", Member(Permission::SiteCreate), render::org_page;
    POST "/{org}/sites/new", Member(Permission::SiteCreate), site_forms::create;
    GET "/{org}/sites/{site}", Member(Permission::SiteRead), render::org_page;
    POST "/{org}/sites/{site}", Member(Permission::SiteEdit), site_forms::edit;
    GET "/{org}/agents", Member(Permission::MemberRead), render::org_page;
    POST "/{org}/agents", Member(Permission::MemberRead), team_forms::presence;
    GET "/{org}/settings/teams", Member(Permission::MemberRead), render::org_page;
    POST "/{org}/settings/teams", Member(Permission::TeamEdit), team_forms::edit;
    GET "/{org}/settings/team", Member(Permission::MemberRead), render::org_page;
    POST "/{org}/settings/team", Member(Permission::MemberRoleSet), member_forms::edit;
    GET "/{org}/settings/roles", Member(Permission::MemberRead), render::org_page;
    POST "/{org}/settings/roles", Member(Permission::RoleEdit), role_forms::edit;
    GET "/{org}/settings/invitations", Member(Permission::MemberInvite), render::org_page;
    POST "/{org}/settings/invitations", Member(Permission::MemberInvite), invite::edit;
    GET "/{org}/settings/mailboxes", Member(Permission::MailboxEdit), render::org_page;
    POST "/{org}/settings/mailboxes", Member(Permission::MailboxEdit), mailbox_forms::settings;
    GET "/{org}/settings/mailboxes/new", Member(Permission::MailboxEdit), render::org_page;
    POST "/{org}/settings/mailboxes/new", Member(Permission::MailboxEdit), mailbox_forms::create;
    GET "/{org}/settings/mailboxes/{mailbox}", Member(Permission::MailboxEdit), render::org_page;
    POST "/{org}/settings/mailboxes/{mailbox}", Member(Permission::MailboxEdit), mailbox_forms::edit;
    GET "/{org}/settings/audit", Member(Permission::AuditRead), render::org_page;
    GET "/{org}/settings/export", Member(Permission::OrgExport), render::org_page;
    POST "/{org}/settings/export", Member(Permission::OrgExport), export_forms::create;
    GET "/{org}/settings/danger", Member(Permission::OrgDelete), render::org_page;
    POST "/{org}/settings/danger", Member(Permission::OrgDelete), org_forms::delete;
    GET "/{org}/settings/branding", Member(Permission::OrgRead), render::org_page;
    POST "/{org}/settings/branding", Member(Permission::OrgEdit), branding::edit;
    GET "/{org}/settings/organization", Member(Permission::OrgRead), render::org_page;
    POST "/{org}/settings/organization", Member(Permission::OrgEdit), org_forms::edit;
};

/// Bytes of a body, except where files come.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// The whole process as one service.
pub fn router(state: AppState) -> Router {
    // Resources of pages spawn on it. A second router of the same process (tests) finds it there already.
    let _ = any_spawner::Executor::init_tokio();
    let mut router = Router::new();
    for row in TABLE {
        if row.who == Loopback && !state.config.has_outbox() {
            continue;
        }
        router = router.route(row.path, (row.handler)());
    }
    for asset in assets::paths() {
        router = router.route(asset, get(assets::serve));
    }
    router
        .fallback(render::nothing)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(state.clone(), render::readable))
        .layer(middleware::from_fn_with_state(state.clone(), csrf::check))
        .layer(middleware::from_fn_with_state(state.clone(), client::note))
        .layer(middleware::from_fn(headers::set))
        .layer(compression())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .with_state(state)
}

/// Pages and answers shrink to a sixth for a fifth of a millisecond. Files keep their bytes, a stream its beat, and static
/// files come compressed already. No secret of ours stands in a page that a stranger's text could be measured against: forms are
/// guarded by where a request comes from, not by a token.
fn compression() -> CompressionLayer<impl tower_http::compression::Predicate> {
    let text = |_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions| {
        let kind = headers.get(header::CONTENT_TYPE).map(|kind| kind.as_bytes());
        let is = |prefix: &[u8]| kind.is_some_and(|kind| kind.starts_with(prefix));
        is(b"text/html") || is(b"application/json")
    };
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(SizeAbove::new(1024).and(text))
}

/// The log gets the pattern of an address, never the address: mailed links carry tokens.
fn span<B>(request: &Request<B>) -> tracing::Span {
    let route = request.extensions().get::<axum::extract::MatchedPath>().map_or("none", |path| path.as_str());
    tracing::info_span!("request", method = %request.method(), route)
}
