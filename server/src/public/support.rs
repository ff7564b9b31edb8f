//! A site's hosted support page: `/s/{org}/{site}` (D4, B50).

use super::form::{Form, FormError, mint_once};
use crate::security::limit::Kind;
use crate::security::{caller, client};
use crate::state::AppState;
use app::error::AppError;
use app::public::support::{SupportPage, SupportTyped, support_page};
use app::public::{Frame, PublicShell};
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::access::{OrgCard, SiteScope};
use desk::customer::CustomerTicketNew;
use domain::organization::logo_path;
use domain::site::SiteTag;
use domain::ticket::Channel;
use domain::{OrgSlug, SiteSlug};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// `GET /s/{org}/{site}`. Where one of the organization's own people looks for the first time, that is noted.
pub async fn page(
    State(state): State<AppState>,
    Path((org, site)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match enter(&state, &org, &site).await {
        Ok(scope) => {
            if let Err(error) = noted(&state, &headers, &scope).await {
                tracing::warn!(%error, "a look at a support page is not noted");
            }
            shown(StatusCode::OK, &scope, SupportPage::new(scope.org().slug.clone(), tag(&scope), mint_once()))
        }
        Err(error) => super::refuse(&error),
    }
}

/// `POST /s/{org}/{site}`: 303 to the ticket's own page, which confirms; 422 with all that was typed.
pub async fn open(
    State(state): State<AppState>,
    Path((org, site)): Path<(String, String)>,
    request: Request,
) -> Response {
    let scope = match enter(&state, &org, &site).await {
        Ok(scope) => scope,
        Err(error) => return super::refuse(&error),
    };
    if let Err(error) = knock(&state, &request, Kind::SupportForm, &scope.site().to_string()) {
        return slow_down(&error);
    }
    let mut form = match Form::read(request).await {
        Ok(form) => form,
        Err(error) => return refuse_form(error),
    };
    let typed = SupportTyped {
        mail: form.text("mail").to_owned(),
        subject: form.text("subject").to_owned(),
        message: form.text("message").to_owned(),
        name: form.text("name").to_owned(),
    };
    let mut again = SupportPage::new(scope.org().slug.clone(), tag(&scope), form.once().unwrap_or_else(mint_once));
    (again.typed, again.had_files) = (typed.clone(), form.has_files());
    if form.is_from_a_machine() {
        // A browser may have filled it in by itself, so a person gets their words back and one more try.
        again.note = Some(
            "This looked as if a program had sent it. If you are a person, please press Send once more.".to_owned(),
        );
        return shown(StatusCode::UNPROCESSABLE_ENTITY, &scope, again);
    }
    let new = CustomerTicketNew {
        email: typed.mail,
        name: typed.name,
        subject: typed.subject,
        body: typed.message,
        idempotency: form.once(),
        files: form.take_files(),
        channel: Channel::Page,
    };
    match state.desk.customer_open(&scope, new).await {
        Ok(opened) => Redirect::to(&format!("{}?new=1", path_of(&opened.url))).into_response(),
        Err(desk::Error::Invalid(problems)) => {
            again.problems = problems;
            shown(StatusCode::UNPROCESSABLE_ENTITY, &scope, again)
        }
        Err(desk::Error::IdempotencyMismatch) => {
            again.once = mint_once();
            again.note = Some(
                "An earlier version of this message has already reached us. Send again to add this one.".to_owned(),
            );
            shown(StatusCode::CONFLICT, &scope, again)
        }
        Err(error) => {
            let trouble = AppError::of(&error);
            again.note = Some(trouble.message);
            shown(StatusCode::from_u16(trouble.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), &scope, again)
        }
    }
}

async fn noted(state: &AppState, headers: &HeaderMap, scope: &SiteScope) -> desk::Result<()> {
    match caller::user(state, headers).await? {
        Some(user) => state.desk.site_page_seen(&user, scope).await,
        None => Ok(()),
    }
}

async fn enter(state: &AppState, org: &str, site: &str) -> desk::Result<SiteScope> {
    let (Ok(org), Ok(site)) = (OrgSlug::parse(org), SiteSlug::parse(site)) else { return Err(desk::Error::NotFound) };
    state.desk.enter_site_page(&org, &site).await
}

fn tag(scope: &SiteScope) -> SiteTag {
    SiteTag { slug: scope.site_slug().clone(), name: scope.site_name().to_owned() }
}

fn shown(status: StatusCode, scope: &SiteScope, page: SupportPage) -> Response {
    let shell = frame("Ask us", scope.org(), &page.site, false);
    super::html(status, app::public::page(shell, || support_page(page)))
}

/// The frame of a site's pages.
pub(super) fn frame(title: &str, org: &OrgCard, site: &SiteTag, narrow: bool) -> PublicShell {
    PublicShell {
        title: format!("{title} · {}", site.name),
        frame: Frame::Site {
            org: org.slug.clone(),
            accent: org.accent.clone(),
            logo: org.logo.map(|logo| logo_path(&org.slug, logo)),
            name: site.name.clone(),
            home: format!("/s/{}/{}", org.slug, site.slug),
        },
        narrow,
        script: None,
    }
}

/// Counts a stranger's request, before any work is done for it. Errors: `SlowDown`.
pub(crate) fn knock(state: &AppState, request: &Request, kind: Kind, what: &str) -> desk::Result<()> {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    let network = client::network(client::address(&state.config, peer, request.headers()));
    state.limits.check(kind, &format!("{network} {what}")).map_err(desk::Error::SlowDown)
}

/// 429 with `Retry-After`; a browser's way back keeps what was typed.
pub(super) fn slow_down(error: &desk::Error) -> Response {
    let shown = AppError::of(error);
    let words = format!("{} Go back: what you typed is still there.", shown.message);
    let mut response = super::html(StatusCode::TOO_MANY_REQUESTS, app::public::trouble("One moment", &words));
    if let Some(seconds) = shown.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A form that could not be read.
pub(super) fn refuse_form(error: FormError) -> Response {
    super::html(error.status(), app::public::trouble("That did not arrive", error.message()))
}

/// The path of one of our own addresses, so that a redirect stays on the host the browser knows us by.
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn a_redirect_stays_on_its_host() {
        for (url, path) in [
            ("https://desk.example/ticket/x", "/ticket/x"),
            ("http://127.0.0.1:3000/ticket/x", "/ticket/x"),
            ("https://desk.example", "/"),
        ] {
            assert_eq!(path_of(url), path);
        }
    }
}
