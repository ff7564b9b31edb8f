//! A customer's own ticket by its mailed link: `/ticket/{token}` (D4, screens.md 7). GET changes nothing.

use super::form::{Form, mint_once};
use super::support::{frame, knock, refuse_form, slow_down};
use crate::security::limit::Kind;
use crate::state::AppState;
use app::error::AppError;
use app::public::PublicShell;
use app::public::customer::{CustomerPage, customer_page, link_page, link_sent_page, receipt_page};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::access::LinkScope;
use domain::Field;
use serde::Deserialize;

/// What the address of the page says besides its token.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Straight after opening: the confirmation.
    new: Option<String>,
}

/// `GET /ticket/{token}`: the ticket, its confirmation, or the way to a new link.
pub async fn page(
    State(state): State<AppState>,
    Path(token): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
    request: Request,
) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Link, "") {
        return slow_down(&error);
    }
    let scope = match state.desk.enter_link(&token).await {
        Ok(scope) => scope,
        Err(error) => return dead(&error, String::new()),
    };
    let ticket = match state.desk.customer_show(&scope).await {
        Ok(ticket) => ticket,
        Err(error) => return dead(&error, String::new()),
    };
    if asked.is_ok_and(|Query(asked)| asked.new.is_some()) {
        let url = format!("{}/ticket/{token}", state.desk.settings().public_url);
        let shell = frame(&format!("{} sent", ticket.code), scope.org(), &ticket.site, false);
        return super::html(StatusCode::OK, app::public::page(shell, || receipt_page(ticket, url)));
    }
    shown(StatusCode::OK, &scope, CustomerPage::new(ticket, token, mint_once()))
}

/// `POST /ticket/{token}/reply`: 303 to the page; 422 with all that was typed.
pub async fn reply(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::SupportForm, "link") {
        return slow_down(&error);
    }
    let mut form = match Form::read(request).await {
        Ok(form) => form,
        Err(error) => return refuse_form(error),
    };
    let scope = match state.desk.enter_link(&token).await {
        Ok(scope) => scope,
        Err(desk::Error::NotFound) if form.has("mail") => return link_asked(&state, &token, form.text("mail")).await,
        Err(error) => return dead(&error, form.text("message").to_owned()),
    };
    let had_files = form.has_files();
    let files = form.take_files();
    let error = match state.desk.customer_reply(&scope, form.text("message"), files, form.once()).await {
        Ok(()) => return Redirect::to(&format!("/ticket/{token}")).into_response(),
        Err(error) => error,
    };
    let ticket = match state.desk.customer_show(&scope).await {
        Ok(ticket) => ticket,
        Err(error) => return dead(&error, form.text("message").to_owned()),
    };
    let mut again = CustomerPage::new(ticket, token, form.once().unwrap_or_else(mint_once));
    (again.typed, again.had_files) = (form.text("message").to_owned(), had_files);
    match error {
        desk::Error::Invalid(problems) => {
            again.problems = problems;
            shown(StatusCode::UNPROCESSABLE_ENTITY, &scope, again)
        }
        desk::Error::IdempotencyMismatch => {
            again.once = mint_once();
            again.note = Some(
                "An earlier version of this message has already reached us. Send again to add this one.".to_owned(),
            );
            shown(StatusCode::CONFLICT, &scope, again)
        }
        other => {
            let trouble = AppError::of(&other);
            again.note = Some(trouble.message);
            shown(StatusCode::from_u16(trouble.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), &scope, again)
        }
    }
}

/// `POST /ticket/{token}/solve`: "That solved it".
pub async fn solve(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let scope = match tapped(&state, &token, request).await {
        Ok(scope) => scope,
        Err(response) => return *response,
    };
    back(&token, state.desk.customer_solve(&scope).await)
}

/// `POST /ticket/{token}/reopen`: "Not solved after all".
pub async fn reopen(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let scope = match tapped(&state, &token, request).await {
        Ok(scope) => scope,
        Err(response) => return *response,
    };
    back(&token, state.desk.customer_reopen(&scope).await)
}

/// `POST /ticket/{token}`: "send me a new link". The answer is the same whatever is true.
pub async fn resend_link(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Forgot, "link") {
        return slow_down(&error);
    }
    match Form::read(request).await {
        Ok(form) => link_asked(&state, &token, form.text("mail")).await,
        Err(error) => refuse_form(error),
    }
}

async fn link_asked(state: &AppState, token: &str, mail: &str) -> Response {
    // Per link as well: nobody's mailbox is filled from many networks.
    if let Err(seconds) = state.limits.check(Kind::Forgot, token) {
        return slow_down(&desk::Error::SlowDown(seconds));
    }
    match state.desk.customer_link_resend(token, mail).await {
        Ok(()) => {
            let mail = mail.trim().to_owned();
            super::html(StatusCode::OK, app::public::page(PublicShell::product("Link sent"), || link_sent_page(mail)))
        }
        Err(desk::Error::Invalid(problems)) => {
            let problem = problems.of(Field::Email).map(str::to_owned);
            lost(StatusCode::UNPROCESSABLE_ENTITY, problem, mail.to_owned(), String::new())
        }
        Err(error) => super::refuse(&error),
    }
}

/// A tap without words: counted, and let in by its link.
async fn tapped(state: &AppState, token: &str, request: Request) -> Result<LinkScope, Box<Response>> {
    knock(state, &request, Kind::SupportForm, "link").map_err(|error| Box::new(slow_down(&error)))?;
    match state.desk.enter_link(token).await {
        Ok(scope) => Ok(scope),
        Err(desk::Error::NotFound) => {
            // The page that the tap came to asks for an address by posting to itself.
            let form = Form::read(request).await.unwrap_or_default();
            if form.has("mail") {
                Err(Box::new(link_asked(state, token, form.text("mail")).await))
            } else {
                Err(Box::new(dead(&desk::Error::NotFound, String::new())))
            }
        }
        Err(error) => Err(Box::new(super::refuse(&error))),
    }
}

fn back(token: &str, done: desk::Result<()>) -> Response {
    match done {
        Ok(()) => Redirect::to(&format!("/ticket/{token}")).into_response(),
        Err(error) => dead(&error, String::new()),
    }
}

/// A link that opens nothing: the same bytes for expired, wrong and never given out.
fn dead(error: &desk::Error, kept: String) -> Response {
    match error {
        desk::Error::NotFound => lost(StatusCode::NOT_FOUND, None, String::new(), kept),
        other => super::refuse(other),
    }
}

fn lost(status: StatusCode, problem: Option<String>, typed: String, kept: String) -> Response {
    super::html(status, app::public::page(PublicShell::product("Link"), || link_page(problem, typed, kept)))
}

fn shown(status: StatusCode, scope: &LinkScope, page: CustomerPage) -> Response {
    let shell = frame(&page.title(), scope.org(), &page.ticket.site, false);
    super::html(status, app::public::page(shell, || customer_page(page)))
}
