//! The members' server functions.
#![expect(missing_docs, reason = "each makes a struct of its arguments, which are documented by their use case")]

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::enter_org;
use domain::member::{Leaving, MemberPage, PersonRow, TeamPage};
use domain::{OrgSlug, UserId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Who answers for the organization, with teams, availability and open tickets.
#[server(prefix = "/api", endpoint = "member_directory", input = Json)]
pub async fn member_directory(org: OrgSlug) -> Result<Vec<PersonRow>, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.member_directory(&scope).await?)
}

/// I am away, or back.
#[server(prefix = "/api", endpoint = "member_set_away", input = Json)]
pub async fn member_set_away(org: OrgSlug, away: bool) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.member_set_away(&scope, away).await?)
}

/// Everybody, and what I may do with each.
#[server(prefix = "/api", endpoint = "member_team", input = Json)]
pub async fn member_team(org: OrgSlug) -> Result<TeamPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.member_team(&scope).await?)
}

/// What one of them may do here, and through what.
#[server(prefix = "/api", endpoint = "member_show", input = Json)]
pub async fn member_show(org: OrgSlug, user: UserId) -> Result<MemberPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.member_show(&scope, user).await?)
}

/// Gives a member another role.
#[server(prefix = "/api", endpoint = "member_set_role", input = Json)]
pub async fn member_set_role(org: OrgSlug, user: UserId, role: String) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.member_set_role(&scope, user, &role).await?)
}

/// What would become of my open tickets, if I left.
#[server(prefix = "/api", endpoint = "member_leaving", input = Json)]
pub async fn member_leaving(org: OrgSlug) -> Result<Leaving, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.member_leaving(&scope).await?)
}

/// Removes a member; their open tickets go to `heir`, or to nobody.
#[server(prefix = "/api", endpoint = "member_remove", input = Json)]
pub async fn member_remove(org: OrgSlug, user: UserId, heir: Option<UserId>) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.member_remove(&scope, user, heir).await?)
}
