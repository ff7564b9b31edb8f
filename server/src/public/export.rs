//! The form of `/{org}/settings/export` from a browser without script: the same page, the same use case.

use super::site::enter;
use crate::render::answered_page;
use crate::state::AppState;
use app::error::AppError;
use app::form::Typed;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use domain::Problems;

/// `POST /{org}/settings/export`: asks for one; 303 to the page that shows how far it is, or the page again with why not.
pub async fn create(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let scope = match enter(&state, &org, request.headers(), request.uri()).await {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let slug = scope.org().slug.clone();
    match state.desk.export_create(&scope).await {
        Ok(_) => Redirect::to(&format!("/{slug}/settings/export")).into_response(),
        Err(error @ (Error::Conflict(_) | Error::SlowDown(_))) => {
            let shown = AppError::of(&error);
            let status = StatusCode::from_u16(shown.status).unwrap_or(StatusCode::CONFLICT);
            let typed = Typed { values: vec![("trouble".to_owned(), shown.message)], problems: Problems::default() };
            answered_page(&state, request, Some(slug), typed, status).await
        }
        Err(error) => super::refuse(&error),
    }
}
