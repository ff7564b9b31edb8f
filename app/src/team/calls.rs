//! The teams' server functions.
#![expect(missing_docs, reason = "each makes a struct of its arguments, which are documented by their use case")]

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::enter_org;
use domain::team::{TeamEdit, TeamPage, TeamRow};
use domain::{OrgSlug, TeamId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Every team, and what one can be made of.
#[server(prefix = "/api", endpoint = "team_list", input = Json)]
pub async fn team_list(org: OrgSlug) -> Result<TeamPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.team_list(&scope).await?)
}

/// Makes a team.
#[server(prefix = "/api", endpoint = "team_create", input = Json)]
pub async fn team_create(org: OrgSlug, new: TeamEdit) -> Result<TeamRow, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.team_create(&scope, new).await?)
}

/// Changes a team.
#[server(name = TeamEditCall, prefix = "/api", endpoint = "team_edit", input = Json)]
pub async fn team_edit(org: OrgSlug, team: TeamId, edit: TeamEdit) -> Result<TeamRow, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.team_edit(&scope, team, edit).await?)
}

/// Takes a team away; with `unroute`, also from its open tickets.
#[server(prefix = "/api", endpoint = "team_delete", input = Json)]
pub async fn team_delete(org: OrgSlug, team: TeamId, unroute: bool) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.team_delete(&scope, team, unroute).await?)
}

/// Decides who sees tickets in no team.
#[server(prefix = "/api", endpoint = "team_set_unrouted", input = Json)]
pub async fn team_set_unrouted(org: OrgSlug, visible: bool) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.team_set_unrouted(&scope, visible).await?)
}
