//! Cross-site requests (security.md A7): server functions have no check of their own, by design of the library, so one
//! layer in front of everything refuses what another site's page sent. Fetch metadata first, `Origin` where it is absent.

use crate::api;
use crate::state::AppState;
use app::error::AppError;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;

/// Doors that take no cookie and identify their caller by a key in a header: another origin is what they are for.
const BEARER_ONLY: &str = "/support/v1/";

/// Passes what is safe or same-origin; answers 403 `cross_site` to the rest.
pub async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe
        || request.uri().path().starts_with(BEARER_ONLY)
        || is_same_origin(request.headers(), &state.config.public_url)
    {
        return next.run(request).await;
    }
    api::refuse(&AppError::new(403, "cross_site", "This request came from another site's page, so it was not done."))
}

fn is_same_origin(headers: &HeaderMap, own: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some(site) => site == "same-origin",
        None => match text(header::ORIGIN) {
            Some(origin) => {
                // A browser reached us under the name it sends as Host: behind `--public-url` or directly.
                let by_host = text(header::HOST).is_some_and(|host| {
                    origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")) == Some(host)
                });
                origin == own || by_host
            }
            None => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::is_same_origin;
    use axum::http::HeaderMap;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (axum::http::HeaderName::from_static(name), value.parse().expect("a value")))
            .collect()
    }

    #[test]
    fn only_our_own_pages_pass() {
        let own = "https://desk.example";
        for (pairs, passes) in [
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "same-site")], false),
            (vec![("sec-fetch-site", "cross-site"), ("origin", "https://desk.example")], false),
            (vec![("sec-fetch-site", "none")], false),
            (vec![("origin", "https://desk.example")], true),
            (vec![("origin", "https://evil.example"), ("host", "desk.example")], false),
            (vec![("origin", "null")], false),
            (vec![], false),
        ] {
            assert_eq!(is_same_origin(&headers(&pairs), own), passes, "{pairs:?}");
        }
    }
}
