//! The roles' server function. What changes them are plain forms (server/src/public/role.rs).
#![expect(missing_docs, reason = "makes a struct of its arguments, which are documented by its use case")]

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::enter_org;
use domain::OrgSlug;
use domain::role::RoleRow;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// All roles and what each may do.
#[server(prefix = "/api", endpoint = "role_list", input = Json)]
pub async fn role_list(org: OrgSlug) -> Result<Vec<RoleRow>, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.role_list(&scope).await?)
}
