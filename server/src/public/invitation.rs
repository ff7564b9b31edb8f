//! `/invitation/{token}`: looking changes nothing; one POST with the button `do`: `join`, `accept`, `decline` or `switch`.

use super::account::{card, signed_in_at, to_check_mail, told, user_agent, waiting};
use super::form::Form;
use super::organization::read;
use super::support::{knock, slow_down};
use crate::security::{caller, client, limit::Kind, session};
use crate::state::AppState;
use app::public::invitation::{self as views, InvitationPage};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use desk::access::{InvitationScope, UserScope};
use desk::invitation::Newcomer;
use domain::Problems;

/// To who is invited: they can do nothing about it, and lose nothing.
const FULL: &str = "All seats are taken at the moment. Tell whoever invited you: your invitation stays as it is.";

/// What was typed, and what is in its way.
#[derive(Default)]
struct Typed {
    name: String,
    problems: Problems,
    note: Option<String>,
}

/// `GET /invitation/{token}`.
pub async fn page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Link, "") {
        return slow_down(&error);
    }
    match caller::user(&state, request.headers()).await {
        Ok(user) => shown(&state, &token, user.as_ref(), StatusCode::OK, Typed::default()).await,
        Err(error) => super::refuse(&error),
    }
}

/// `POST /invitation/{token}`: 303 into the organization, to sign-in's own mail, or back to this page with another account;
/// 422 with what was typed.
pub async fn answer(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    if let Err(error) = knock(&state, &request, Kind::Link, "") {
        return slow_down(&error);
    }
    let headers = request.headers().clone();
    let user = match caller::user(&state, &headers).await {
        Ok(user) => user,
        Err(error) => return super::refuse(&error),
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let door = match state.desk.enter_invitation(&token).await {
        Ok(door) => door,
        Err(Error::NotFound) => return gone(),
        Err(error) => return super::refuse(&error),
    };
    let done = match form.text("do") {
        // Hashing a password costs what it costs at sign-up.
        "join" => match knock(&state, &page, Kind::SignUp, "") {
            Ok(()) => join(&state, &door, &form, &headers).await,
            Err(error) => return slow_down(&error),
        },
        "accept" => accept(&state, &door, user.as_ref()).await,
        "decline" => {
            let declined = state.desk.invitation_decline(user.as_ref(), &door, client::noted(&headers)).await;
            declined.map(|()| card(StatusCode::OK, "Declined", views::invitation_declined_page))
        }
        "switch" => switch(&state, &token, user.as_ref()).await,
        _ => return shown(&state, &token, user.as_ref(), StatusCode::OK, Typed::default()).await,
    };
    match done {
        Ok(response) => response,
        Err(Error::NotFound) => gone(),
        Err(error) => {
            let (status, note) = match error {
                Error::SeatLimitReached => (StatusCode::CONFLICT, FULL.to_owned()),
                _ => told(&error),
            };
            let name = form.text("name").to_owned();
            let typed = match error {
                Error::Invalid(ref problems) => Typed { name, problems: problems.clone(), note: None },
                _ => Typed { name, note: Some(note), ..Typed::default() },
            };
            waiting(&error, shown(&state, &token, user.as_ref(), status, typed).await)
        }
    }
}

/// Somebody new. A link that did not come by mail proves nothing: they sign up as anybody does, which tells them nothing about
/// the address either, and come back with the address confirmed.
async fn join(state: &AppState, door: &InvitationScope, form: &Form, headers: &HeaderMap) -> desk::Result<Response> {
    let (name, password) = (form.text("name").to_owned(), form.text("password").to_owned());
    if !door.proves_address() {
        state.desk.account_sign_up(&name, door.email(), &password).await?;
        return Ok(to_check_mail(door.email(), ""));
    }
    let user_agent = user_agent(headers).to_owned();
    let new = Newcomer { name, password, user_agent, ip: client::noted(headers) };
    let (signed_in, org) = state.desk.invitation_join(door, new).await?;
    Ok(signed_in_at(state, headers, &signed_in, &format!("/{org}/tickets")).await)
}

async fn accept(state: &AppState, door: &InvitationScope, user: Option<&UserScope>) -> desk::Result<Response> {
    let user = user.ok_or(Error::SignedOut)?;
    let org = state.desk.invitation_accept(user, door).await?;
    Ok(Redirect::to(&format!("/{org}/tickets")).into_response())
}

/// Out of this account, and back to the page, which now asks for the right one.
async fn switch(state: &AppState, token: &str, user: Option<&UserScope>) -> desk::Result<Response> {
    if let Some(user) = user {
        state.desk.account_sign_out(user).await?;
    }
    let back = Redirect::to(&format!("/invitation/{token}"));
    Ok(([(header::SET_COOKIE, session::clear(&state.config))], back).into_response())
}

async fn shown(state: &AppState, token: &str, user: Option<&UserScope>, status: StatusCode, typed: Typed) -> Response {
    let looked = async {
        let door = state.desk.enter_invitation(token).await?;
        state.desk.invitation_peek(&door, user).await
    };
    match looked.await {
        Ok(door) => {
            let next = format!("/invitation/{token}");
            let query =
                serde_urlencoded::to_string([("next", next.as_str()), ("mail", &door.email)]).unwrap_or_default();
            let title = format!("Join {}", door.org_name);
            let Typed { name, problems, note } = typed;
            let (sign_in, outbox) = (format!("/sign-in?{query}"), state.config.has_outbox());
            let page = InvitationPage { door, sign_in, name, problems, note, outbox };
            card(status, &title, || views::invitation_page(page))
        }
        Err(Error::NotFound) => gone(),
        Err(error) => super::refuse(&error),
    }
}

/// The same bytes for unknown, replaced, revoked, answered and expired.
fn gone() -> Response {
    card(StatusCode::NOT_FOUND, "No longer valid", views::invitation_gone_page)
}
