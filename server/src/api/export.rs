//! `/v1/orgs/{org}/exports`: a copy of everything, made by a job and fetched as a file (D31).

use super::Problem;
use crate::security::caller;
use crate::state::AppState;
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Error;
use desk::export::ExportDownload;
use domain::ExportId;
use domain::export::ExportRow;
use futures::stream;
use serde_json::{Value, json};

/// `GET /v1/orgs/{org}/exports`: newest first.
pub async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let page = state.desk.export_list(&scope).await?;
    Ok(Json(json!({ "data": page.rows.iter().map(row).collect::<Vec<_>>() })))
}

/// `POST /v1/orgs/{org}/exports`: asks for one; 202 with it. 409 `conflict` while another is being made.
pub async fn create(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    Ok((StatusCode::ACCEPTED, Json(row(&state.desk.export_create(&scope).await?))))
}

/// `GET /v1/orgs/{org}/exports/{export}/file`: the zip, while it is kept. 404 before it is ready and after its week.
pub async fn file(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, export)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let id: ExportId = export.parse().map_err(|_| Error::NotFound)?;
    let file = state.desk.export_download(&scope, id).await?;
    let mut response = body(&state, &file).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    let name = HeaderValue::try_from(format!("attachment; filename=\"{}\"", file.name));
    headers.insert(header::CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment")));
    for (name, value) in [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// A piece at a time, as fast as the other side reads. A file that goes meanwhile breaks the answer off, so that nobody takes
/// what came for the whole.
fn body(state: &AppState, file: &ExportDownload) -> Body {
    let start = (state.desk.clone(), file.clone(), 0_u64);
    Body::from_stream(stream::try_unfold(start, |(desk, file, from)| async move {
        let piece = desk.export_piece(&file, from).await?;
        let next = from + piece.len() as u64;
        Ok::<_, Error>((!piece.is_empty()).then_some((piece, (desk, file, next))))
    }))
}

fn row(row: &ExportRow) -> Value {
    json!({
        "id": row.id,
        "state": row.state,
        "asked_by": row.by,
        "asked_at": row.asked.at.rfc3339(),
        "done": row.done,
        "total": row.total,
        "size": row.size,
        "sha256": row.sha256,
        "expires_at": row.expires.as_ref().map(|at| at.at.rfc3339()),
    })
}
