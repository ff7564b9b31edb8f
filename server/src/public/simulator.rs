//! The simulator of `/dev/outbox`: a test mail, or a customer's answer, that goes through the real receiver (issue: mail, slice 8).

use super::form::Form;
use super::outbox::wide;
use crate::mailer;
use crate::state::AppState;
use app::public::outbox::{SimulatedMail, simulator_page};
use app::public::page;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Field, MailAddress, Problem, Problems};
use lettre::address::Envelope;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

/// `POST /dev/outbox`: 303 back to the list; 422 with all that was typed and what the receiver said.
pub async fn send(State(state): State<AppState>, request: Request) -> Response {
    let form = match Form::read(request).await {
        Ok(form) => form,
        Err(error) => return super::support::refuse_form(error),
    };
    let typed = typed(&form);
    match bring(&state, &typed).await {
        Ok(()) => Redirect::to("/dev/outbox?brought=1").into_response(),
        Err(problems) => {
            let shown = page(wide("Send a test mail"), || simulator_page(typed, problems));
            super::html(StatusCode::UNPROCESSABLE_ENTITY, shown)
        }
    }
}

fn typed(form: &Form) -> SimulatedMail {
    let text = |name: &str| form.text(name).to_owned();
    SimulatedMail {
        from: text("from"),
        to: text("to"),
        subject: text("subject"),
        text: text("text"),
        html: text("html"),
        answers: text("answers"),
    }
}

async fn bring(state: &AppState, typed: &SimulatedMail) -> Result<(), Problems> {
    let mut problems = Problems::default();
    let from = problems.take(Field::Email, MailAddress::parse(&typed.from));
    let to = problems.take(Field::Address, MailAddress::parse(&typed.to));
    if typed.text.trim().is_empty() && typed.html.trim().is_empty() {
        problems.add(Field::Body, "Write something.");
    }
    let (Some(from), Some(to), true) = (from, to, problems.is_empty()) else { return Err(problems) };
    let refused = |said: String| Problems::from(Problem::new(Field::Address, format!("The receiver said: {said}")));
    let Some(receiver) = state.receiver.get() else {
        return Err(refused("nothing, because mail is not received here. Start with --smtp-addr.".to_owned()));
    };
    let composed = composed(typed, &from, &to).and_then(|raw| {
        let address = |address: &MailAddress| address.as_str().parse::<Address>().map_err(|error| error.to_string());
        let envelope = Envelope::new(Some(address(&from)?), vec![address(&to)?]).map_err(|error| error.to_string())?;
        Ok((envelope, raw))
    });
    let (envelope, raw) = composed.map_err(refused)?;
    mailer::bring(*receiver, &envelope, &raw).await.map_err(refused)
}

/// As a mail program would write it, ids of the mail that it answers included.
fn composed(typed: &SimulatedMail, from: &MailAddress, to: &MailAddress) -> Result<Vec<u8>, String> {
    let person = |address: &MailAddress| {
        address.as_str().parse::<Address>().map(|one| Mailbox::new(None, one)).map_err(|error| error.to_string())
    };
    let mut message = Message::builder()
        .from(person(from)?)
        .to(person(to)?)
        .subject(typed.subject.replace(['\r', '\n'], " "))
        .message_id(None);
    if !typed.answers.is_empty() {
        message = message.in_reply_to(typed.answers.clone()).references(typed.answers.clone());
    }
    let plain = SinglePart::plain(typed.text.clone());
    let message = if typed.html.trim().is_empty() {
        message.singlepart(plain)
    } else if typed.text.trim().is_empty() {
        message.singlepart(SinglePart::html(typed.html.clone()))
    } else {
        message.multipart(MultiPart::alternative().singlepart(plain).singlepart(SinglePart::html(typed.html.clone())))
    };
    message.map(|message| message.formatted()).map_err(|error| error.to_string())
}
