//! Resolves session and organization BEFORE Leptos renders, because it fixes the status with the first chunk.

use crate::security::{client, session};
use crate::state::AppState;
use app::request::Caller;
use app::session::Session;
use axum::http::HeaderMap;
use desk::access::{Scope, UserScope};
use domain::OrgSlug;

/// The signed-in person of a request; `None` for strangers. Errors: a database that does not answer.
pub async fn user(state: &AppState, headers: &HeaderMap) -> desk::Result<Option<UserScope>> {
    let Some(token) = session::token(headers, &state.config) else { return Ok(None) };
    match state.desk.enter_session(&token).await {
        Ok(user) => Ok(Some(user.from_ip(client::noted(headers)))),
        Err(desk::Error::SignedOut) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The signed-in person in the organization of a REST address. Errors: `SignedOut`, `NotFound`.
pub async fn scope(state: &AppState, headers: &HeaderMap, slug: &str) -> desk::Result<Scope> {
    let user = user(state, headers).await?.ok_or(desk::Error::SignedOut)?;
    let slug = OrgSlug::parse(slug).map_err(|_| desk::Error::NotFound)?;
    state.desk.enter_org(&user, &slug).await
}

/// Everything a page or a server function may ask about its caller. With `frame`, also what stands around the page.
pub async fn caller(
    state: &AppState,
    headers: &HeaderMap,
    slug: Option<&OrgSlug>,
    frame: bool,
) -> desk::Result<Caller> {
    let user = user(state, headers).await?;
    let scope = match (&user, slug) {
        (Some(user), Some(slug)) => match state.desk.enter_org(user, slug).await {
            Ok(scope) => Some(scope),
            Err(desk::Error::NotFound) => None,
            Err(error) => return Err(error),
        },
        _ => None,
    };
    let session = match &user {
        Some(user) if frame => Some(Session {
            user: user.id(),
            name: user.user().name.clone(),
            email: domain::MailAddress::parse(&user.user().email)
                .map_err(|error| desk::Error::Broken(error.to_string()))?,
            confirmed: user.user().confirmed,
            orgs: state.desk.org_mine(user).await?,
            outbox: state.config.has_outbox(),
        }),
        _ => None,
    };
    Ok(Caller { desk: state.desk.clone(), user, scope, session })
}
