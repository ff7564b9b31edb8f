//! What an agent writes, as plain forms: a new ticket, its subject, an answer, a note. Files need a form, and a page without script too.

use super::form::{Form, FormError};
use crate::api;
use crate::render::{to_sign_in, typed_page};
use crate::security::caller;
use crate::state::AppState;
use app::error::AppError;
use app::form::Typed;
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::ticket::{MessageNew, TicketNew};
use domain::ticket::{TicketCode, TicketPage, TicketRow, Version};
use domain::{Field, OrgSlug, Problem, Problems, StatusId};

/// `POST /{org}/tickets/new`: 303 to the new ticket; 422 with the page and all that was typed.
pub async fn open(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let (parts, form) = match read(request).await {
        Ok(read) => read,
        Err(error) => return super::support::refuse_form(error),
    };
    let new = TicketNew {
        site: form.text("site").to_owned(),
        email: form.text("email").to_owned(),
        name: form.text("name").to_owned(),
        subject: form.text("subject").to_owned(),
        body: form.text("body").to_owned(),
        idempotency: once(&form),
    };
    let opened = async {
        let scope = caller::scope(&state, &parts.headers, &org).await?;
        state.desk.ticket_open(&scope, new).await
    };
    match opened.await {
        Ok(opened) => Redirect::to(&format!("/{org}/tickets/{}", opened.code)).into_response(),
        Err(error) => again(&state, parts, &org, &form, Field::Body, error).await,
    }
}

/// `POST /{org}/tickets/{code}`: the ticket's subject in other words. 303 to the ticket; 422 with the page and what was
/// typed.
pub async fn rename(
    State(state): State<AppState>,
    Path((org, code)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (parts, form) = match read(request).await {
        Ok(read) => read,
        Err(error) => return super::support::refuse_form(error),
    };
    match renamed(&state, &parts.headers, &org, &code, &form).await {
        Ok(ticket) => Redirect::to(&format!("/{org}/tickets/{}", ticket.code)).into_response(),
        Err(error) => again(&state, parts, &org, &form, Field::Subject, error).await,
    }
}

async fn renamed(state: &AppState, headers: &HeaderMap, org: &str, code: &str, form: &Form) -> desk::Result<TicketRow> {
    let scope = caller::scope(state, headers, org).await?;
    let code = TicketCode::parse(code).map_err(|_| desk::Error::NotFound)?;
    let seen = Version(form.text("version").parse().unwrap_or(0));
    state.desk.ticket_set_subject(&scope, &code, form.text("subject"), seen).await
}

/// `POST /{org}/tickets/{code}/messages`: an answer or a note. Programs and our own screen ask for JSON and get the ticket's
/// page; a browser without script gets 303 back to the ticket, or 422 with the page and all that was typed.
pub async fn message(
    State(state): State<AppState>,
    Path((org, code)): Path<(String, String)>,
    request: Request,
) -> Response {
    let json = wants_json(request.headers());
    let (mut parts, mut form) = match read(request).await {
        Ok(read) => read,
        Err(error) if json => {
            return api::refuse(&AppError::new(error.status().as_u16(), error.code(), error.message()));
        }
        Err(error) => return super::support::refuse_form(error),
    };
    match (written(&state, &parts.headers, &org, &code, &mut form).await, json) {
        (Ok(page), true) => Json(page).into_response(),
        (Err(error), true) => api::refuse(&AppError::of(&error)),
        (Ok(page), false) => {
            Redirect::to(&format!("/{org}/tickets/{code}#m{}", page.ticket.last_message)).into_response()
        }
        (Err(error), false) => {
            // The page that comes back is the ticket's own.
            parts.uri = format!("/{org}/tickets/{code}").parse().unwrap_or(Uri::from_static("/"));
            again(&state, parts, &org, &form, Field::Body, error).await
        }
    }
}

async fn written(
    state: &AppState,
    headers: &HeaderMap,
    org: &str,
    code: &str,
    form: &mut Form,
) -> desk::Result<TicketPage> {
    let scope = caller::scope(state, headers, org).await?;
    let code = TicketCode::parse(code).map_err(|_| desk::Error::NotFound)?;
    let then = match form.text("then") {
        "" => None,
        id => Some(
            id.parse::<StatusId>()
                .map_err(|_| desk::Error::invalid(Field::Status, "Choose one of the organization's statuses."))?,
        ),
    };
    let new = MessageNew {
        body: form.text("body").to_owned(),
        seen: form.text("seen").parse().unwrap_or(0),
        idempotency: once(form),
        files: form.take_files(),
        then,
        cc: form.text("cc").split([',', ';', '\n']).map(str::to_owned).collect(),
    };
    match form.text("kind") {
        "public" => state.desk.ticket_reply(&scope, &code, new).await,
        "note" => state.desk.ticket_note(&scope, &code, new).await,
        // Never guessed: a note that went out as an answer cannot be taken back.
        _ => Err(desk::Error::invalid(Field::Body, "Say whether this is a reply or a note.")),
    }
}

/// What was asked for, and the form that came with it.
pub(super) async fn read(request: Request) -> Result<(Parts, Form), FormError> {
    let (parts, body) = request.into_parts();
    let form = Form::read(Request::from_parts(parts.clone(), body)).await?;
    Ok((parts, form))
}

fn once(form: &Form) -> Option<String> {
    Some(form.text("idempotency")).filter(|key| !key.is_empty()).map(str::to_owned).or_else(|| form.once())
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("application/json"))
}

/// The same page with what was typed; other troubles than the typed words stand at `field`, where the eyes are.
async fn again(state: &AppState, parts: Parts, org: &str, form: &Form, field: Field, error: desk::Error) -> Response {
    let problems = match error {
        desk::Error::SignedOut => return to_sign_in(&parts.uri),
        desk::Error::NotFound | desk::Error::Forbidden(_) | desk::Error::Broken(_) => return super::refuse(&error),
        desk::Error::Invalid(problems) => problems,
        other => {
            let shown = AppError::of(&other);
            Problems::from(Problem::coded(field, &shown.code, shown.message))
        }
    };
    let typed = Typed { values: form.values(), problems };
    typed_page(state, Request::from_parts(parts, Body::empty()), OrgSlug::parse(org).ok(), typed).await
}

#[cfg(test)]
mod tests {
    use super::wants_json;
    use axum::http::{HeaderMap, header};

    #[test]
    fn a_browser_that_navigates_gets_a_page() {
        let accepting =
            |accept: &str| [(header::ACCEPT, accept.parse().expect("a value"))].into_iter().collect::<HeaderMap>();
        assert!(wants_json(&accepting("application/json")));
        assert!(!wants_json(&accepting("text/html,application/xhtml+xml,*/*;q=0.8")));
        assert!(!wants_json(&HeaderMap::new()));
    }
}
