//! Renders the hydrated pages: who is asking is known, and whether the page may be seen, before Leptos begins.

use crate::security::caller::caller;
use crate::security::headers::PageNonce;
use crate::state::AppState;
use app::error::AppError;
use app::form::Typed;
use app::request::Caller;
use app::shell;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::OrgSlug;
use leptos::nonce::Nonce;
use leptos::prelude::provide_context;

/// A page of an organization: `/{org}/...`. 303 to sign-in for strangers, 404 for those who are no member.
pub async fn org_page(State(state): State<AppState>, request: Request) -> Response {
    let first = request.uri().path().split('/').nth(1).unwrap_or_default();
    let slug = OrgSlug::parse(first).ok();
    page(state, request, slug, true).await
}

/// A page that belongs to no organization: the account, making an organization.
pub async fn plain_page(State(state): State<AppState>, request: Request) -> Response {
    page(state, request, None, false).await
}

/// An organization's bare address leads to its tickets.
pub async fn org_home(uri: Uri) -> Redirect {
    Redirect::to(&format!("{}/tickets", uri.path().trim_end_matches('/')))
}

/// What no row of the route table names: the app's own 404 for people who are signed in, the public one for strangers.
pub async fn nothing(State(state): State<AppState>, request: Request) -> Response {
    match caller(&state, request.headers(), None, true).await {
        Ok(known) if known.user.is_some() && wants_page(request.headers()) => {
            let mut response = app_with(request, known, None, None).await;
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
        Ok(_) if wants_page(request.headers()) => crate::public::html(StatusCode::NOT_FOUND, app::public::not_found()),
        Ok(_) => crate::api::refuse(&AppError::not_found()),
        Err(error) => crate::public::refuse(&error),
    }
}

/// An address that is no text (`/%FF`) names nothing: our own answer, because the extractors' would be a 400 in their words.
pub async fn readable(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match crate::public::form::decoded(request.uri().path().as_bytes()) {
        Ok(_) => next.run(request).await,
        Err(_) => nothing(State(state), request).await,
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

async fn page(state: AppState, request: Request, slug: Option<OrgSlug>, needs_org: bool) -> Response {
    let known = match caller(&state, request.headers(), slug.as_ref(), true).await {
        Ok(known) => known,
        Err(error) => return crate::public::refuse(&error),
    };
    if known.user.is_none() {
        return to_sign_in(request.uri());
    }
    let missing = needs_org && known.scope.is_none();
    let mut response = app_with(request, known, slug, None).await;
    if missing {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// To sign-in and back.
#[must_use]
pub fn to_sign_in(uri: &Uri) -> Response {
    let next = uri.path_and_query().map_or("/", |path| path.as_str());
    let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    Redirect::to(&format!("/sign-in?{query}")).into_response()
}

/// The same page again with what was typed and what to do about it, when no script was there to keep it (422).
pub async fn typed_page(state: &AppState, request: Request, slug: Option<OrgSlug>, typed: Typed) -> Response {
    answered_page(state, request, slug, typed, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// The same page again with the answer to what was posted, where it cannot be said at another address: a link shown once.
pub async fn answered_page(
    state: &AppState,
    request: Request,
    slug: Option<OrgSlug>,
    typed: Typed,
    status: StatusCode,
) -> Response {
    match caller(state, request.headers(), slug.as_ref(), true).await {
        Ok(known) if known.user.is_none() => to_sign_in(request.uri()),
        Ok(known) => {
            let mut response = app_with(request, known, slug, Some(typed)).await;
            *response.status_mut() = status;
            response
        }
        Err(error) => crate::public::refuse(&error),
    }
}

/// Renders the app whole: pages read with script off, and the status is fixed when everything is known.
async fn app_with(request: Request, known: Caller, slug: Option<OrgSlug>, typed: Option<Typed>) -> Response {
    let nonce = request.extensions().get::<PageNonce>().map(|nonce| nonce.0.clone()).unwrap_or_default();
    let theme = known.scope.as_ref().and(slug).map(|slug| slug.to_string());
    let context = move || {
        provide_context(known.clone());
        provide_context(Nonce::from_value(nonce.clone()));
        if let Some(typed) = typed.clone() {
            provide_context(typed);
        }
    };
    let render = leptos_axum::render_app_async_with_context(context, move || shell::shell(theme.clone()));
    // Leptos reads the address only; a form's body has been read already.
    let (mut parts, _) = request.into_parts();
    parts.method = axum::http::Method::GET;
    render(Request::from_parts(parts, Body::empty())).await
}

/// Server functions: the same caller, the same doors (S4-03: an organization header beside the argument is refused).
pub async fn server_function(State(state): State<AppState>, request: Request) -> Response {
    if request.headers().contains_key("x-org-id") || request.headers().contains_key("x-anyreach-org") {
        return crate::api::refuse(&AppError::new(
            400,
            "org_conflict",
            "The organization is named in the call; send no header for it.",
        ));
    }
    let known = match caller(&state, request.headers(), None, false).await {
        Ok(known) => known,
        Err(error) => return crate::api::refuse(&AppError::of(&error)),
    };
    // The library would answer in words of its own.
    if server_fn::axum::get_server_fn_service(request.uri().path(), request.method().clone()).is_none() {
        return crate::api::refuse(&AppError::not_found());
    }
    leptos_axum::handle_server_fns_with_context(move || provide_context(known.clone()), request).await.into_response()
}
