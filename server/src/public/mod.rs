//! Form posts and pages of strangers and customers. GET loads, POST parses, ONE use case, 303; a problem answers 422 with
//! the same page, what was typed, and words that say what to do.

pub mod account;
pub mod address;
pub mod attachment;
pub mod branding;
pub mod compose;
pub mod customer;
pub mod export;
pub mod form;
pub mod invitation;
pub mod invite;
pub mod mail;
pub mod mailbox;
pub mod member;
pub mod organization;
pub mod outbox;
pub mod passkey;
pub mod profile;
pub mod role;
pub mod second_step;
pub mod simulator;
pub mod site;
pub mod support;
pub mod team;

use crate::security::headers::policy;
use crate::state::AppState;
use app::error::AppError;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::OrgSlug;

/// A whole page with its status. It holds no script, and none that somebody smuggled in runs.
#[must_use]
pub fn html(status: StatusCode, page: String) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, policy("'none'"))], (status, Html(page))).into_response()
}

/// The one page with a script, which is a file of ours.
#[must_use]
pub fn html_with_script(status: StatusCode, page: String) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, policy("'self'"))], (status, Html(page))).into_response()
}

/// A page that says what is in the way.
#[must_use]
pub fn refuse(error: &desk::Error) -> Response {
    let shown = AppError::of(error);
    if shown.is_not_found() {
        return html(StatusCode::NOT_FOUND, app::public::not_found());
    }
    let status = StatusCode::from_u16(shown.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    html(status, app::public::trouble("That did not work", &shown.message))
}

/// `GET /`: the last used organization, the making of the first one, or sign-in.
pub async fn start(State(state): State<AppState>, headers: HeaderMap) -> Response {
    match crate::security::caller::user(&state, &headers).await {
        Ok(Some(user)) => match state.desk.account_home(&user).await {
            Ok(Some(slug)) => Redirect::to(&format!("/{slug}/tickets")).into_response(),
            Ok(None) => Redirect::to("/new").into_response(),
            Err(error) => refuse(&error),
        },
        Ok(None) => Redirect::to("/sign-in").into_response(),
        Err(error) => refuse(&error),
    }
}

/// `GET /{org}/theme.css`: the organization's colours, the same for everybody who sees its pages; none for what is unknown.
pub async fn theme(State(state): State<AppState>, axum::extract::Path(slug): axum::extract::Path<String>) -> Response {
    let css = match OrgSlug::parse(&slug) {
        Ok(slug) => state.desk.org_theme(&slug).await.unwrap_or_default(),
        Err(_) => String::new(),
    };
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=60")], css)
        .into_response()
}
