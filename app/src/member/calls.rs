//! The members' server functions.
#![expect(missing_docs, reason = "each makes a struct of its arguments, which are documented by their use case")]

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::enter_org;
use domain::OrgSlug;
use domain::member::{MemberRow, PersonRow};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Everybody in the organization, by name.
#[server(prefix = "/api", endpoint = "member_list", input = Json)]
pub async fn member_list(org: OrgSlug) -> Result<Vec<MemberRow>, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.member_list(&scope).await?)
}

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
