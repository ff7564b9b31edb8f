//! What browsers may do with our answers: one policy for pages, one for files, and no caching of what is personal.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::Nonce;

/// The script nonce of this answer, for the shell.
#[derive(Clone)]
pub struct PageNonce(pub String);

/// What a page may load, with these scripts.
#[must_use]
pub fn policy(scripts: &str) -> String {
    format!(
        "default-src 'self'; script-src {scripts}; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// Mints the nonce before, sets the headers after. A handler that set its own policy (downloads) keeps it.
pub async fn set(mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new().to_string();
    let is_static = request.uri().path().starts_with("/pkg/") || request.uri().path() == "/widget.js";
    request.extensions_mut().insert(PageNonce(nonce.clone()));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &str| {
        if let (false, Ok(value)) = (headers.contains_key(&name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    };
    put(header::CONTENT_SECURITY_POLICY, &policy(&format!("'self' 'nonce-{nonce}' 'wasm-unsafe-eval'")));
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "same-origin");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=()");
    if !is_static {
        put(header::CACHE_CONTROL, "no-store");
        put(header::VARY, "Cookie, Origin, Sec-Fetch-Site");
    }
    response
}
