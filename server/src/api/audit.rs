//! `/v1/orgs/{org}/audit`: the audit log, as JSON and as CSV (D33).

use super::Problem;
use crate::security::caller;
use crate::state::AppState;
use app::error::AppError;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::audit::AuditFilter;
use serde_json::{Value, json};

/// `GET /v1/orgs/{org}/audit?action=&actor=&from=&to=&text=&before=`: newest first, 50 a page; `next` is the next page's `before`.
/// Days such as `2026-11-26`, both included, in the organization's time zone; a text in whatever case.
pub async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    uri: Uri,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let page = state.desk.audit_list(&scope, &asked(&uri)?).await?;
    let rows: Vec<Value> = page
        .rows
        .iter()
        .map(|row| {
            json!({
                "number": row.seq, "at": row.at.at.rfc3339(), "actor": { "id": row.actor_id, "name": row.actor },
                "action": row.action, "target": row.target, "changes": row.changes, "ip": row.ip,
            })
        })
        .collect();
    Ok(Json(json!({ "data": rows, "next": page.next })))
}

/// `GET /v1/orgs/{org}/audit.csv`: all of it under the same filter, for a spreadsheet.
pub async fn csv(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let csv = state.desk.audit_csv(&scope, &asked(&uri)?).await?;
    let kind = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    Ok((kind, csv).into_response())
}

fn asked(uri: &Uri) -> Result<AuditFilter, AppError> {
    let asked = Query::<AuditFilter>::try_from_uri(uri);
    asked.map(|Query(filter)| filter).map_err(|error| AppError::new(400, "malformed", &error.body_text()))
}
