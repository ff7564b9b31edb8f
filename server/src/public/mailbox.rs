//! The forms of `/{org}/settings/mailboxes` and below from a browser without script: the same pages, the same use cases. A password
//! never comes back in a page.

use super::form::Form;
use super::organization::read;
use super::site::enter;
use crate::render::{answered_page, typed_page};
use crate::state::AppState;
use app::error::AppError;
use app::form::Typed;
use app::mailbox::{settings_typed, site_typed, typed};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::access::Scope;
use desk::{Desk, Error};
use domain::mailbox::DomainCheck;
use domain::{MailInId, MailboxId, Problems};

/// `POST /{org}/settings/mailboxes`: told apart by the button `do`: `test`, `settings`, `site`, `sign`, `unsign` or `check`, and for a
/// mail that nobody could place `replay`, `forget` or `ticket`. 303 to the page, which says what was done, or to the new ticket; 200 with
/// what a check found; 422 with what was typed and what is wrong with it.
pub async fn settings(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let scope = match enter(&state, &org, request.headers(), request.uri()).await {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let desk = &state.desk;
    let domain = form.text("domain");
    let value = |name: &str| form.text(name).to_owned();
    let mail = || form.text("mail").parse().unwrap_or(MailInId(uuid::Uuid::nil()));
    let done = match form.text("do") {
        "test" => desk.mailbox_test(&scope, known(form.text("id"))).await.map(|_| "tested"),
        "replay" => desk.mail_replay(&scope, mail()).await.map(|()| "replayed"),
        "forget" => desk.mail_forget(&scope, mail()).await.map(|()| "forgotten"),
        "ticket" => {
            let made = desk.mail_make_ticket(&scope, None, mail()).await;
            let to = made.map(|made| format!("/{}/tickets/{}", scope.org().slug, made.code));
            return answered(&state, &scope, page, &form, to).await;
        }
        "site" => site(desk, &scope, &form).await.map(|()| "saved"),
        "sign" => desk.mail_domain_sign(&scope, domain).await.map(|_| "signed"),
        "unsign" => desk.mail_domain_unsign(&scope, domain).await.map(|()| "unsigned"),
        "check" => match desk.mail_domain_check(&scope, domain).await {
            Ok(check) => return checked(&state, &scope, page, &form, &check).await,
            Err(error) => Err(error),
        },
        _ => desk.mail_settings_set(&scope, settings_typed(value)).await.map(|_| "saved"),
    };
    let list = format!("/{}/settings/mailboxes", scope.org().slug);
    answered(&state, &scope, page, &form, done.map(|done| format!("{list}?done={done}"))).await
}

/// `POST /{org}/settings/mailboxes/new`: connects one; 303 to its page, or 422 with the form as it was typed.
pub async fn create(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let scope = match enter(&state, &org, request.headers(), request.uri()).await {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let made = state.desk.mailbox_create(&scope, typed(|name| form.text(name).to_owned())).await;
    let list = format!("/{}/settings/mailboxes", scope.org().slug);
    answered(&state, &scope, page, &form, made.map(|made| format!("{list}/{}?done=created", made.row.id))).await
}

/// `POST /{org}/settings/mailboxes/{mailbox}`: told apart by the button `do`: `save` (the default), `test` or `delete`. 303 to the page
/// again, or to the list after a deletion; 422 with what was typed.
pub async fn edit(
    State(state): State<AppState>,
    Path((org, mailbox)): Path<(String, String)>,
    request: Request,
) -> Response {
    let scope = match enter(&state, &org, request.headers(), request.uri()).await {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let (desk, id) = (&state.desk, known(&mailbox));
    let list = format!("/{}/settings/mailboxes", scope.org().slug);
    let done = match form.text("do") {
        "test" => desk.mailbox_test(&scope, id).await.map(|_| format!("{list}/{id}?done=tested")),
        "delete" => {
            desk.mailbox_delete(&scope, id, form.text("confirm")).await.map(|()| format!("{list}?done=deleted"))
        }
        _ => {
            let edit = typed(|name| form.text(name).to_owned());
            desk.mailbox_edit(&scope, id, edit).await.map(|_| format!("{list}/{id}?done=saved"))
        }
    };
    answered(&state, &scope, page, &form, done).await
}

/// What can be no id is no mailbox's, which the use case says only to those who may.
fn known(id: &str) -> MailboxId {
    id.parse().unwrap_or(MailboxId(uuid::Uuid::nil()))
}

async fn site(desk: &Desk, scope: &Scope, form: &Form) -> desk::Result<()> {
    // As above: what can be no site's name is none.
    let nowhere = || site_typed(|name| if name == "site" { "0".to_owned() } else { String::new() });
    let mail = site_typed(|name| form.text(name).to_owned()).or_else(nowhere).ok_or(Error::NotFound)?;
    desk.site_mail_set(scope, mail).await
}

/// The page with what a domain says.
async fn checked(state: &AppState, scope: &Scope, page: Request, form: &Form, check: &DomainCheck) -> Response {
    let mut values = values(form);
    values.push(("check".to_owned(), serde_json::to_string(check).unwrap_or_default()));
    let typed = Typed { values, problems: Problems::default() };
    answered_page(state, page, Some(scope.org().slug.clone()), typed, StatusCode::OK).await
}

/// On to where it can be seen, or the page again.
async fn answered(state: &AppState, scope: &Scope, page: Request, form: &Form, done: desk::Result<String>) -> Response {
    let slug = scope.org().slug.clone();
    match done {
        Ok(to) => Redirect::to(&to).into_response(),
        Err(Error::Invalid(problems)) => {
            typed_page(state, page, Some(slug), Typed { values: values(form), problems }).await
        }
        Err(error @ (Error::Conflict(_) | Error::SlowDown(_))) => {
            let shown = AppError::of(&error);
            let status = StatusCode::from_u16(shown.status).unwrap_or(StatusCode::CONFLICT);
            let mut values = values(form);
            values.push(("trouble".to_owned(), shown.message));
            let typed = Typed { values, problems: Problems::default() };
            let mut response = answered_page(state, page, Some(slug), typed, status).await;
            if let Some(seconds) = shown.retry_after {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            response
        }
        Err(error) => super::refuse(&error),
    }
}

/// What was typed, for the page to show again; but for passwords, and for what was typed to take a mailbox away.
fn values(form: &Form) -> Vec<(String, String)> {
    form.values().into_iter().filter(|(name, _)| !name.ends_with("password") && name != "confirm").collect()
}
