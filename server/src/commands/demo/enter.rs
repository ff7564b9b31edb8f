//! `GET /dev/enter/{token}`: the printed link that signs a newcomer in. It works once, while this process runs, on this
//! machine, and only with demo data: no mail scanner can follow it, so it may change something although it is a GET.

use super::told::Told;
use crate::public;
use crate::security::session;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::key::base62;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Links that were printed and not yet opened.
#[derive(Default)]
pub struct EnterLinks(Mutex<HashMap<String, String>>);

impl EnterLinks {
    /// The token of a new link that signs `email` in.
    pub(super) fn mint(&self, email: &str) -> String {
        let token = base62(rand::random());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone(), email.to_owned());
        token
    }

    fn take(&self, token: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(token)
    }
}

/// Signs in and goes to the inbox. A link that was used leads to sign-in.
pub async fn enter(
    State(state): State<AppState>,
    Path(token): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    if !state.config.is_loopback() {
        return public::refuse(&desk::Error::NotFound);
    }
    // Programs that only ask whether a link works must not use it up.
    if method != Method::GET {
        return ().into_response();
    }
    let known = match (state.enter.take(&token), Told::read(&state.config.data)) {
        (Some(email), Ok(Some(told))) => told.password_of(&email).map(|password| (email.clone(), password.to_owned())),
        _ => None,
    };
    let Some((email, password)) = known else { return Redirect::to("/sign-in").into_response() };
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    match state.desk.account_sign_in(&email, &password, agent).await {
        Ok(signed_in) => {
            ([(header::SET_COOKIE, session::cookie(&state.config, &signed_in))], Redirect::to("/")).into_response()
        }
        // The password has been changed since: then it is no demo sign-in any more.
        Err(_) => Redirect::to("/sign-in").into_response(),
    }
}
