//! Signing in with a passkey: the question, which only a script asks for, and the answer, which comes as a form.

use super::account::{sign_in_card, signed_in_at, told, user_agent, waiting};
use super::form::Form;
use super::support::knock;
use crate::security::limit::Kind;
use crate::state::AppState;
use app::error::AppError;
use app::public::account::SignInPage;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::Error;
use domain::Field;
use serde_json::json;

/// `POST /sign-in/passkey`: `{"token", "options"}`, the same for everybody.
pub async fn ask(State(state): State<AppState>, request: Request) -> Response {
    let asked = match knock(&state, &request, Kind::Passkey, "") {
        Ok(()) => state.desk.account_passkey_ask().await,
        Err(error) => Err(error),
    };
    match asked {
        Ok(question) => Json(json!({"token": question.token, "options": question.options})).into_response(),
        Err(error) => crate::api::refuse(&AppError::of(&error)),
    }
}

/// `POST /sign-in` with a `credential`.
pub(super) async fn sign_in(state: &AppState, headers: &HeaderMap, form: &Form, next: Option<String>) -> Response {
    let (token, credential) = (form.text("token"), form.text("credential"));
    match state.desk.account_sign_in_passkey(token, credential, user_agent(headers)).await {
        Ok(signed_in) => signed_in_at(state, headers, &signed_in, next.as_deref().unwrap_or("/")).await,
        Err(Error::Invalid(problems)) => {
            let note = problems.of(Field::Passkey).map(str::to_owned);
            sign_in_card(state, StatusCode::UNPROCESSABLE_ENTITY, SignInPage { next, note, ..SignInPage::default() })
        }
        Err(error) => {
            let (status, note) = told(&error);
            let again = SignInPage { next, note: Some(note), ..SignInPage::default() };
            waiting(&error, sign_in_card(state, status, again))
        }
    }
}
