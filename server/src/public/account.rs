//! Sign-in and its sisters. A stranger learns nothing about an address here; each POST is one use case and a 303.

use super::form::Form;
use super::passkey;
use super::support::{knock, refuse_form, slow_down};
use crate::security::limit::Kind;
use crate::security::{caller, session};
use crate::state::AppState;
use app::error::AppError;
use app::public::account::{
    self as views, CheckMailPage, ForgotPage, Mailed, ResetPage, SignInPage, SignUpPage, SignUpTyped,
};
use app::public::{PublicShell, page};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use desk::account::{SecondStep, SignedIn};
use domain::Field;
use leptos::prelude::IntoView;
use serde::Deserialize;

/// `?next=` and `?done=` of sign-in, and `?mail=`: who is expected.
#[derive(Deserialize)]
pub struct Next {
    pub(super) next: Option<String>,
    /// What was done that led here.
    done: Option<String>,
    mail: Option<String>,
}

/// `?mail=` and `?for=` of check-mail.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    mail: String,
    #[serde(default, rename = "for")]
    what: String,
}

/// `GET /sign-in`; whoever is signed in goes on at once.
pub async fn sign_in_page(State(state): State<AppState>, Query(query): Query<Next>, headers: HeaderMap) -> Response {
    let next = query.next.filter(|next| is_own_path(next));
    match caller::user(&state, &headers).await {
        Ok(Some(_)) => Redirect::to(next.as_deref().unwrap_or("/")).into_response(),
        Ok(None) => {
            let done = query.done.as_deref().and_then(done_words);
            let mail = query.mail.and_then(|mail| domain::MailAddress::parse(&mail).ok());
            let mail = mail.map(|mail| mail.to_string()).unwrap_or_default();
            sign_in_card(&state, StatusCode::OK, SignInPage { next, done, mail, ..SignInPage::default() })
        }
        Err(error) => super::refuse(&error),
    }
}

/// `POST /sign-in`: a password, or what a passkey signed.
pub async fn sign_in(State(state): State<AppState>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::SignIn, "") {
        return slow_down(&error);
    }
    let headers = request.headers().clone();
    let form = match Form::read(request).await {
        Ok(form) => form,
        Err(error) => return refuse_form(error),
    };
    let next = Some(form.text("next").to_owned()).filter(|next| is_own_path(next));
    if form.has("credential") {
        return passkey::sign_in(&state, &headers, &form, next).await;
    }
    match state.desk.account_sign_in(form.text("mail"), form.text("password"), user_agent(&headers)).await {
        Ok(signed_in) => signed_in_at(&state, &headers, &signed_in, next.as_deref().unwrap_or("/")).await,
        Err(Error::CodeNeeded(step)) => to_code(&state, &step, next.as_deref()),
        Err(Error::Invalid(_)) => {
            let again = SignInPage { mail: form.text("mail").to_owned(), next, wrong: true, ..SignInPage::default() };
            sign_in_card(&state, StatusCode::UNPROCESSABLE_ENTITY, again)
        }
        Err(error) => {
            let (status, note) = told(&error);
            let again =
                SignInPage { mail: form.text("mail").to_owned(), next, note: Some(note), ..SignInPage::default() };
            waiting(&error, sign_in_card(&state, status, again))
        }
    }
}

/// Said over the form: where somebody ends who was signed out by what they did.
fn done_words(done: &str) -> Option<&'static str> {
    match done {
        "deleted" => Some("Your account is deleted."),
        "mail" => Some("Your new address is confirmed. Sign in with it."),
        _ => None,
    }
}

/// To the second step, with what the browser needs for it.
fn to_code(state: &AppState, step: &SecondStep, next: Option<&str>) -> Response {
    let query = next.and_then(|next| serde_urlencoded::to_string([("next", next)]).ok());
    let to = query.map_or_else(|| "/sign-in/code".to_owned(), |query| format!("/sign-in/code?{query}"));
    ([(header::SET_COOKIE, session::step_cookie(&state.config, step))], Redirect::to(&to)).into_response()
}

/// `POST /sign-out`, also for somebody who is signed out already.
pub async fn sign_out(State(state): State<AppState>, headers: HeaderMap) -> Response {
    if let Err(error) = end_session(&state, &headers).await {
        return super::refuse(&error);
    }
    ([(header::SET_COOKIE, session::clear(&state.config))], Redirect::to("/sign-in")).into_response()
}

/// `GET /sign-up`.
pub async fn sign_up_page(State(state): State<AppState>) -> Response {
    card(StatusCode::OK, "Create an account", || {
        views::sign_up_page(SignUpPage { outbox: state.config.has_outbox(), ..SignUpPage::default() })
    })
}

/// `POST /sign-up`: 303 to check-mail, whether the address was known or not.
pub async fn sign_up(State(state): State<AppState>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::SignUp, "") {
        return slow_down(&error);
    }
    let form = match Form::read(request).await {
        Ok(form) => form,
        Err(error) => return refuse_form(error),
    };
    let typed = SignUpTyped { name: form.text("name").to_owned(), mail: form.text("mail").to_owned() };
    let (problems, note, status) =
        match state.desk.account_sign_up(&typed.name, &typed.mail, form.text("password")).await {
            Ok(()) => return to_check_mail(&typed.mail, ""),
            Err(Error::Invalid(problems)) => (problems, None, StatusCode::UNPROCESSABLE_ENTITY),
            Err(error) => {
                let (status, note) = told(&error);
                (domain::Problems::default(), Some(note), status)
            }
        };
    card(status, "Create an account", || {
        views::sign_up_page(SignUpPage { typed, problems, note, outbox: state.config.has_outbox() })
    })
}

/// `GET /check-mail`.
pub async fn check_mail(State(state): State<AppState>, Query(sent): Query<Sent>) -> Response {
    // Only what can be an address is repeated on the page.
    let Ok(mail) = domain::MailAddress::parse(&sent.mail) else { return Redirect::to("/sign-up").into_response() };
    let mailed = if sent.what == RESET { Mailed::Reset } else { Mailed::Confirm };
    let shown = CheckMailPage { mail: mail.to_string(), mailed, note: None, outbox: state.config.has_outbox() };
    card(StatusCode::OK, "Check your mail", || views::check_mail_page(shown))
}

/// `POST /check-mail`: mails a fresh link to confirm the address, if it waits for one.
pub async fn resend(State(state): State<AppState>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Forgot, "") {
        return slow_down(&error);
    }
    let form = match Form::read(request).await {
        Ok(form) => form,
        Err(error) => return refuse_form(error),
    };
    match state.desk.account_confirm_resend(form.text("mail")).await {
        Ok(()) => to_check_mail(form.text("mail"), ""),
        // The field stands on another page; the one that asks for an address says what is wrong with it.
        Err(Error::Invalid(_)) => Redirect::to("/sign-up").into_response(),
        Err(error) => super::refuse(&error),
    }
}

/// `GET /confirm/{token}`: a button, and nothing changed.
pub async fn confirm_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Link, "") {
        return slow_down(&error);
    }
    match state.desk.account_confirm_peek(&token).await {
        Ok(mail) => card(StatusCode::OK, "Confirm your address", || views::confirm_page(mail)),
        Err(Error::NotFound) => card(StatusCode::NOT_FOUND, "Link expired", views::confirm_expired_page),
        Err(error) => super::refuse(&error),
    }
}

/// `POST /confirm/{token}`: signs in.
pub async fn confirm(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Link, "") {
        return slow_down(&error);
    }
    let headers = request.headers();
    match state.desk.account_confirm(&token, user_agent(headers)).await {
        Ok(signed_in) => signed_in_at(&state, headers, &signed_in, "/").await,
        Err(Error::CodeNeeded(step)) => to_code(&state, &step, None),
        Err(Error::NotFound) => card(StatusCode::NOT_FOUND, "Link expired", views::confirm_expired_page),
        Err(error) => super::refuse(&error),
    }
}

/// `GET /forgot`.
pub async fn forgot_page(State(state): State<AppState>) -> Response {
    card(StatusCode::OK, "Forgotten password", || {
        views::forgot_page(ForgotPage { outbox: state.config.has_outbox(), ..ForgotPage::default() })
    })
}

/// `POST /forgot`: 303 to check-mail, whether the address was known or not.
pub async fn forgot(State(state): State<AppState>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Forgot, "") {
        return slow_down(&error);
    }
    let form = match Form::read(request).await {
        Ok(form) => form,
        Err(error) => return refuse_form(error),
    };
    let mail = form.text("mail").to_owned();
    let (problem, note, status) = match state.desk.account_forgot(&mail).await {
        Ok(()) => return to_check_mail(&mail, RESET),
        Err(Error::Invalid(problems)) => {
            (problems.of(Field::Email).map(str::to_owned), None, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => {
            let (status, note) = told(&error);
            (None, Some(note), status)
        }
    };
    card(status, "Forgotten password", || {
        views::forgot_page(ForgotPage { mail, problem, note, outbox: state.config.has_outbox() })
    })
}

/// `GET /reset/{token}`.
pub async fn reset_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Link, "") {
        return slow_down(&error);
    }
    shown_reset(&state, &token, StatusCode::OK, None).await
}

/// `POST /reset/{token}`: signs in; every other session has ended.
pub async fn reset(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Link, "") {
        return slow_down(&error);
    }
    let headers = request.headers().clone();
    let form = match Form::read(request).await {
        Ok(form) => form,
        Err(error) => return refuse_form(error),
    };
    match state.desk.account_reset(&token, form.text("password"), user_agent(&headers)).await {
        Ok(signed_in) => signed_in_at(&state, &headers, &signed_in, "/").await,
        Err(Error::CodeNeeded(step)) => to_code(&state, &step, None),
        Err(Error::Invalid(problems)) => {
            let problem = problems.of(Field::Password).map(str::to_owned);
            shown_reset(&state, &token, StatusCode::UNPROCESSABLE_ENTITY, problem).await
        }
        Err(Error::NotFound) => card(StatusCode::NOT_FOUND, "Link expired", views::reset_expired_page),
        Err(error) => super::refuse(&error),
    }
}

async fn shown_reset(state: &AppState, token: &str, status: StatusCode, problem: Option<String>) -> Response {
    match state.desk.account_reset_peek(token).await {
        Ok(mail) => card(status, "New password", || views::reset_page(ResetPage { mail, problem })),
        Err(Error::NotFound) => card(StatusCode::NOT_FOUND, "Link expired", views::reset_expired_page),
        Err(error) => super::refuse(&error),
    }
}

/// The word for "a new password" in check-mail's address.
const RESET: &str = "password";

pub(super) fn to_check_mail(mail: &str, what: &str) -> Response {
    let query = serde_urlencoded::to_string([("mail", mail.trim()), ("for", what)]).unwrap_or_default();
    Redirect::to(&format!("/check-mail?{}", query.trim_end_matches("&for="))).into_response()
}

/// The new session's cookie and the way on. Whatever session the browser came with has ended: it is not left behind.
pub(super) async fn signed_in_at(state: &AppState, headers: &HeaderMap, signed_in: &SignedIn, next: &str) -> Response {
    if let Err(error) = end_session(state, headers).await {
        tracing::warn!(%error, "the session before this sign-in stays until it ends by itself");
    }
    ([(header::SET_COOKIE, session::cookie(&state.config, signed_in))], Redirect::to(next)).into_response()
}

pub(super) async fn end_session(state: &AppState, headers: &HeaderMap) -> desk::Result<()> {
    match caller::user(state, headers).await? {
        Some(user) => state.desk.account_sign_out(&user).await,
        None => Ok(()),
    }
}

pub(super) fn user_agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A path of ours, and nothing a browser would read as another host (security.md A7): `/` and then neither `/` nor `\`.
pub(super) fn is_own_path(next: &str) -> bool {
    let bytes = next.as_bytes();
    bytes.first() == Some(&b'/')
        && !matches!(bytes.get(1), Some(b'/' | b'\\'))
        && bytes.iter().all(u8::is_ascii_graphic)
        && bytes.len() <= 2000
}

pub(super) fn card<V: IntoView>(status: StatusCode, title: &str, body: impl FnOnce() -> V) -> Response {
    super::html(status, page(PublicShell::product(title), body))
}

/// The page of sign-in, with the script that shows the way to passkeys.
pub(super) fn sign_in_card(state: &AppState, status: StatusCode, shown: SignInPage) -> Response {
    let passkeys = state.desk.account_passkeys_possible();
    let shown = SignInPage { passkeys, ..shown };
    if !passkeys {
        return card(status, "Sign in", || views::sign_in_page(shown));
    }
    let shell = PublicShell { script: Some(app::account::passkeys::SCRIPT), ..PublicShell::product("Sign in") };
    super::html_with_script(status, page(shell, || views::sign_in_page(shown)))
}

pub(super) fn told(error: &Error) -> (StatusCode, String) {
    let shown = AppError::of(error);
    (StatusCode::from_u16(shown.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), shown.message)
}

/// Says in a header, too, how long to wait.
pub(super) fn waiting(error: &Error, mut response: Response) -> Response {
    if let Some(seconds) = AppError::of(error).retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn only_paths_of_ours_are_gone_to() {
        for good in ["/", "/acme/tickets", "/acme/tickets?status=open&x=%2F%2F", "/new"] {
            assert!(is_own_path(good), "{good}");
        }
        for bad in [
            "",
            "acme",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/a b",
            "/é",
            "\\/evil",
            "javascript:alert(1)",
        ] {
            assert!(!is_own_path(bad), "{bad}");
        }
    }
}
