//! `/v1/orgs/{org}/teams`: who sees which tickets, as programs see it (D9).

use super::{Problem, body};
use crate::security::caller;
use crate::state::AppState;
use app::error::AppError;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use desk::Error;
use domain::TeamId;
use domain::team::{TeamEdit, TeamRow};
use serde::Deserialize;
use serde_json::{Value, json};

/// What deleting a team asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Delete {
    /// That its open tickets will be in no team.
    unroute: bool,
}

/// What holds for all teams.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    unrouted_visible: bool,
}

/// `GET /v1/orgs/{org}/teams`: by name, and whether tickets in no team are seen by everybody.
pub async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let page = state.desk.team_list(&scope).await?;
    let teams: Vec<Value> = page.teams.iter().map(row).collect();
    Ok(Json(json!({ "data": teams, "unrouted_visible": page.unrouted_visible })))
}

/// `POST /v1/orgs/{org}/teams` with `{"name", "description"?, "members"?: [{"id", "lead"?}], "sites"?: [slug]}`; 201.
pub async fn create(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let team = state.desk.team_create(&scope, body::<TeamEdit>(&bytes)?).await?;
    Ok((StatusCode::CREATED, Json(row(&team))))
}

/// `PATCH /v1/orgs/{org}/teams` with `{"unrouted_visible"}`; 204.
pub async fn settings(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    bytes: Bytes,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let Settings { unrouted_visible } = body(&bytes)?;
    state.desk.team_set_unrouted(&scope, unrouted_visible).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `PATCH /v1/orgs/{org}/teams/{team}`: what is said changes; `members` and `sites` are whole lists.
pub async fn edit(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, team)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    Ok(Json(row(&state.desk.team_edit(&scope, known(&team)?, body::<TeamEdit>(&bytes)?).await?)))
}

/// `DELETE /v1/orgs/{org}/teams/{team}?unroute=true`; 204. Without `unroute`, 409 with the count while it has open tickets.
pub async fn delete(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, team)): Path<(String, String)>,
    uri: Uri,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let asked = Query::<Delete>::try_from_uri(&uri);
    let Query(Delete { unroute }) = asked
        .map_err(|error| AppError::new(400, "malformed", &format!("The address is not what this takes: {error}.")))?;
    state.desk.team_delete(&scope, known(&team)?, unroute).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What can be no id is no team's.
fn known(id: &str) -> Result<TeamId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

fn row(team: &TeamRow) -> Value {
    json!({
        "id": team.id,
        "name": team.name,
        "description": team.description,
        "members": team.members,
        "sites": team.sites,
        "open_tickets": team.open,
    })
}
