//! The invitations' server functions.
#![expect(missing_docs, reason = "each makes a struct of its arguments, which are documented by their use case")]

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::{enter_org, enter_user};
use domain::invitation::{InvitationLine, InvitationNew, InvitationOffer, InvitationPage};
use domain::{InvitationId, OrgSlug};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// What waits for an answer, the seats, and the roles I may give.
#[server(prefix = "/api", endpoint = "invitation_list", input = Json)]
pub async fn invitation_list(org: OrgSlug) -> Result<InvitationPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.invitation_list(&scope).await?)
}

/// Invites one or many; an answer for each.
#[server(prefix = "/api", endpoint = "invitation_create", input = Json)]
pub async fn invitation_create(org: OrgSlug, new: InvitationNew) -> Result<Vec<InvitationLine>, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.invitation_create(&scope, new).await?)
}

/// A new link in a new mail.
#[server(prefix = "/api", endpoint = "invitation_resend", input = Json)]
pub async fn invitation_resend(org: OrgSlug, invitation: InvitationId) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.invitation_resend(&scope, invitation).await?)
}

/// A new link to hand on, told this once.
#[server(prefix = "/api", endpoint = "invitation_link", input = Json)]
pub async fn invitation_link(org: OrgSlug, invitation: InvitationId) -> Result<String, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.invitation_link(&scope, invitation).await?)
}

/// Takes an invitation back.
#[server(prefix = "/api", endpoint = "invitation_revoke", input = Json)]
pub async fn invitation_revoke(org: OrgSlug, invitation: InvitationId) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.invitation_revoke(&scope, invitation).await?)
}

/// What my confirmed address can accept.
#[server(prefix = "/api", endpoint = "invitation_mine", input = Json)]
pub async fn invitation_mine() -> Result<Vec<InvitationOffer>, AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.invitation_mine(&user).await?)
}

/// Accepts one of mine; answers where to go. The page is loaded anew there: its frame knows one more organization.
#[server(prefix = "/api", endpoint = "invitation_mine_accept", input = Json)]
pub async fn invitation_mine_accept(invitation: InvitationId) -> Result<OrgSlug, AppError> {
    let (desk, user) = enter_user().await?;
    let door = desk.enter_invitation_mine(&user, invitation).await?;
    Ok(desk.invitation_accept(&user, &door).await?)
}

/// Declines one of mine.
#[server(prefix = "/api", endpoint = "invitation_mine_decline", input = Json)]
pub async fn invitation_mine_decline(invitation: InvitationId) -> Result<(), AppError> {
    let (desk, user) = enter_user().await?;
    let door = desk.enter_invitation_mine(&user, invitation).await?;
    Ok(desk.invitation_decline(Some(&user), &door, None).await?)
}
