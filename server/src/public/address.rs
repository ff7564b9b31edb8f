//! `/account/email/{token}`: another mail address becomes the account's. Opened on any device, so nobody need be signed in.

use super::account::card;
use super::support::{knock, slow_down};
use crate::security::caller;
use crate::security::limit::Kind;
use crate::state::AppState;
use app::public::account::{email_expired_page, email_page};
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;

/// `GET /account/email/{token}`: a button, and nothing changed.
pub async fn page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Link, "") {
        return slow_down(&error);
    }
    match state.desk.account_email_peek(&token).await {
        Ok(email) => card(StatusCode::OK, "Confirm your new address", || email_page(email.to_string())),
        Err(Error::NotFound) => card(StatusCode::NOT_FOUND, "Link expired", email_expired_page),
        Err(error) => super::refuse(&error),
    }
}

/// `POST /account/email/{token}`: back to the account where its person is signed in, to sign-in elsewhere.
pub async fn confirm(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Link, "") {
        return slow_down(&error);
    }
    let here = match caller::user(&state, request.headers()).await {
        Ok(here) => here,
        Err(error) => return super::refuse(&error),
    };
    match state.desk.account_email_confirm(&token, here.as_ref()).await {
        Ok(()) => match caller::user(&state, request.headers()).await {
            Ok(Some(_)) => Redirect::to("/account?saved=mail-confirmed").into_response(),
            _ => Redirect::to("/sign-in?done=mail").into_response(),
        },
        Err(Error::NotFound) => card(StatusCode::NOT_FOUND, "Link expired", email_expired_page),
        Err(error) => super::refuse(&error),
    }
}
