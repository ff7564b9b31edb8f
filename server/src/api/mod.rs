//! REST for programs. Handlers parse, call ONE use case, convert; what goes wrong is a code, a sentence and the fields.

pub mod audit;
pub mod export;
pub mod invitation;
pub mod mail;
pub mod mailbox;
pub mod member;
pub mod organization;
pub mod role;
pub mod site;
pub mod support;
pub mod team;
pub mod ticket;

use app::error::AppError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A failure as a handler may return it: `?` works on whatever a use case answers.
#[derive(Debug)]
pub struct Problem(pub AppError);

impl From<desk::Error> for Problem {
    fn from(error: desk::Error) -> Self {
        Self(AppError::of(&error))
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        refuse(&self.0)
    }
}

/// The answer of a refused request: `{"error":{"code","message","fields","request_id"}}` (D35).
#[must_use]
pub fn refuse(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let fields: serde_json::Map<String, serde_json::Value> =
        error.fields.0.iter().map(|problem| (problem.field.name().to_owned(), json!(problem.message))).collect();
    let codes: serde_json::Map<String, serde_json::Value> =
        error.fields.0.iter().map(|problem| (problem.field.name().to_owned(), json!(problem.code))).collect();
    let body = json!({"error": {"code": error.code, "message": error.message, "fields": fields, "field_codes": codes}});
    let mut response = (status, Json(body)).into_response();
    if let Some(seconds) = error.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A JSON body, or 400 `malformed` in our own words instead of the framework's.
pub fn body<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        Problem(AppError::new(400, "malformed", &format!("The body is not what this address takes: {error}.")))
    })
}

/// `GET /health`: version, engine, migration.
pub async fn health(axum::extract::State(state): axum::extract::State<crate::state::AppState>) -> Response {
    let store = state.desk.store();
    match store.read_global().await {
        Ok(_) => Json(json!({
            "status": "ok",
            "version": env!("CARGO_PKG_VERSION"),
            "engine": store.engine().name(),
            "migration": store.migration(),
        }))
        .into_response(),
        Err(error) => refuse(&AppError::of(&error.into())),
    }
}
