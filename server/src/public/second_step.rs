//! `/sign-in/code`: the second step of signing in, from the browser that gave the password. Works with script off.

use super::account::{Next, card, is_own_path, signed_in_at, told, user_agent, waiting};
use super::form::Form;
use super::support::{knock, refuse_form, slow_down};
use crate::security::limit::Kind;
use crate::security::session;
use crate::state::AppState;
use app::public::account::{CodePage, code_page};
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use domain::Field;

/// `GET /sign-in/code`; back to the password when none was given, or too long ago.
pub async fn page(State(state): State<AppState>, Query(query): Query<Next>, headers: HeaderMap) -> Response {
    let next = query.next.filter(|next| is_own_path(next));
    let Some(token) = session::step(&headers, &state.config) else { return to_password(next.as_deref()) };
    match state.desk.account_code_awaited(&token).await {
        Ok(()) => card(StatusCode::OK, "Your code", || code_page(CodePage { next, ..CodePage::default() })),
        Err(Error::NotFound) => to_password(next.as_deref()),
        Err(error) => super::refuse(&error),
    }
}

/// `POST /sign-in/code`: signs in.
pub async fn enter(State(state): State<AppState>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::SignIn, "") {
        return slow_down(&error);
    }
    let headers = request.headers().clone();
    let form = match Form::read(request).await {
        Ok(form) => form,
        Err(error) => return refuse_form(error),
    };
    let next = Some(form.text("next").to_owned()).filter(|next| is_own_path(next));
    let Some(token) = session::step(&headers, &state.config) else { return to_password(next.as_deref()) };
    match state.desk.account_sign_in_code(&token, form.text("code"), user_agent(&headers)).await {
        Ok(signed_in) => {
            let mut response = signed_in_at(&state, &headers, &signed_in, next.as_deref().unwrap_or("/")).await;
            response.headers_mut().append(header::SET_COOKIE, session::step_clear(&state.config));
            response
        }
        Err(Error::NotFound) => to_password(next.as_deref()),
        Err(Error::Invalid(problems)) => {
            let problem = problems.of(Field::Code).map(str::to_owned);
            card(StatusCode::UNPROCESSABLE_ENTITY, "Your code", || code_page(CodePage { next, problem, note: None }))
        }
        Err(error) => {
            let (status, note) = told(&error);
            let again = CodePage { next, problem: None, note: Some(note) };
            waiting(&error, card(status, "Your code", || code_page(again)))
        }
    }
}

fn to_password(next: Option<&str>) -> Response {
    let query = next.and_then(|next| serde_urlencoded::to_string([("next", next)]).ok());
    Redirect::to(&query.map_or_else(|| "/sign-in".to_owned(), |query| format!("/sign-in?{query}"))).into_response()
}
