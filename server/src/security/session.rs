//! The session cookie: `__Host-sid; Secure` where browsers trust the origin, `sid` elsewhere (design.md section 9).

use crate::config::Config;
use axum::http::{HeaderMap, HeaderValue, header};
use desk::account::{SecondStep, SignedIn};

/// Seconds a browser keeps the cookie; the server ends sessions by its own clock.
const MAX_AGE: i64 = 30 * 86_400;

/// Seconds a browser keeps what it got for the password until the code.
const STEP_AGE: i64 = 300;

fn name(config: &Config) -> &'static str {
    if config.is_secure() { "__Host-sid" } else { "sid" }
}

/// Of the second step of signing in.
fn step_name(config: &Config) -> &'static str {
    if config.is_secure() { "__Host-step" } else { "step" }
}

/// Sets the cookie of a fresh session.
#[must_use]
pub fn cookie(config: &Config, signed_in: &SignedIn) -> HeaderValue {
    written(config, name(config), &signed_in.token, MAX_AGE)
}

/// Takes the cookie away.
#[must_use]
pub fn clear(config: &Config) -> HeaderValue {
    written(config, name(config), "", 0)
}

/// Sets the cookie of the second step.
#[must_use]
pub fn step_cookie(config: &Config, step: &SecondStep) -> HeaderValue {
    written(config, step_name(config), &step.token, STEP_AGE)
}

/// Takes it away.
#[must_use]
pub fn step_clear(config: &Config) -> HeaderValue {
    written(config, step_name(config), "", 0)
}

fn written(config: &Config, name: &str, value: &str, max_age: i64) -> HeaderValue {
    let secure = if config.is_secure() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}");
    // Base62 and ASCII: always a header value.
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The session token of a request.
#[must_use]
pub fn token(headers: &HeaderMap, config: &Config) -> Option<String> {
    read(headers, name(config))
}

/// The token of the second step, while a code is waited for.
#[must_use]
pub fn step(headers: &HeaderMap, config: &Config) -> Option<String> {
    read(headers, step_name(config))
}

fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}
