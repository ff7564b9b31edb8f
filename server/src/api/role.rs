//! `/v1/orgs/{org}/roles`: what there is to be here, as programs see it (D1).

use super::{Problem, body};
use crate::security::caller;
use crate::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use desk::Error;
use domain::RoleId;
use domain::role::{RoleEdit, RoleKey, RoleNew, RoleRow, RoleTag};
use serde::Deserialize;
use serde_json::{Value, json};

/// What `DELETE` takes, where it takes anything.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Delete {
    instead: Option<String>,
}

/// `GET /v1/orgs/{org}/roles`: the built-in ones, the mightiest first, then the organization's own by name.
pub async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let roles: Vec<Value> = state.desk.role_list(&scope).await?.iter().map(row).collect();
    Ok(Json(json!({ "data": roles })))
}

/// `POST /v1/orgs/{org}/roles` with `{"name", "description", "from": key, "permissions": [..]}`: 201; 409 `name_taken`.
pub async fn add(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let made = state.desk.role_add(&scope, body::<RoleNew>(&bytes)?).await?;
    Ok((StatusCode::CREATED, Json(tag(&made))))
}

/// `PATCH /v1/orgs/{org}/roles/{role}`: what is said changes; `permissions` is the whole list; 204.
pub async fn edit(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, role)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    state.desk.role_edit(&scope, known(&role)?, body::<RoleEdit>(&bytes)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /v1/orgs/{org}/roles/{role}`, with `{"instead": key}` for who has it; 204, or 409 `role_in_use`.
pub async fn delete(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, role)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let Delete { instead } = if bytes.is_empty() { Delete::default() } else { body(&bytes)? };
    state.desk.role_delete(&scope, known(&role)?, instead.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/orgs/{org}/roles/{role}/duplicate`: a role like it; 201.
pub async fn duplicate(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, role)): Path<(String, String)>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let made = state.desk.role_duplicate(&scope, &role).await?;
    Ok((StatusCode::CREATED, Json(tag(&made))))
}

/// What can be no id is no role's; the built-in ones are nobody's to change.
fn known(id: &str) -> Result<RoleId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

fn tag(role: &RoleTag) -> Value {
    json!({ "key": role.key, "name": role.name })
}

fn row(role: &RoleRow) -> Value {
    let mut row = tag(&role.tag);
    row["built_in"] = json!(matches!(role.tag.key, RoleKey::BuiltIn(_)));
    row["description"] = json!(role.description);
    row["permissions"] = json!(role.permissions);
    row["members"] = json!(role.members);
    row["invited"] = json!(role.invited);
    row
}
