//! `/v1/orgs/{org}/members` and what the caller may do there.

use super::{Problem, body};
use crate::security::caller;
use crate::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use desk::Error;
use domain::UserId;
use domain::member::MemberRow;
use serde::Deserialize;
use serde_json::{Value, json};

/// What `PATCH` takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    role: String,
}

/// What `DELETE` takes, where it takes anything.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Remove {
    hand_over_to: Option<UserId>,
}

/// `GET /v1/orgs/{org}/members`: the same list whichever site one comes from (S0-21).
pub async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let members: Vec<Value> = state.desk.member_list(&scope).await?.iter().map(row).collect();
    Ok(Json(json!({ "data": members })))
}

/// `GET /v1/orgs/{org}/me/permissions`: the caller's role and what it allows.
pub async fn permissions(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let role = scope.role();
    Ok(Json(json!({
        "role": role.map(|role| role.key),
        "role_name": role.map(|role| &role.name),
        "permissions": scope.permissions(),
    })))
}

/// `GET /v1/orgs/{org}/members/{user}`: what they may do here, and through what.
pub async fn show(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, user)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let page = state.desk.member_show(&scope, known(&user)?).await?;
    let mut member = row(&page.member);
    member["permissions"] = json!(page.permissions);
    member["open_tickets"] = json!(page.open_tickets);
    Ok(Json(member))
}

/// `PATCH /v1/orgs/{org}/members/{user}` with `{"role": key}`: in force on their next request; 204.
pub async fn edit(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, user)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let Edit { role } = body(&bytes)?;
    state.desk.member_set_role(&scope, known(&user)?, &role).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /v1/orgs/{org}/members/{user}`, with `{"hand_over_to": user}` where somebody gets their open tickets; 204.
pub async fn remove(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, user)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let Remove { hand_over_to } = if bytes.is_empty() { Remove::default() } else { body(&bytes)? };
    state.desk.member_remove(&scope, known(&user)?, hand_over_to).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/orgs/{org}/members/{user}/deactivate`; 204.
pub async fn deactivate(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, user)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    state.desk.member_deactivate(&scope, known(&user)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/orgs/{org}/members/{user}/activate`; 204, or 409 `seat_limit_reached`.
pub async fn activate(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, user)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    state.desk.member_activate(&scope, known(&user)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/orgs/{org}/members/{user}/ownership`: they are owner and the caller is admin, or neither; 204.
pub async fn transfer(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, user)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    state.desk.member_transfer(&scope, known(&user)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What can be no id is nobody's.
fn known(id: &str) -> Result<UserId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

fn row(member: &MemberRow) -> Value {
    json!({
        "id": member.id,
        "name": member.name,
        "email": member.email,
        "role": member.role.key,
        "role_name": member.role.name,
        "teams": member.teams,
        "two_factor": member.two_factor,
        "active": member.is_active,
        "last_seen_at": member.seen.as_ref().map(|moment| moment.at.rfc3339()),
    })
}
