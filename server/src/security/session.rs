//! The session cookie: `__Host-sid; Secure` where browsers trust the origin, `sid` elsewhere (design.md section 9).

use crate::config::Config;
use axum::http::{HeaderMap, HeaderValue, header};
use desk::account::SignedIn;

/// Seconds a browser keeps the cookie; the server ends sessions by its own clock.
const MAX_AGE: i64 = 30 * 86_400;

fn name(config: &Config) -> &'static str {
    if config.is_secure() { "__Host-sid" } else { "sid" }
}

/// Sets the cookie of a fresh session.
#[must_use]
pub fn cookie(config: &Config, signed_in: &SignedIn) -> HeaderValue {
    written(config, &signed_in.token, MAX_AGE)
}

/// Takes the cookie away.
#[must_use]
pub fn clear(config: &Config) -> HeaderValue {
    written(config, "", 0)
}

fn written(config: &Config, value: &str, max_age: i64) -> HeaderValue {
    let secure = if config.is_secure() { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}", name(config));
    // Base62 and ASCII: always a header value.
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The session token of a request.
#[must_use]
pub fn token(headers: &HeaderMap, config: &Config) -> Option<String> {
    let name = name(config);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}
