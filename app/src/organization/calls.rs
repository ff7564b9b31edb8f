//! The organization's server functions.
#![expect(missing_docs, reason = "each makes a struct of its arguments, which are documented by their use case")]

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::{enter_org, enter_user};
use domain::organization::{Me, OrgDanger, OrgEdit as Edit, OrgNew, OrgPage, OrgRow, Setup, SlugCheck};
use domain::{LogoId, OrgSlug};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Makes an organization, whole or not at all.
#[server(prefix = "/api", endpoint = "org_create", input = Json)]
pub async fn org_create(new: OrgNew) -> Result<OrgSlug, AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.org_create(&user, new).await?)
}

/// Whether a slug can still be had.
#[server(prefix = "/api", endpoint = "org_slug_check", input = Json)]
pub async fn org_slug_check(slug: String) -> Result<SlugCheck, AppError> {
    let (desk, _) = enter_user().await?;
    Ok(desk.org_slug_check(&slug).await?)
}

/// My organizations, last used first.
#[server(prefix = "/api", endpoint = "org_mine", input = Json)]
pub async fn org_mine() -> Result<Vec<OrgRow>, AppError> {
    let (desk, user) = enter_user().await?;
    Ok(desk.org_mine(&user).await?)
}

/// Who I am in an organization.
#[server(prefix = "/api", endpoint = "org_me", input = Json)]
pub async fn org_me(org: OrgSlug) -> Result<Me, AppError> {
    let (_, user) = enter_user().await?;
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.org_me(&user, &scope).await?)
}

/// The organization's settings.
#[server(prefix = "/api", endpoint = "org_show", input = Json)]
pub async fn org_show(org: OrgSlug) -> Result<OrgPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.org_show(&scope).await?)
}

/// Changes the organization's settings.
#[server(name = OrgEditCall, prefix = "/api", endpoint = "org_edit", input = Json)]
pub async fn org_edit(org: OrgSlug, edit: Edit) -> Result<OrgPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.org_edit(&scope, edit).await?)
}

/// Makes the picture behind an address the logo.
#[server(prefix = "/api", endpoint = "org_logo_fetch", input = Json)]
pub async fn org_logo_fetch(org: OrgSlug, address: String) -> Result<LogoId, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.org_logo_fetch(&scope, &address).await?)
}

/// What would go with the organization.
#[server(name = OrgDangerCall, prefix = "/api", endpoint = "org_danger", input = Json)]
pub async fn org_danger(org: OrgSlug) -> Result<OrgDanger, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.org_danger(&scope).await?)
}

/// Deletes the organization with all that is in it.
#[server(prefix = "/api", endpoint = "org_delete", input = Json)]
pub async fn org_delete(org: OrgSlug, confirm: String) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.org_delete(&scope, &confirm).await?)
}

/// How far a young organization has come; nothing for a grown one.
#[server(prefix = "/api", endpoint = "org_setup", input = Json)]
pub async fn org_setup(org: OrgSlug) -> Result<Option<Setup>, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.org_setup(&scope).await?)
}
