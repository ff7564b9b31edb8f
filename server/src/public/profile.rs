//! The account page's forms from a browser without script: the same page, the same use cases.

use super::organization::{read, values};
use crate::render::{to_sign_in, typed_page};
use crate::security::caller;
use crate::state::AppState;
use app::error::AppError;
use app::form::Typed;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use domain::{Field, Problem, Problems};

/// `POST /account`: told apart by `do`: `name` (the default) or `password`. 303 to the page, which says what was done; 422
/// with what was typed, 429 when passwords were tried too often. A password is never sent back.
pub async fn edit(State(state): State<AppState>, request: Request) -> Response {
    let user = match caller::user(&state, request.headers()).await {
        Ok(Some(user)) => user,
        Ok(None) => return to_sign_in(request.uri()),
        Err(error) => return super::refuse(&error),
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let (done, field) = match form.text("do") {
        "password" => {
            let set = state.desk.account_set_password(&user, form.text("current_password"), form.text("password"));
            (set.await.map(|()| "password"), Field::CurrentPassword)
        }
        _ => (state.desk.account_rename(&user, form.text("name")).await.map(|_| "name"), Field::Name),
    };
    let (problems, shown) = match done {
        Ok(what) => return Redirect::to(&format!("/account?saved={what}")).into_response(),
        Err(Error::Invalid(problems)) => (problems, None),
        Err(error @ (Error::SlowDown(_) | Error::Stale | Error::Unconfirmed)) => {
            let shown = AppError::of(&error);
            (Problems::from(Problem::coded(field, &shown.code, &shown.message)), Some(shown))
        }
        Err(error) => return super::refuse(&error),
    };
    let typed = Typed { values: values(&form, &["name"]), problems };
    let mut response = typed_page(&state, page, None, typed).await;
    if let Some(shown) = shown {
        *response.status_mut() = StatusCode::from_u16(shown.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
        if let Some(seconds) = shown.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
    response
}
