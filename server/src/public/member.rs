//! The forms of `/{org}/settings/team`: the same page, the same use cases, with a script or without.

use super::organization::read;
use super::site::enter;
use crate::render::answered_page;
use crate::state::AppState;
use app::error::AppError;
use app::form::Typed;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use domain::{OrgSlug, UserId};

/// `POST /{org}/settings/team`: told apart by the button `do`: `role` (the default), `deactivate`, `activate`, `remove` or
/// `transfer`, each about the `member` it names. 303 to the page, which says what was done; a field that is wrong comes back with
/// the page.
pub async fn edit(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let scope = match enter(&state, &org, request.headers(), request.uri()).await {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let desk = &state.desk;
    let slug = &scope.org().slug;
    let user = form.text("member").parse::<UserId>().unwrap_or(UserId(uuid::Uuid::nil()));
    let (list, person) = (format!("/{slug}/settings/team?done="), format!("/{slug}/settings/team?member={user}&done="));
    let done = match form.text("do") {
        "deactivate" => desk.member_deactivate(&scope, user).await.map(|()| person + "deactivated"),
        "activate" => desk.member_activate(&scope, user).await.map(|()| person + "activated"),
        "transfer" => desk.member_transfer(&scope, user).await.map(|()| list + "transferred"),
        "remove" => match heir(form.text("heir")) {
            Ok(heir) => desk.member_remove(&scope, user, heir).await.map(|()| list + "removed"),
            Err(error) => Err(error),
        },
        _ => {
            let back = if form.text("from") == "list" { list } else { person };
            desk.member_set_role(&scope, user, form.text("role")).await.map(|()| back + "role")
        }
    };
    match done {
        Ok(to) => Redirect::to(&to).into_response(),
        Err(error) => again(&state, page, slug.clone(), form.values(), &error).await,
    }
}

/// Who gets the open tickets of a member who goes; nobody where nobody was chosen.
pub(super) fn heir(typed: &str) -> Result<Option<UserId>, Error> {
    let typed = typed.trim();
    if typed.is_empty() { Ok(None) } else { typed.parse().map(Some).map_err(|_| Error::NotFound) }
}

/// The page once more where a field can be mended; else what is in the way.
pub(super) async fn again(
    state: &AppState,
    page: Request,
    slug: OrgSlug,
    values: Vec<(String, String)>,
    error: &Error,
) -> Response {
    let shown = AppError::of(error);
    if shown.fields.is_empty() {
        return super::refuse(error);
    }
    let status = StatusCode::from_u16(shown.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    answered_page(state, page, Some(slug), Typed { values, problems: shown.fields }, status).await
}
