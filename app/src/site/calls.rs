//! The sites' server functions.
#![expect(missing_docs, reason = "each makes a struct of its arguments, which are documented by their use case")]

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::enter_org;
use domain::site::{SiteCheck, SiteEdit as Edit, SiteNew, SitePage, SiteRow};
use domain::{OrgSlug, SiteSlug};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// All sites, by name.
#[server(prefix = "/api", endpoint = "site_list", input = Json)]
pub async fn site_list(org: OrgSlug) -> Result<Vec<SiteRow>, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.site_list(&scope).await?)
}

/// One site with everything its page shows.
#[server(prefix = "/api", endpoint = "site_show", input = Json)]
pub async fn site_show(org: OrgSlug, site: SiteSlug) -> Result<SitePage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.site_show(&scope, &site).await?)
}

/// Makes a site, with its key.
#[server(prefix = "/api", endpoint = "site_create", input = Json)]
pub async fn site_create(org: OrgSlug, new: SiteNew) -> Result<SiteRow, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.site_create(&scope, new).await?)
}

/// Changes what a site is called and where its key works.
#[server(name = SiteEditCall, prefix = "/api", endpoint = "site_edit", input = Json)]
pub async fn site_edit(org: OrgSlug, site: SiteSlug, edit: Edit) -> Result<SitePage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.site_edit(&scope, &site, edit).await?)
}

/// Puts an origin on the list.
#[server(prefix = "/api", endpoint = "site_allow_origin", input = Json)]
pub async fn site_allow_origin(org: OrgSlug, site: SiteSlug, origin: String) -> Result<SitePage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.site_allow_origin(&scope, &site, &origin).await?)
}

/// Takes an origin off the list.
#[server(prefix = "/api", endpoint = "site_remove_origin", input = Json)]
pub async fn site_remove_origin(org: OrgSlug, site: SiteSlug, origin: String) -> Result<SitePage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.site_remove_origin(&scope, &site, &origin).await?)
}

/// A new key; the old one opens nothing from now on.
#[server(prefix = "/api", endpoint = "site_key_rotate", input = Json)]
pub async fn site_key_rotate(org: OrgSlug, site: SiteSlug) -> Result<SitePage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.site_key_rotate(&scope, &site).await?)
}

/// Asks the site's doors what they would answer.
#[server(prefix = "/api", endpoint = "site_test", input = Json)]
pub async fn site_test(org: OrgSlug, site: SiteSlug) -> Result<Vec<SiteCheck>, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.site_test(&scope, &site).await?)
}

/// Takes a site away; its tickets go to another one.
#[server(prefix = "/api", endpoint = "site_delete", input = Json)]
pub async fn site_delete(
    org: OrgSlug,
    site: SiteSlug,
    confirm: String,
    move_to: Option<SiteSlug>,
) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.site_delete(&scope, &site, &confirm, move_to).await?)
}
