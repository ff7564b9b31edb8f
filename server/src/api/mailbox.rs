//! `/v1/orgs/{org}/mailboxes`: mailboxes, as programs see them (S1-10). A password goes in and never comes out.

use super::{Problem, body};
use crate::security::caller;
use crate::state::AppState;
use app::error::AppError;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use desk::Error;
use domain::MailboxId;
use domain::mailbox::{MailInRow, MailboxHealth, MailboxPage, MailboxRow, MailboxTest, MailboxTyped, ServerCard};
use serde::Deserialize;
use serde_json::{Value, json};

/// What deleting a mailbox asks for: that it is meant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Delete {
    /// The mailbox's address.
    confirm: String,
}

/// `GET /v1/orgs/{org}/mailboxes`: by address. `waiting` has the newest mails that nobody could place: what may become of them is said to
/// `POST /v1/orgs/{org}/mail/{mail}`.
pub async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let page = state.desk.mailbox_list(&scope).await?;
    let mailboxes: Vec<Value> = page.mailboxes.iter().map(row).collect();
    let waiting: Vec<Value> = page.waiting.iter().map(mail).collect();
    Ok(Json(json!({ "data": mailboxes, "waiting": waiting })))
}

/// `POST /v1/orgs/{org}/mailboxes`: connects one; 201 with it and the address to forward to.
pub async fn create(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let made = state.desk.mailbox_create(&scope, body::<MailboxTyped>(&bytes)?).await?;
    Ok((StatusCode::CREATED, Json(page(&made))))
}

/// `GET /v1/orgs/{org}/mailboxes/{mailbox}`.
pub async fn show(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, mailbox)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    Ok(Json(page(&state.desk.mailbox_show(&scope, known(&mailbox)).await?)))
}

/// `PATCH /v1/orgs/{org}/mailboxes/{mailbox}`: what is said changes (RFC 7396); a password that is not said stays.
pub async fn edit(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, mailbox)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let kept = state.desk.mailbox_show(&scope, known(&mailbox)).await?;
    let said: serde_json::Map<String, Value> = body(&bytes)?;
    let broken = |error: serde_json::Error| Problem::from(Error::Broken(error.to_string()));
    let mut merged = serde_json::to_value(kept.typed()).map_err(broken)?;
    merge(&mut merged, Value::Object(said));
    let edit: MailboxTyped = serde_json::from_value(merged)
        .map_err(|error| AppError::new(400, "malformed", &format!("The body is not what this takes: {error}.")))?;
    Ok(Json(page(&state.desk.mailbox_edit(&scope, kept.row.id, edit).await?)))
}

/// `DELETE /v1/orgs/{org}/mailboxes/{mailbox}` with `{"confirm": address}`; 204.
pub async fn delete(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, mailbox)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let Delete { confirm } = body(&bytes)?;
    state.desk.mailbox_delete(&scope, known(&mailbox), &confirm).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/orgs/{org}/mailboxes/{mailbox}/test`: begins a test that really sends and receives; 202 with how far it is. What is said
/// of it later stands at the mailbox.
pub async fn test(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, mailbox)): Path<(String, String)>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    Ok((StatusCode::ACCEPTED, Json(row(&state.desk.mailbox_test(&scope, known(&mailbox)).await?))))
}

/// What can be no id is no mailbox's, which the use case says only to those who may.
fn known(id: &str) -> MailboxId {
    id.parse().unwrap_or(MailboxId(uuid::Uuid::nil()))
}

/// Puts what was said over what is kept.
fn merge(kept: &mut Value, said: Value) {
    match (kept, said) {
        (Value::Object(kept), Value::Object(said)) => {
            for (name, value) in said {
                merge(kept.entry(name).or_insert(Value::Null), value);
            }
        }
        (kept, said) => *kept = said,
    }
}

fn row(mailbox: &MailboxRow) -> Value {
    let MailboxHealth { polled, received, error, smtp_error, today, test } = &mailbox.health;
    let test = test.as_ref().map(|MailboxTest { asked, sent, received, error }| {
        json!({
            "asked_at": asked.at.rfc3339(),
            "sent_at": sent.as_ref().map(|moment| moment.at.rfc3339()),
            "received_at": received.as_ref().map(|moment| moment.at.rfc3339()),
            "error": error,
        })
    });
    json!({
        "id": mailbox.id,
        "address": mailbox.address,
        "name": mailbox.name,
        "site": mailbox.site.slug,
        "kind": mailbox.kind,
        "direction": mailbox.direction,
        "stand_in": mailbox.stand_in,
        "health": {
            "polled_at": polled.as_ref().map(|moment| moment.at.rfc3339()),
            "received_at": received.as_ref().map(|moment| moment.at.rfc3339()),
            "error": error.as_ref().map(|(said, _)| said),
            "error_at": error.as_ref().map(|(_, moment)| moment.at.rfc3339()),
            "smtp_error": smtp_error.as_ref().map(|(said, _)| said),
            "smtp_error_at": smtp_error.as_ref().map(|(_, moment)| moment.at.rfc3339()),
            "today": today,
            "test": test,
        },
    })
}

fn mail(mail: &MailInRow) -> Value {
    json!({
        "id": mail.id,
        "to": mail.rcpt,
        "from": mail.from,
        "subject": mail.subject,
        "said": mail.said,
        "can_open_ticket": mail.opens,
        "proof": mail.proof,
        "ticket": mail.ticket,
        "size": mail.size,
        "at": mail.at.at.rfc3339(),
    })
}

fn page(page: &MailboxPage) -> Value {
    let server =
        |card: &ServerCard| json!({ "host": card.host, "port": card.port, "tls": card.tls, "user": card.user });
    let mut mailbox = row(&page.row);
    mailbox["team"] = json!(page.team);
    mailbox["priority"] = json!(page.priority);
    mailbox["imap"] = json!(page.imap.as_ref().map(server));
    mailbox["folder"] = json!(page.folder);
    mailbox["interval"] = json!(page.interval);
    mailbox["smtp"] = json!(page.smtp.as_ref().map(server));
    mailbox["forward_to"] = json!(page.forward);
    mailbox
}
