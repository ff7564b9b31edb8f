//! `/v1/orgs/{org}/members` and what the caller may do there.

use super::Problem;
use crate::security::caller;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::member::MemberRow;
use serde_json::{Value, json};

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

fn row(member: &MemberRow) -> Value {
    json!({
        "id": member.id,
        "name": member.name,
        "email": member.email,
        "role": member.role.key,
        "role_name": member.role.name,
        "teams": member.teams,
        "last_seen_at": member.seen.as_ref().map(|moment| moment.at.rfc3339()),
    })
}
