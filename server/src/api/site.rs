//! `/v1/orgs/{org}/sites`: sites, as programs see them (S0-19).

use super::{Problem, body};
use crate::security::caller;
use crate::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use desk::Error;
use domain::SiteSlug;
use domain::site::{SiteEdit, SiteNew, SitePage, SiteRow};
use serde::Deserialize;
use serde_json::{Value, json};

/// What deleting a site asks for: that it is meant, and who gets the tickets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Delete {
    /// The site's slug or name.
    confirm: String,
    /// The site that gets the tickets.
    #[serde(default)]
    move_to: Option<SiteSlug>,
}

/// `GET /v1/orgs/{org}/sites`.
pub async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let sites: Vec<Value> = state.desk.site_list(&scope).await?.iter().map(row).collect();
    Ok(Json(json!({ "data": sites })))
}

/// `POST /v1/orgs/{org}/sites`: makes one; 201 with it and its key.
pub async fn create(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    Ok((StatusCode::CREATED, Json(page(&state.desk.site_create_shown(&scope, body::<SiteNew>(&bytes)?).await?))))
}

/// `GET /v1/orgs/{org}/sites/{site}`.
pub async fn show(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, site)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    Ok(Json(page(&state.desk.site_show(&scope, &known(&site)?).await?)))
}

/// `PATCH /v1/orgs/{org}/sites/{site}`: what is said changes; `origins` is the whole list.
pub async fn edit(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, site)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    Ok(Json(page(&state.desk.site_edit(&scope, &known(&site)?, body::<SiteEdit>(&bytes)?).await?)))
}

/// `DELETE /v1/orgs/{org}/sites/{site}` with `{"confirm": slug, "move_to": slug}`; 204.
pub async fn delete(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, site)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let Delete { confirm, move_to } = body(&bytes)?;
    state.desk.site_delete(&scope, &known(&site)?, &confirm, move_to).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/orgs/{org}/sites/{site}/key`: a new key; the old one opens nothing from now on (S0-36).
pub async fn rotate_key(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, site)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    Ok(Json(page(&state.desk.site_key_rotate(&scope, &known(&site)?).await?)))
}

/// What can be no slug is no site's.
fn known(slug: &str) -> Result<SiteSlug, Error> {
    SiteSlug::parse(slug).map_err(|_| Error::NotFound)
}

fn row(site: &SiteRow) -> Value {
    json!({
        "id": site.id,
        "org_id": site.org_id,
        "slug": site.slug,
        "name": site.name,
        "description": site.description,
        "origins": site.origins,
        "open_tickets": site.open,
        "created_at": site.created_at.rfc3339(),
    })
}

fn page(page: &SitePage) -> Value {
    let mut site = row(&page.site);
    site["key"] = json!({
        "key": page.key.key,
        "created_at": page.key.created.at.rfc3339(),
        "last_used_at": page.key.used.as_ref().map(|(moment, _)| moment.at.rfc3339()),
        "last_used_from": page.key.used.as_ref().map(|(_, origin)| origin),
    });
    site["page_url"] = json!(page.page_url);
    site["snippet"] = json!(page.snippet);
    let knocks = page
        .knocks
        .iter()
        .map(|knock| json!({ "origin": knock.origin, "times": knock.times, "last_at": knock.seen.at.rfc3339() }));
    site["refused_origins"] = knocks.collect();
    site
}
