//! The mailboxes' server functions.
#![expect(missing_docs, reason = "each makes a struct of its arguments, which are documented by their use case")]

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::enter_org;
use domain::mailbox::{
    DomainCheck, DomainRow, MailSettings, MailboxChoices, MailboxPage, MailboxRow, MailboxTyped, MailboxesPage,
    SiteMail,
};
use domain::{MailboxId, OrgSlug};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// All mailboxes, what nobody could place, and how mail leaves.
#[server(prefix = "/api", endpoint = "mailbox_list", input = Json)]
pub async fn mailbox_list(org: OrgSlug) -> Result<MailboxesPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mailbox_list(&scope).await?)
}

/// What the form of a new one offers.
#[server(prefix = "/api", endpoint = "mailbox_new", input = Json)]
pub async fn mailbox_new(org: OrgSlug) -> Result<MailboxChoices, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mailbox_new(&scope).await?)
}

/// One mailbox with everything its page shows.
#[server(prefix = "/api", endpoint = "mailbox_show", input = Json)]
pub async fn mailbox_show(org: OrgSlug, mailbox: MailboxId) -> Result<MailboxPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mailbox_show(&scope, mailbox).await?)
}

/// Connects a mailbox.
#[server(prefix = "/api", endpoint = "mailbox_create", input = Json)]
pub async fn mailbox_create(org: OrgSlug, new: MailboxTyped) -> Result<MailboxPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mailbox_create(&scope, new).await?)
}

/// Changes a mailbox; an empty password stays as it is.
#[server(prefix = "/api", endpoint = "mailbox_edit", input = Json)]
pub async fn mailbox_edit(org: OrgSlug, mailbox: MailboxId, edit: MailboxTyped) -> Result<MailboxPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mailbox_edit(&scope, mailbox, edit).await?)
}

/// Takes a mailbox away; mail to its address is refused at once.
#[server(prefix = "/api", endpoint = "mailbox_delete", input = Json)]
pub async fn mailbox_delete(org: OrgSlug, mailbox: MailboxId, confirm: String) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mailbox_delete(&scope, mailbox, &confirm).await?)
}

/// Begins a test that really sends and receives.
#[server(prefix = "/api", endpoint = "mailbox_test", input = Json)]
pub async fn mailbox_test(org: OrgSlug, mailbox: MailboxId) -> Result<MailboxRow, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mailbox_test(&scope, mailbox).await?)
}

/// Decides how mail leaves.
#[server(prefix = "/api", endpoint = "mail_settings_set", input = Json)]
pub async fn mail_settings_set(org: OrgSlug, settings: MailSettings) -> Result<MailSettings, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mail_settings_set(&scope, settings).await?)
}

/// Lets a site decide for itself, or follow the organization.
#[server(prefix = "/api", endpoint = "site_mail_set", input = Json)]
pub async fn site_mail_set(org: OrgSlug, mail: SiteMail) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.site_mail_set(&scope, mail).await?)
}

/// Looks what a domain says about its mail.
#[server(prefix = "/api", endpoint = "mail_domain_check", input = Json)]
pub async fn mail_domain_check(org: OrgSlug, domain: String) -> Result<DomainCheck, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mail_domain_check(&scope, &domain).await?)
}

/// Makes the key of a domain.
#[server(prefix = "/api", endpoint = "mail_domain_sign", input = Json)]
pub async fn mail_domain_sign(org: OrgSlug, domain: String) -> Result<DomainRow, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mail_domain_sign(&scope, &domain).await?)
}

/// Forgets the key of a domain.
#[server(prefix = "/api", endpoint = "mail_domain_unsign", input = Json)]
pub async fn mail_domain_unsign(org: OrgSlug, domain: String) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mail_domain_unsign(&scope, &domain).await?)
}
