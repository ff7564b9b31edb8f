//! `/v1/orgs/{org}/tickets/{code}/mail/{mail}` and `/v1/orgs/{org}/mail/{mail}`: what becomes of a mail that waits for a person. And
//! `/v1/orgs/{org}/tickets/{code}/messages/{message}`: a reply that did not reach its reader.

use super::ticket::{known, page};
use super::{Problem, body};
use crate::security::caller;
use crate::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::Error;
use domain::MailInId;
use serde::Deserialize;
use serde_json::{Value, json};

/// What to do with a mail beside a ticket.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
enum Decision {
    Accept,
    Ticket,
    PutAway {
        /// Whether the customer's reply addresses are made anew.
        #[serde(default)]
        renew: bool,
    },
    TakeBack,
}

/// What to do with one that nobody could place.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
enum Care {
    Replay,
    Ticket,
    Forget,
}

/// What to do with a reply.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
enum Outgoing {
    SendAgain,
}

/// `POST /v1/orgs/{org}/tickets/{code}/messages/{message}` with `{"do": "send_again"}`: 200 with the ticket. 409 `conflict` when it was
/// sent, or is on its way.
pub async fn send_again(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, code, message)): Path<(String, String, String)>,
    bytes: Bytes,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let (code, message) = (known(&code)?, message.parse().map_err(|_| Error::NotFound)?);
    let Outgoing::SendAgain = body(&bytes)?;
    Ok(Json(page(&state.desk.mail_send_again(&scope, &code, message).await?)))
}

/// `POST /v1/orgs/{org}/tickets/{code}/mail/{mail}` with `{"do": "accept" | "put_away" | "take_back"}`: 200 with the ticket; `put_away`
/// takes `"renew": true`. `{"do": "ticket"}`: 201 with code and link of the new one. 409 `conflict` when somebody decided before.
pub async fn decide(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, code, mail)): Path<(String, String, String)>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let (code, mail) = (known(&code)?, id(&mail)?);
    let desk = &state.desk;
    let ticket = match body(&bytes)? {
        Decision::Ticket => {
            let opened = desk.mail_make_ticket(&scope, Some(&code), mail).await?;
            return Ok((StatusCode::CREATED, Json(json!(opened))));
        }
        Decision::Accept => desk.mail_accept(&scope, &code, mail).await?,
        Decision::PutAway { renew } => desk.mail_put_away(&scope, &code, mail, renew).await?,
        Decision::TakeBack => desk.mail_take_back(&scope, &code, mail).await?,
    };
    Ok((StatusCode::OK, Json(page(&ticket))))
}

/// `POST /v1/orgs/{org}/mail/{mail}` with `{"do": "replay" | "forget"}`: 204. `{"do": "ticket"}`: 201 with code and link of the new
/// one. 409 `conflict` when somebody decided before, or when it cannot be read.
pub async fn look_after(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, mail)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<Response, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let mail = id(&mail)?;
    match body(&bytes)? {
        Care::Ticket => {
            let opened = state.desk.mail_make_ticket(&scope, None, mail).await?;
            return Ok((StatusCode::CREATED, Json(json!(opened))).into_response());
        }
        Care::Replay => state.desk.mail_replay(&scope, mail).await?,
        Care::Forget => state.desk.mail_forget(&scope, mail).await?,
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// What can be no id is no mail's.
fn id(text: &str) -> Result<MailInId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::{Care, Decision};

    #[test]
    fn a_decision_is_one_word() {
        let decision = |text: &str| serde_json::from_str::<Decision>(text).ok();
        assert_eq!(decision(r#"{"do":"put_away"}"#), Some(Decision::PutAway { renew: false }));
        assert_eq!(decision(r#"{"do":"put_away","renew":true}"#), Some(Decision::PutAway { renew: true }));
        assert_eq!(decision(r#"{"do":"take_back"}"#), Some(Decision::TakeBack));
        for refused in [r"{}", r#"{"do":"delete"}"#, r#"{"do":"put_away","renew":"yes"}"#] {
            assert_eq!(decision(refused), None, "{refused}");
        }
        assert_eq!(serde_json::from_str::<Care>(r#"{"do":"replay"}"#).ok(), Some(Care::Replay));
    }
}
