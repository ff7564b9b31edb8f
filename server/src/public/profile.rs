//! The account pages' forms: the same pages, the same use cases, with a script or without. Each form of a page is told apart by
//! `do`; 303 to the page, which says what was done; 422 with what was typed. A password is never sent back.

use super::account::user_agent;
use super::form::Form;
use super::member::heir;
use super::organization::{read, values};
use crate::render::{to_sign_in, typed_page};
use crate::security::caller;
use crate::security::session;
use crate::state::AppState;
use app::error::AppError;
use app::form::Typed;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use desk::access::UserScope;
use domain::{Field, OrgSlug, PasskeyId, Problem, Problems, SessionId};

/// Fields that a page comes back with.
const KEPT: [&str; 7] = ["do", "name", "signature", "mail", "org", "passkey", "passkey_name"];

/// What a form brought about.
enum Done {
    /// Go there.
    To(String),
    /// Show the page with these values, which are shown once.
    Once(Vec<(String, String)>),
    /// There is no account any more.
    Gone,
}

fn at(path: &str, word: &str) -> Done {
    Done::To(format!("{path}?saved={word}"))
}

/// `POST /account`: `name` (the default), `signature`, `mail`, `password` or `delete`.
pub async fn edit(State(state): State<AppState>, request: Request) -> Response {
    let (user, page, form) = match enter(&state, request).await {
        Ok(entered) => entered,
        Err(refusal) => return refusal,
    };
    let desk = &state.desk;
    let (done, field) = match form.text("do") {
        "password" => {
            let set = desk.account_set_password(&user, form.text("current_password"), form.text("password")).await;
            (set.map(|()| at("/account", "password")), Field::CurrentPassword)
        }
        "mail" => {
            let asked = desk.account_email_change(&user, form.text("mail_password"), form.text("mail")).await;
            (asked.map(|_| at("/account", "mail")), Field::CurrentPassword)
        }
        "signature" => {
            let signed = desk.account_set_signature(&user, form.text("signature")).await;
            (signed.map(|_| at("/account", "signature")), Field::Signature)
        }
        "delete" => {
            let deleted = desk.account_delete(&user, form.text("delete_password")).await;
            (deleted.map(|()| Done::Gone), Field::CurrentPassword)
        }
        _ => {
            let named = desk.account_rename(&user, form.text("name")).await;
            (named.map(|_| at("/account", "name")), Field::Name)
        }
    };
    answer(&state, page, &form, done, field).await
}

/// `POST /account/security`: `totp-start`, `totp-confirm`, `totp-cancel`, `totp-stop`, `recovery`; `passkey-begin`, `passkey-add`,
/// `passkey-cancel` or `passkey-remove`.
pub async fn security(State(state): State<AppState>, request: Request) -> Response {
    const HERE: &str = "/account/security";
    let (user, page, form) = match enter(&state, request).await {
        Ok(entered) => entered,
        Err(refusal) => return refusal,
    };
    let desk = &state.desk;
    let here = |()| Done::To(format!("{HERE}#two-factor"));
    let codes = |codes: Vec<String>| Done::Once(vec![("recovery".to_owned(), codes.join(" "))]);
    let (done, field) = match form.text("do") {
        "totp-start" => {
            let begun = desk.account_totp_start(&user, form.text("start_password")).await;
            (begun.map(here), Field::CurrentPassword)
        }
        "totp-confirm" => (desk.account_totp_confirm(&user, form.text("code")).await.map(codes), Field::Code),
        "totp-cancel" => (desk.account_totp_cancel(&user).await.map(here), Field::Code),
        "totp-stop" => {
            let stopped = desk.account_totp_stop(&user, form.text("stop_password")).await;
            (stopped.map(|()| at(HERE, "two-factor-off")), Field::CurrentPassword)
        }
        "recovery" => {
            let renewed = desk.account_recovery_renew(&user, form.text("recovery_password")).await;
            (renewed.map(codes), Field::CurrentPassword)
        }
        "passkey-begin" => {
            let (password, name) = (form.text("passkey_password"), form.text("passkey_name"));
            let begun = desk.account_passkey_begin(&user, password, name, user_agent(page.headers())).await;
            (begun.map(|()| Done::To(format!("{HERE}#passkeys"))), Field::CurrentPassword)
        }
        "passkey-add" => {
            let added = desk.account_passkey_add(&user, form.text("credential")).await;
            (added.map(|()| at(HERE, "passkey-added")), Field::Passkey)
        }
        "passkey-cancel" => {
            let cancelled = desk.account_passkey_cancel(&user).await;
            (cancelled.map(|()| Done::To(format!("{HERE}#passkeys"))), Field::Passkey)
        }
        "passkey-remove" => {
            let removed = match form.text("passkey").parse::<PasskeyId>() {
                Ok(id) => desk.account_passkey_remove(&user, id, form.text("remove_password")).await,
                Err(_) => Err(Error::NotFound),
            };
            (removed.map(|()| at(HERE, "passkey-removed")), Field::CurrentPassword)
        }
        _ => (Err(Error::NotFound), Field::Code),
    };
    // Another tab was faster, or a quarter of an hour is over: the page shows how it is now.
    let done = match done {
        Err(Error::NotFound) => Ok(Done::To(HERE.to_owned())),
        done => done,
    };
    answer(&state, page, &form, done, field).await
}

/// `POST /account/sessions`: `end` one, or `end-others`.
pub async fn sessions(State(state): State<AppState>, request: Request) -> Response {
    const HERE: &str = "/account/sessions";
    let (user, page, form) = match enter(&state, request).await {
        Ok(entered) => entered,
        Err(refusal) => return refusal,
    };
    let done = match form.text("do") {
        "end-others" => state.desk.account_sessions_end_others(&user).await.map(|()| at(HERE, "sessions")),
        _ => match form.text("session").parse::<SessionId>() {
            // One that has ended already is what was asked for.
            Ok(session) => match state.desk.account_session_end(&user, session).await {
                Ok(()) | Err(Error::NotFound) => Ok(at(HERE, "session")),
                Err(error) => Err(error),
            },
            Err(_) => Err(Error::NotFound),
        },
    };
    answer(&state, page, &form, done, Field::Confirm).await
}

/// `POST /account/organizations`: make one the `default`, or `leave` it and say who gets one's open tickets (`heir`).
pub async fn organizations(State(state): State<AppState>, request: Request) -> Response {
    const HERE: &str = "/account/organizations";
    let (user, page, form) = match enter(&state, request).await {
        Ok(entered) => entered,
        Err(refusal) => return refusal,
    };
    let done = match (form.text("do"), OrgSlug::parse(form.text("org"))) {
        ("default", Ok(org)) => state.desk.account_set_default(&user, Some(&org)).await.map(|()| at(HERE, "default")),
        ("leave", Ok(org)) => match heir(form.text("heir")) {
            Ok(heir) => {
                let done = if heir.is_some() { "handed-over" } else { "left" };
                state.desk.member_leave(&user, &org, heir).await.map(|()| at(HERE, done))
            }
            Err(error) => Err(error),
        },
        _ => Err(Error::NotFound),
    };
    answer(&state, page, &form, done, Field::Confirm).await
}

async fn enter(state: &AppState, request: Request) -> Result<(UserScope, Request, Form), Response> {
    let user = match caller::user(state, request.headers()).await {
        Ok(Some(user)) => user,
        Ok(None) => return Err(to_sign_in(request.uri())),
        Err(error) => return Err(super::refuse(&error)),
    };
    let (page, form) = read(request).await?;
    Ok((user, page, form))
}

/// `field` is where that is said which belongs to no field of its own.
async fn answer(state: &AppState, page: Request, form: &Form, done: desk::Result<Done>, field: Field) -> Response {
    let (problems, shown) = match done {
        Ok(Done::To(address)) => return Redirect::to(&address).into_response(),
        Ok(Done::Gone) => {
            let headers = HeaderMap::from_iter([(header::SET_COOKIE, session::clear(&state.config))]);
            return (headers, Redirect::to("/sign-in?done=deleted")).into_response();
        }
        Ok(Done::Once(values)) => {
            let mut response = typed_page(state, page, None, Typed { values, ..Typed::default() }).await;
            *response.status_mut() = StatusCode::OK;
            return response;
        }
        Err(Error::Invalid(problems)) => (problems, None),
        Err(
            error @ (Error::SlowDown(_) | Error::Stale | Error::Unconfirmed | Error::LastOwner | Error::Conflict(_)),
        ) => {
            let shown = AppError::of(&error);
            (Problems::from(Problem::coded(field, &shown.code, &shown.message)), Some(shown))
        }
        Err(error) => return super::refuse(&error),
    };
    let typed = Typed { values: values(form, &KEPT), problems };
    let mut response = typed_page(state, page, None, typed).await;
    if let Some(shown) = shown {
        *response.status_mut() = StatusCode::from_u16(shown.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
        if let Some(seconds) = shown.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
    response
}
