//! The tickets' server functions.
#![expect(missing_docs, reason = "arguments become fields of generated types; each is named for what it is")]

use crate::error::AppError;
#[cfg(not(target_arch = "wasm32"))]
use crate::request::enter_org;
use domain::ticket::{TicketCode, TicketFilter, TicketList, TicketOpened, TicketPage, TicketRow, Version};
use domain::{MailInId, MessageId, OrgSlug, PriorityId, StatusId, TeamId, UserId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// One page of a list of tickets.
#[server(name = TicketListCall, prefix = "/api", endpoint = "ticket_list", input = Json)]
pub async fn ticket_list(org: OrgSlug, filter: TicketFilter) -> Result<TicketList, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.ticket_list(&scope, &filter).await?)
}

/// One ticket with everything its page shows.
#[server(prefix = "/api", endpoint = "ticket_show", input = Json)]
pub async fn ticket_show(org: OrgSlug, code: TicketCode) -> Result<TicketPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.ticket_show(&scope, &code).await?)
}

/// Remembers up to which message the caller has read a ticket.
#[server(prefix = "/api", endpoint = "ticket_seen", input = Json)]
pub async fn ticket_seen(org: OrgSlug, code: TicketCode, number: i64) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.ticket_seen(&scope, &code, number).await?)
}

/// Writes a ticket down for a customer.
#[server(prefix = "/api", endpoint = "ticket_open", input = Json)]
pub async fn ticket_open(
    org: OrgSlug,
    site: String,
    email: String,
    name: String,
    subject: String,
    body: String,
    idempotency: Option<String>,
) -> Result<TicketOpened, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    let new = desk::ticket::TicketNew { site, email, name, subject, body, idempotency };
    Ok(desk.ticket_open(&scope, new).await?)
}

/// Says in other words what a ticket is about.
#[server(prefix = "/api", endpoint = "ticket_set_subject", input = Json)]
pub async fn ticket_set_subject(
    org: OrgSlug,
    code: TicketCode,
    subject: String,
    seen: Version,
) -> Result<TicketRow, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.ticket_set_subject(&scope, &code, &subject, seen).await?)
}

/// Sets where a ticket stands.
#[server(prefix = "/api", endpoint = "ticket_set_status", input = Json)]
pub async fn ticket_set_status(
    org: OrgSlug,
    code: TicketCode,
    status: StatusId,
    seen: Version,
) -> Result<TicketRow, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.ticket_set_status(&scope, &code, status, seen).await?)
}

/// Sets how urgent a ticket is.
#[server(prefix = "/api", endpoint = "ticket_set_priority", input = Json)]
pub async fn ticket_set_priority(
    org: OrgSlug,
    code: TicketCode,
    priority: PriorityId,
    seen: Version,
) -> Result<TicketRow, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.ticket_set_priority(&scope, &code, priority, seen).await?)
}

/// Gives a ticket to a member, or to nobody.
#[server(prefix = "/api", endpoint = "ticket_assign", input = Json)]
pub async fn ticket_assign(
    org: OrgSlug,
    code: TicketCode,
    to: Option<UserId>,
    seen: Version,
) -> Result<TicketRow, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.ticket_assign(&scope, &code, to, seen).await?)
}

/// Sends a ticket to a team, or to none.
#[server(prefix = "/api", endpoint = "ticket_set_team", input = Json)]
pub async fn ticket_set_team(
    org: OrgSlug,
    code: TicketCode,
    to: Option<TeamId>,
    seen: Version,
) -> Result<TicketRow, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.ticket_set_team(&scope, &code, to, seen).await?)
}

/// Sends a reply once more that did not reach its reader.
#[server(prefix = "/api", endpoint = "mail_send_again", input = Json)]
pub async fn mail_send_again(org: OrgSlug, code: TicketCode, message: MessageId) -> Result<TicketPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mail_send_again(&scope, &code, message).await?)
}

/// Adds a mail that waits to the ticket it waits beside.
#[server(prefix = "/api", endpoint = "mail_accept", input = Json)]
pub async fn mail_accept(org: OrgSlug, code: TicketCode, mail: MailInId) -> Result<TicketPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mail_accept(&scope, &code, mail).await?)
}

/// Makes a ticket of a mail that waits, beside a ticket or among those that nobody could place.
#[server(prefix = "/api", endpoint = "mail_make_ticket", input = Json)]
pub async fn mail_make_ticket(
    org: OrgSlug,
    code: Option<TicketCode>,
    mail: MailInId,
) -> Result<TicketOpened, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mail_make_ticket(&scope, code.as_ref(), mail).await?)
}

/// Puts a mail away that waits beside a ticket.
#[server(prefix = "/api", endpoint = "mail_put_away", input = Json)]
pub async fn mail_put_away(
    org: OrgSlug,
    code: TicketCode,
    mail: MailInId,
    renew: bool,
) -> Result<TicketPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mail_put_away(&scope, &code, mail, renew).await?)
}

/// Lets a mail that was put away wait again.
#[server(prefix = "/api", endpoint = "mail_take_back", input = Json)]
pub async fn mail_take_back(org: OrgSlug, code: TicketCode, mail: MailInId) -> Result<TicketPage, AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mail_take_back(&scope, &code, mail).await?)
}

/// Has a mail that nobody could place read once more.
#[server(prefix = "/api", endpoint = "mail_replay", input = Json)]
pub async fn mail_replay(org: OrgSlug, mail: MailInId) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mail_replay(&scope, mail).await?)
}

/// Puts a mail away that nobody could place.
#[server(prefix = "/api", endpoint = "mail_forget", input = Json)]
pub async fn mail_forget(org: OrgSlug, mail: MailInId) -> Result<(), AppError> {
    let (desk, scope) = enter_org(&org).await?;
    Ok(desk.mail_forget(&scope, mail).await?)
}
