//! The audit log's server functions.
#![expect(missing_docs, reason = "each makes a struct of its arguments, which are documented by their use case")]

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::enter_org;
use domain::OrgSlug;
use domain::audit::{AuditFilter, AuditPage};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// One page of the log, newest first.
#[server(prefix = "/api", endpoint = "audit_list", input = Json)]
pub async fn audit_list(org: OrgSlug, filter: AuditFilter) -> Result<AuditPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.audit_list(&scope, &filter).await?)
}
