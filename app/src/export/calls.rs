//! The exports' server functions.
#![expect(missing_docs, reason = "each makes a struct of its arguments, which are documented by their use case")]

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::enter_org;
use domain::OrgSlug;
use domain::export::{ExportPage, ExportRow};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// The newest exports.
#[server(prefix = "/api", endpoint = "export_list", input = Json)]
pub async fn export_list(org: OrgSlug) -> Result<ExportPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.export_list(&scope).await?)
}

/// Asks for an export.
#[server(prefix = "/api", endpoint = "export_create", input = Json)]
pub async fn export_create(org: OrgSlug) -> Result<ExportRow, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.export_create(&scope).await?)
}
