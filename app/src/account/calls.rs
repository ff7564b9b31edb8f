//! The account's server functions: about the person who asks, so none takes an organization.

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::enter_user;
use domain::SessionId;
use domain::text::Name;
use domain::user::SessionRow;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Where I am signed in, last used first.
#[server(prefix = "/api", endpoint = "account_sessions", input = Json)]
pub async fn account_sessions() -> Result<Vec<SessionRow>, AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.account_sessions(&user).await?)
}

/// Signs one of my browsers out.
#[server(prefix = "/api", endpoint = "account_session_end", input = Json)]
pub async fn account_session_end(session: SessionId) -> Result<(), AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.account_session_end(&user, session).await?)
}

/// Changes my password and signs my other browsers out.
#[server(prefix = "/api", endpoint = "account_set_password", input = Json)]
pub async fn account_set_password(current: String, new: String) -> Result<(), AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.account_set_password(&user, &current, &new).await?)
}

/// Mails the link that confirms my address once more.
#[server(prefix = "/api", endpoint = "account_confirm_resend", input = Json)]
pub async fn account_confirm_resend() -> Result<(), AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.account_confirm_resend(&user.user().email).await?)
}

/// Changes my name.
#[server(prefix = "/api", endpoint = "account_rename", input = Json)]
pub async fn account_rename(name: String) -> Result<Name, AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.account_rename(&user, &name).await?)
}
