//! `/v1/orgs`: organizations, as programs see them (S0-09).

use super::{Problem, body};
use crate::security::caller;
use crate::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use desk::Error;
use domain::OrgSlug;
use domain::organization::{OrgEdit, OrgNew, OrgPage, OrgRow, logo_path};
use serde::Deserialize;
use serde_json::{Value, json};

/// `GET /v1/orgs`: the caller's organizations, last used first.
pub async fn list(State(state): State<AppState>, headers: HeaderMap) -> Result<Json<Value>, Problem> {
    let user = caller::user(&state, &headers).await?.ok_or(Error::SignedOut)?;
    let orgs: Vec<Value> = state.desk.org_mine(&user).await?.iter().map(row).collect();
    Ok(Json(json!({ "data": orgs })))
}

/// `POST /v1/orgs`: makes one; 201 with it.
pub async fn create(
    State(state): State<AppState>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let user = caller::user(&state, &headers).await?.ok_or(Error::SignedOut)?;
    let slug: OrgSlug = state.desk.org_create(&user, body::<OrgNew>(&bytes)?).await?;
    let scope = state.desk.enter_org(&user, &slug).await?;
    Ok((StatusCode::CREATED, Json(page(&state.desk.org_show(&scope).await?))))
}

/// `GET /v1/orgs/{org}`.
pub async fn show(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    Ok(Json(page(&state.desk.org_show(&scope).await?)))
}

/// `PATCH /v1/orgs/{org}`: what is said changes, the rest stays; another slug is 422 `slug_immutable` (S0-10).
pub async fn edit(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    bytes: Bytes,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    Ok(Json(page(&state.desk.org_edit(&scope, body::<OrgEdit>(&bytes)?).await?)))
}

/// What `DELETE` is told.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Delete {
    confirm: String,
}

/// `DELETE /v1/orgs/{org}` with `{"confirm": "its name"}`: for ever (B33). Without it 422, which says what it must be.
pub async fn delete(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    bytes: Bytes,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let Delete { confirm } = if bytes.is_empty() { Delete::default() } else { body(&bytes)? };
    state.desk.org_delete(&scope, &confirm).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn row(org: &OrgRow) -> Value {
    json!({ "id": org.id, "slug": org.slug, "name": org.name, "accent": org.accent, "logo": org.logo.map(|logo| logo_path(&org.slug, logo)), "role": org.role.key, "role_name": org.role.name, "unread": org.unread })
}

fn page(org: &OrgPage) -> Value {
    json!({
        "id": org.id,
        "slug": org.slug,
        "name": org.name,
        "description": org.description,
        "prefix": org.prefix,
        "padding": org.padding,
        "currency": org.currency,
        "timezone": org.timezone,
        "accent": org.accent,
        "logo": org.logo.map(|logo| logo_path(&org.slug, logo)),
        "signature": org.signature,
        "seats": org.seats,
        "created_at": org.created_at.rfc3339(),
    })
}
