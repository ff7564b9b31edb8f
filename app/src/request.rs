//! Server side only: who is asking, and the door into an organization.

use crate::error::AppError;
use crate::session::Session;
use axum_http::StatusCode;
use axum_http::request::Parts;
use desk::Desk;
use desk::access::{Scope, UserScope};
use domain::OrgSlug;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// What the server resolved of a request before Leptos saw it; given to every page and server function as context.
#[derive(Clone)]
pub struct Caller {
    /// All use cases.
    pub desk: Desk,
    /// The signed-in person, if there is one.
    pub user: Option<UserScope>,
    /// The organization of the page's address, resolved already.
    pub scope: Option<Scope>,
    /// What the frame of every page needs; embedded in the HTML for the browser.
    pub session: Option<Session>,
}

fn caller() -> Result<Caller, AppError> {
    use_context::<Caller>().ok_or_else(|| desk::Error::Broken("no caller in context".to_owned()).into())
}

/// The signed-in person. Errors: `signed_out`.
pub async fn enter_user() -> Result<(Desk, UserScope), AppError> {
    let caller = caller()?;
    let user = caller.user.ok_or(desk::Error::SignedOut)?;
    Ok((caller.desk, user))
}

/// The signed-in person in the organization of that slug. Errors: `signed_out`, `not_found`.
pub async fn enter_org(slug: &OrgSlug) -> Result<(Desk, Scope), AppError> {
    let caller = caller()?;
    let user = caller.user.ok_or(desk::Error::SignedOut)?;
    if let Some(scope) = caller.scope.filter(|scope| scope.org().slug == *slug) {
        return Ok((caller.desk, scope));
    }
    let scope = caller.desk.enter_org(&user, slug).await?;
    Ok((caller.desk, scope))
}

/// Sets the status of a server function's answer. Only under `/api/`: a page's status is fixed before Leptos renders.
pub fn set_status(status: u16) {
    let is_call = use_context::<Parts>().is_some_and(|parts| parts.uri.path().starts_with("/api/"));
    if let (true, Some(response), Ok(status)) =
        (is_call, use_context::<ResponseOptions>(), StatusCode::from_u16(status))
    {
        response.set_status(status);
    }
}

/// Sets the status of a page whose existence depends on data (a ticket), from its blocking resource.
pub fn set_page_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}
