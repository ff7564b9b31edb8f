//! `/v1/orgs/{org}/invitations`: who is asked to work here, as programs see it (S2-44, S2-45).

use super::{Problem, body};
use crate::security::caller;
use crate::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::Error;
use domain::InvitationId;
use domain::invitation::{InvitationLine, InvitationNew, InvitationOutcome, InvitationRow};
use serde_json::{Value, json};

/// `GET /v1/orgs/{org}/invitations`: what waits for an answer, newest first, and the seats. Never a link.
pub async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let page = state.desk.invitation_list(&scope).await?;
    let rows: Vec<Value> =
        page.rows.iter().map(|invitation| row(invitation, invitation.expires.at <= page.read)).collect();
    let seats = json!({ "limit": page.seats.limit, "members": page.seats.members, "invited": page.seats.invited });
    Ok(Json(json!({ "data": rows, "seats": seats })))
}

/// `POST /v1/orgs/{org}/invitations` with `{"emails": [..], "role": key}`: 201 with an answer for each address; where nobody
/// was invited, 422 with the same answers. No free seat at all is 409 `seat_limit_reached`.
pub async fn create(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    bytes: Bytes,
) -> Result<Response, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let lines = state.desk.invitation_create(&scope, body::<InvitationNew>(&bytes)?).await?;
    let data: Vec<Value> = lines.iter().map(line).collect();
    if lines.iter().any(|line| line.outcome == InvitationOutcome::Invited) {
        return Ok((StatusCode::CREATED, Json(json!({ "data": data }))).into_response());
    }
    let first = lines.first().map_or("", |line| line.message.as_str());
    let error = json!({ "code": "nobody_invited", "message": first, "fields": {}, "field_codes": {} });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": error, "data": data }))).into_response())
}

/// `DELETE /v1/orgs/{org}/invitations/{invitation}`: its link opens nothing any more; 204.
pub async fn revoke(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, invitation)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    state.desk.invitation_revoke(&scope, known(&invitation)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/orgs/{org}/invitations/{invitation}/resend`: a new link in a new mail; 204.
pub async fn resend(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, invitation)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    state.desk.invitation_resend(&scope, known(&invitation)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What can be no id is no invitation's.
fn known(id: &str) -> Result<InvitationId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

fn row(invitation: &InvitationRow, expired: bool) -> Value {
    json!({
        "id": invitation.id,
        "email": invitation.email,
        "role": invitation.role.key,
        "role_name": invitation.role.name,
        "teams": invitation.teams,
        "invited_by": invitation.invited_by,
        "sent_at": invitation.sent.at.rfc3339(),
        "expires_at": invitation.expires.at.rfc3339(),
        "expired": expired,
    })
}

fn line(line: &InvitationLine) -> Value {
    json!({ "email": line.typed, "result": line.outcome.code(), "message": line.message, "id": line.id })
}
