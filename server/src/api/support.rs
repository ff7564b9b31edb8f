//! `POST /support/v1/tickets`: what the widget and a site's own pages call with the site's key (B19, S0-34..38).
//!
//! A preflight carries no key, so any site's origin is let through; the real request is checked against the key's own site.
//! Every answer names the origin it is for, refusals too: else a browser hides from the page why it was refused.

use crate::api::{Problem, body};
use crate::public::support::knock;
use crate::security::limit::Kind;
use crate::state::AppState;
use app::error::AppError;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::customer::CustomerTicketNew;
use domain::ticket::{Channel, TicketOpened};
use serde::Deserialize;

/// Bytes of a body: 100,000 characters, whatever they are, and the words around them.
const BODY: usize = 1024 * 1024;
/// Seconds a browser remembers a preflight: an origin taken off the list is out within ten minutes.
const REMEMBER: HeaderValue = HeaderValue::from_static("600");

/// A ticket as a page sends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TicketBody {
    email: String,
    #[serde(default)]
    name: String,
    subject: String,
    body: String,
}

/// `OPTIONS /support/v1/tickets`.
pub async fn preflight(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let origin = origin(&headers);
    if readable(&state, origin.as_ref()).await {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("authorization, content-type, idempotency-key"),
        );
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, REMEMBER);
        named(response, origin)
    } else {
        named(response, None)
    }
}

/// `POST /support/v1/tickets`: 201 with code and link.
pub async fn open(State(state): State<AppState>, request: Request) -> Response {
    let origin = origin(request.headers());
    match opened(&state, request).await {
        Ok(opened) => named((StatusCode::CREATED, Json(opened)).into_response(), origin),
        Err(problem) => {
            let origin = if readable(&state, origin.as_ref()).await { origin } else { None };
            named(problem.into_response(), origin)
        }
    }
}

async fn opened(state: &AppState, request: Request) -> Result<TicketOpened, Problem> {
    knock(state, &request, Kind::SupportApi, "")?;
    let headers = request.headers();
    let scope = state.desk.enter_site_key(key(headers), text(headers, header::ORIGIN)).await?;
    knock(state, &request, Kind::SupportApi, &scope.site().to_string())?;
    // What is no visible ASCII is refused by the use case, in words.
    let idempotency = request.headers().get("idempotency-key").map(|key| key.to_str().unwrap_or_default().to_owned());
    let bytes = axum::body::to_bytes(request.into_body(), BODY).await;
    let bytes = bytes.map_err(|_| AppError::new(413, "too_large", "Send at most 1 MB."))?;
    let TicketBody { email, name, subject, body } = body(&bytes)?;
    let new =
        CustomerTicketNew { email, name, subject, body, idempotency, files: Vec::new(), channel: Channel::Widget };
    Ok(state.desk.customer_open(&scope, new).await?)
}

/// The key of `Authorization: Bearer pk_...`.
fn key(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = text(headers, header::AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(key.trim())
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn origin(headers: &HeaderMap) -> Option<HeaderValue> {
    headers.get(header::ORIGIN).cloned()
}

/// Whether a page of that origin may read the answer: any site lists it. No cookie counts here, so there is nothing to steal.
async fn readable(state: &AppState, origin: Option<&HeaderValue>) -> bool {
    match origin.and_then(|origin| origin.to_str().ok()) {
        Some(origin) => state.desk.customer_origin_known(origin).await.unwrap_or(false),
        None => false,
    }
}

/// Names the one origin that may read the answer, exactly as it came; never `*`, never with credentials.
fn named(mut response: Response, origin: Option<HeaderValue>) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("Retry-After"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::{TicketBody, key, named};
    use axum::http::{HeaderMap, HeaderValue, StatusCode};
    use axum::response::IntoResponse;

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        [(axum::http::HeaderName::from_static(name), HeaderValue::from_static(value))].into_iter().collect()
    }

    #[test]
    fn a_key_comes_as_a_bearer_only() {
        for (value, expected) in
            [("Bearer pk_1", Some("pk_1")), ("bearer  pk_1", Some("pk_1")), ("Basic pk_1", None), ("pk_1", None)]
        {
            assert_eq!(key(&headers("authorization", value)), expected, "{value}");
        }
        assert_eq!(key(&HeaderMap::new()), None);
    }

    #[test]
    fn the_answer_names_exactly_the_origin_that_asked() {
        let refused = || StatusCode::FORBIDDEN.into_response();
        let told = named(refused(), Some(HeaderValue::from_static("https://www.example.com")));
        assert_eq!(told.headers()["access-control-allow-origin"], "https://www.example.com");
        assert_eq!(told.headers()["access-control-expose-headers"], "Retry-After");
        assert_eq!(told.headers()["vary"], "Origin");
        assert!(!told.headers().contains_key("access-control-allow-credentials"));
        let hidden = named(refused(), None);
        assert!(!hidden.headers().contains_key("access-control-allow-origin"));
        assert_eq!(hidden.headers()["vary"], "Origin");
    }

    #[test]
    fn a_body_takes_no_field_that_is_not_there() {
        let ok = r#"{"email":"a@b.example","subject":"s","body":"b"}"#;
        assert_eq!(serde_json::from_str::<TicketBody>(ok).expect("a body").name, "");
        let more = r#"{"email":"a@b.example","subject":"s","body":"b","site":"other"}"#;
        assert!(serde_json::from_str::<TicketBody>(more).is_err());
    }
}
