//! Mails as their senders made them: the original to take along, and what it looks like in a frame in which nothing runs and from which
//! nothing calls home (security.md A11). And what becomes of one that waits, by a plain form.

use super::attachment::handed_out;
use super::compose::read;
use crate::render::to_sign_in;
use crate::security::caller;
use crate::state::AppState;
use app::error::AppError;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::attachment::Download;
use desk::mail_in::MailFrame;
use domain::MailInId;
use domain::ticket::TicketCode;
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

/// The frame's only style: ours, which its policy knows by its hash. No style of a sender's is let in.
const STYLE: &str = include_str!("mail/frame.css");

/// What a browser may do with a mail: draw what stands in it.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{style}'; frame-ancestors 'self'; \
         sandbox allow-popups allow-popups-to-escape-sandbox"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'; sandbox"))
});

/// `GET /{org}/mail/{mail}`: every byte that came.
pub async fn original(
    State(state): State<AppState>,
    Path((org, mail)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let mut response = handed_out(taken(&state, &headers, &org, &mail).await);
    if response.status() == StatusCode::OK {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("message/rfc822"));
    }
    response
}

/// `GET /{org}/mail/{mail}/frame?pictures=1`: what it looks like; pictures of the web only where they are asked for.
pub async fn frame(
    State(state): State<AppState>,
    Path((org, mail)): Path<(String, String)>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let pictures = uri.query() == Some("pictures=1");
    let (status, page) = match looked_at(&state, &headers, &org, &mail, pictures).await {
        Ok(frame) => (StatusCode::OK, shown(&frame)),
        Err(error) => refused(&error),
    };
    let mut response = (status, Html(page)).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    response
}

/// `POST /{org}/tickets/{code}/mail/{mail}` with `do`: `accept`, `ticket` or `put_away`. 303 to the ticket, or to the one that was made.
pub async fn decide(
    State(state): State<AppState>,
    Path((org, code, mail)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let (parts, form) = match read(request).await {
        Ok(read) => read,
        Err(error) => return super::support::refuse_form(error),
    };
    let done = decided(&state, &parts.headers, (&org, &code, &mail), form.text("do")).await;
    back(&org, &parts.uri, done)
}

/// `POST /{org}/tickets/{code}/messages/{message}` with `do=send_again`: 303 to the ticket.
pub async fn send_again(
    State(state): State<AppState>,
    Path((org, code, message)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let (parts, form) = match read(request).await {
        Ok(read) => read,
        Err(error) => return super::support::refuse_form(error),
    };
    let done = sent_again(&state, &parts.headers, (&org, &code, &message), form.text("do")).await;
    back(&org, &parts.uri, done)
}

/// To the ticket that it was about, or to what came of it.
fn back(org: &str, uri: &Uri, done: desk::Result<TicketCode>) -> Response {
    match done {
        Ok(code) => Redirect::to(&format!("/{org}/tickets/{code}")).into_response(),
        Err(desk::Error::SignedOut) => to_sign_in(uri),
        Err(error) => super::refuse(&error),
    }
}

async fn sent_again(
    state: &AppState,
    headers: &HeaderMap,
    (org, code, message): (&str, &str, &str),
    what: &str,
) -> desk::Result<TicketCode> {
    let scope = caller::scope(state, headers, org).await?;
    let code = TicketCode::parse(code).map_err(|_| desk::Error::NotFound)?;
    let message = message.parse().map_err(|_| desk::Error::NotFound)?;
    match what {
        "send_again" => Ok(state.desk.mail_send_again(&scope, &code, message).await?.ticket.code),
        _ => Err(desk::Error::NotFound),
    }
}

async fn decided(
    state: &AppState,
    headers: &HeaderMap,
    (org, code, mail): (&str, &str, &str),
    what: &str,
) -> desk::Result<TicketCode> {
    let scope = caller::scope(state, headers, org).await?;
    let (code, mail) = (TicketCode::parse(code).map_err(|_| desk::Error::NotFound)?, id(mail)?);
    match what {
        "accept" => Ok(state.desk.mail_accept(&scope, &code, mail).await?.ticket.code),
        "ticket" => Ok(state.desk.mail_make_ticket(&scope, Some(&code), mail).await?.code),
        "put_away" => Ok(state.desk.mail_put_away(&scope, &code, mail, false).await?.ticket.code),
        // Never guessed: a message that is added cannot be taken back.
        _ => Err(desk::Error::NotFound),
    }
}

async fn taken(state: &AppState, headers: &HeaderMap, org: &str, mail: &str) -> desk::Result<Download> {
    let scope = caller::scope(state, headers, org).await?;
    state.desk.mail_original(&scope, id(mail)?).await
}

async fn looked_at(
    state: &AppState,
    headers: &HeaderMap,
    org: &str,
    mail: &str,
    pictures: bool,
) -> desk::Result<MailFrame> {
    let scope = caller::scope(state, headers, org).await?;
    state.desk.mail_frame(&scope, id(mail)?, pictures).await
}

fn id(text: &str) -> desk::Result<MailInId> {
    text.parse().map_err(|_| desk::Error::NotFound)
}

/// A page around what was sanitised. In which language it is, nobody knows.
fn shown(frame: &MailFrame) -> String {
    let cut = if frame.cut {
        "<hr><p>The rest was cut, because it is very long. The original has all of it.</p>"
    } else {
        ""
    };
    document(&frame.subject, &format!("{}{cut}", frame.html))
}

/// A stranger's question for a mail and one for nothing at all are answered alike.
fn refused(error: &desk::Error) -> (StatusCode, String) {
    let error = if matches!(error, desk::Error::SignedOut) { &desk::Error::NotFound } else { error };
    let shown = AppError::of(error);
    let status = StatusCode::from_u16(shown.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let title = "This mail cannot be shown";
    (status, document(title, &format!("<p><b>{title}</b></p><p>{}</p>", escaped(&shown.message))))
}

fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{}</title>\
         <style>{STYLE}</style></head><body>{body}</body></html>",
        escaped(title)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{POLICY, shown};
    use desk::mail_in::MailFrame;

    #[test]
    fn nothing_but_pictures_that_are_here_and_one_style_of_ours_is_drawn() {
        let policy = POLICY.to_str().expect("text");
        for part in
            ["default-src 'none'", "img-src data:", "frame-ancestors 'self'", "sandbox allow-popups allow-popups"]
        {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        for part in ["unsafe", "allow-scripts", "allow-same-origin", "allow-forms", "script-src", "http"] {
            assert!(!policy.contains(part), "{part} in {policy}");
        }
    }

    #[test]
    fn a_subject_is_words() {
        let frame = MailFrame { html: "<p>Hi</p>".to_owned(), subject: "</title><b>".to_owned(), cut: true };
        let page = shown(&frame);
        assert!(page.contains("<title>&lt;/title&gt;&lt;b&gt;</title>") && page.contains("The original has all of it"));
    }
}
