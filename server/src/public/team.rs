//! The forms of `/{org}/settings/teams` and of the directory from a browser without script: the same pages, the same use cases.

use super::form::Form;
use super::organization::read;
use super::site::enter;
use crate::render::typed_page;
use crate::state::AppState;
use app::form::Typed;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use desk::access::Scope;
use domain::team::{TeamEdit, TeamSeat};
use domain::{Field, Problem, TeamId};

/// `POST /{org}/settings/teams`: told apart by the button `do`: `create` (the default), `save`, `delete` or `unrouted`. 303 to the
/// page; 422 with what was typed and what is wrong with it.
pub async fn edit(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let scope = match enter(&state, &org, request.headers(), request.uri()).await {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let desk = &state.desk;
    // What can be no id is no team's, which the use case says only to those who may.
    let team = form.text("team").parse().unwrap_or(TeamId(uuid::Uuid::nil()));
    let done = match form.text("do") {
        "save" => desk.team_edit(&scope, team, typed(&form)).await.map(|_| "saved"),
        "delete" => desk.team_delete(&scope, team, form.has("unroute")).await.map(|()| "deleted"),
        "unrouted" => desk.team_set_unrouted(&scope, form.has("visible")).await.map(|()| "saved"),
        _ => desk.team_create(&scope, typed(&form)).await.map(|_| "created"),
    };
    let problems = match done {
        Ok(done) => return to(&scope, done),
        Err(Error::Invalid(problems)) => problems,
        Err(Error::Conflict(words)) => Problem::coded(Field::Team, "conflict", words).into(),
        Err(error) => return super::refuse(&error),
    };
    typed_page(&state, page, Some(scope.org().slug.clone()), Typed { values: form.values(), problems }).await
}

/// `POST /{org}/agents`: the person's own switch, `do` being `away` or `back`; 303 to the page.
pub async fn presence(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let scope = match enter(&state, &org, request.headers(), request.uri()).await {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let (_, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    match state.desk.member_set_away(&scope, form.text("do") == "away").await {
        Ok(()) => Redirect::to(&format!("/{}/agents", scope.org().slug)).into_response(),
        Err(error) => super::refuse(&error),
    }
}

/// A team as its form says it: a box that is not ticked is not sent, so the lists are always whole.
fn typed(form: &Form) -> TeamEdit {
    let leads = form.all("lead");
    let seat = |id: String| id.parse().ok().map(|user| TeamSeat { id: user, lead: leads.contains(&id) });
    // Who leads is in it, whichever of the two boxes was ticked.
    let members = form.all("member").into_iter().chain(leads.clone()).filter_map(seat).collect();
    TeamEdit {
        name: Some(form.text("name").to_owned()),
        description: Some(form.text("description").to_owned()),
        members: Some(members),
        sites: Some(form.all("site")),
    }
}

fn to(scope: &Scope, done: &str) -> Response {
    Redirect::to(&format!("/{}/settings/teams?done={done}", scope.org().slug)).into_response()
}
