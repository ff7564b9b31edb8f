//! The account's server functions: about the person who asks, so none takes an organization. What asks for a password again is
//! a form instead (server/src/public/profile.rs).

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::enter_user;
use domain::SessionId;
use domain::organization::MembershipRow;
use domain::signature::Signature;
use domain::text::Name;
use domain::user::{ProfilePage, SecurityPage, SessionRow};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// What my profile shows beside what every page knows.
#[server(prefix = "/api", endpoint = "account_profile", input = Json)]
pub async fn account_profile() -> Result<ProfilePage, AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.account_profile(&user).await?)
}

/// How I sign in.
#[server(prefix = "/api", endpoint = "account_security", input = Json)]
pub async fn account_security() -> Result<SecurityPage, AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.account_security(&user).await?)
}

/// Where I work, by name.
#[server(prefix = "/api", endpoint = "account_memberships", input = Json)]
pub async fn account_memberships() -> Result<Vec<MembershipRow>, AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.account_memberships(&user).await?)
}

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

/// Signs all my other browsers out.
#[server(prefix = "/api", endpoint = "account_sessions_end_others", input = Json)]
pub async fn account_sessions_end_others() -> Result<(), AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.account_sessions_end_others(&user).await?)
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

/// Changes what stands under my replies.
#[server(prefix = "/api", endpoint = "account_set_signature", input = Json)]
pub async fn account_set_signature(signature: String) -> Result<Signature, AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.account_set_signature(&user, &signature).await?)
}
