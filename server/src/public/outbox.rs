//! `/dev/outbox`: mail of a machine without SMTP. The rows exist on loopback only (`Who::Loopback`).

use crate::mailer;
use crate::state::AppState;
use app::public::outbox::{OutboxMail, OutboxRow, SimulatedMail, outbox_mail_page, outbox_page};
use app::public::{PublicShell, page};
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use domain::mail_address::bare;
use uuid::Uuid;

/// Mails on the list.
const MOST: usize = 100;
/// Characters of a mail's beginning.
const BEGINS: usize = 120;

/// `GET /dev/outbox`.
pub async fn list(State(state): State<AppState>, uri: Uri) -> Response {
    let brought = uri.query() == Some("brought=1");
    let folder = mailer::outbox(&state.config);
    let found = tokio::task::spawn_blocking(move || mailer::newest(&folder, MOST)).await;
    match found.map_err(std::io::Error::other).and_then(|found| found) {
        Ok(mails) => {
            let rows = mails.iter().map(|(id, raw)| row(*id, raw)).collect();
            super::html(StatusCode::OK, page(wide("Outbox"), || outbox_page(rows, brought)))
        }
        Err(error) => super::refuse(&desk::Error::Broken(format!("outbox: {error}"))),
    }
}

/// `GET /dev/outbox/{id}`.
pub async fn show(State(state): State<AppState>, Path(id): Path<String>) -> Response {
    let Ok(id) = Uuid::try_parse(&id) else { return super::refuse(&desk::Error::NotFound) };
    let folder = mailer::outbox(&state.config);
    let Ok(Ok(raw)) = tokio::task::spawn_blocking(move || mailer::one(&folder, id)).await else {
        return super::refuse(&desk::Error::NotFound);
    };
    let read = mail::read(&raw);
    let title = format!("{} · Outbox", read.subject);
    let reply_to = Some(read.header("Reply-To")).filter(|to| !to.is_empty()).unwrap_or(&read.from);
    let answer = SimulatedMail {
        from: bare(&read.to).to_owned(),
        to: bare(reply_to).to_owned(),
        subject: if read.subject.starts_with("Re:") { read.subject.clone() } else { format!("Re: {}", read.subject) },
        answers: read.message_id.clone(),
        ..SimulatedMail::default()
    };
    let shown = OutboxMail {
        subject: read.subject,
        from: read.from,
        to: read.to,
        date: read.date,
        message_id: read.message_id,
        text: read.text,
        public_url: state.config.public_url.clone(),
        answer,
    };
    super::html(StatusCode::OK, page(wide(&title), || outbox_mail_page(shown)))
}

pub(super) fn wide(title: &str) -> PublicShell {
    PublicShell { narrow: false, ..PublicShell::product(title) }
}

fn row(id: Uuid, raw: &[u8]) -> OutboxRow {
    let read = mail::read(raw);
    let words: Vec<&str> = read.text.split_whitespace().collect();
    let begins: String = words.join(" ").chars().take(BEGINS).collect();
    OutboxRow { id: id.to_string(), subject: read.subject, to: read.to, date: read.date, begins }
}
