//! Sending a message: held for ten seconds in the browser, then posted as the form it is. A page that is left sends
//! what it holds at once; an undo gives the text back.

use super::draft::{self, Draft, Refusal};
use super::memory::{self, Owner, Read};
use crate::error::AppError;
use crate::ui::browser;
use crate::ui::toast::{Ending, Toasts};
use domain::message::MessageKind;
use domain::ticket::{TicketCode, TicketPage};
use domain::{OrgSlug, Problems, StatusId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FormData, Headers, RequestInit, Response};

/// Seconds in which a reply can be taken back.
const HOLD: u32 = 10;

/// A message on its way.
#[derive(Clone, Debug)]
pub struct Letter {
    /// In which organization.
    pub org: OrgSlug,
    /// By whom.
    pub owner: Owner,
    /// On which ticket.
    pub code: TicketCode,
    /// For whom.
    pub kind: MessageKind,
    /// What.
    pub text: String,
    /// Who else gets it: addresses with commas between.
    pub cc: String,
    /// The newest message its writer had seen.
    pub seen: i64,
    /// Makes a second try harmless.
    pub idempotency: String,
    /// The status to set with it.
    pub then: Option<StatusId>,
}

thread_local! {
    /// The files of letters that are held, by idempotency key: a browser's file cannot leave its thread.
    static FILES: RefCell<HashMap<String, Vec<File>>> = RefCell::default();
}

/// Hears what became of a letter: the ticket with it, or why not.
pub type Arrived = Arc<dyn Fn(Result<TicketPage, AppError>) + Send + Sync>;

impl Letter {
    fn draft_name(&self) -> String {
        draft::name(&self.owner, &self.code)
    }

    /// The draft of this letter while it is neither here nor there.
    fn as_draft(&self) -> Draft {
        Draft {
            sending: Some(self.seen),
            idempotency: Some(self.idempotency.clone()),
            ..Draft::of(self.kind, self.text.clone(), self.cc.clone())
        }
    }

    /// The address its form posts to.
    #[must_use]
    pub fn action(org: &OrgSlug, code: &TicketCode) -> String {
        format!("/{org}/tickets/{code}/messages")
    }

    fn form(&self) -> Result<FormData, JsValue> {
        let form = FormData::new()?;
        form.append_with_str("kind", self.kind.as_str())?;
        form.append_with_str("body", &self.text)?;
        form.append_with_str("cc", &self.cc)?;
        form.append_with_str("seen", &self.seen.to_string())?;
        form.append_with_str("idempotency", &self.idempotency)?;
        if let Some(status) = self.then {
            form.append_with_str("then", &status.to_string())?;
        }
        FILES.with_borrow(|files| {
            for file in files.get(&self.idempotency).into_iter().flatten() {
                form.append_with_blob_and_filename("files", file, &file.name())?;
            }
            Ok::<_, JsValue>(())
        })?;
        Ok(form)
    }

    /// Holds the letter; it can be taken back for [`HOLD`] seconds. A note goes at once: nobody outside reads it.
    pub fn send(self, files: Vec<File>, to: &str, toasts: Toasts, arrived: Arrived) {
        FILES.with_borrow_mut(|kept| kept.insert(self.idempotency.clone(), files));
        draft::save(&self.draft_name(), &self.as_draft());
        if self.kind == MessageKind::Note {
            spawn_local(self.post(toasts, arrived));
            return;
        }
        let (taken_back, dock) = (self.clone(), dock(&self.code));
        toasts.hold(
            format!("Sending to {to}"),
            HOLD,
            dock,
            move || taken_back.take_back(None),
            move |ending| match ending {
                Ending::Due => spawn_local(self.clone().post(toasts, arrived.clone())),
                Ending::Leaving => self.throw(),
            },
        );
    }

    /// Gives the text back to the composer, with the reason if there is one.
    fn take_back(&self, refused: Option<Refusal>) {
        let name = self.draft_name();
        // What was begun since stands behind it.
        let since = draft::load(&name).filter(|draft| draft.sending.is_none());
        let since = since.map(|draft| draft.text).unwrap_or_default();
        let text = if since.trim().is_empty() { self.text.clone() } else { format!("{}\n\n{since}", self.text) };
        draft::save(&name, &Draft { refused, ..Draft::of(self.kind, text, self.cc.clone()) });
        browser::announce(draft::CHANGED);
    }

    async fn post(self, toasts: Toasts, arrived: Arrived) {
        let answer = match self.form() {
            Ok(form) => post(&Self::action(&self.org, &self.code), &form).await,
            Err(_) => Err(AppError::new(0, "offline", "The browser could not pack this message.")),
        };
        match &answer {
            Ok(page) => {
                FILES.with_borrow_mut(|files| files.remove(&self.idempotency));
                let name = self.draft_name();
                if draft::load(&name).is_some_and(|draft| draft.sending.is_some()) {
                    draft::forget(&name);
                }
                let row = page.ticket.clone();
                memory::patch(&self.owner, &self.code, &|shown| shown.clone_from(&row));
                memory::keep_page(&self.owner, Read::now(page.clone()));
            }
            Err(error) => {
                let stale = error.code == "stale";
                self.take_back(Some(Refusal { stale, message: error.message.clone() }));
                if browser::path() != format!("/{}/tickets/{}", self.org, self.code) {
                    toasts.warn(format!("{} was not answered. {} Your text is kept there.", self.code, error.message));
                }
            }
        }
        arrived(answer);
    }

    /// Sends as the page goes. The answer reaches nobody; the draft stays until the ticket shows the message.
    fn throw(&self) {
        if let Ok(form) = self.form() {
            // What the browser will not take stays a draft.
            let _ =
                window().navigator().send_beacon_with_opt_form_data(&Self::action(&self.org, &self.code), Some(&form));
        }
    }
}

/// The place that shows a ticket's held reply.
#[must_use]
pub fn dock(code: &TicketCode) -> String {
    format!("composer:{code}")
}

/// The files of a letter that was taken back.
pub fn files_of(idempotency: &str) -> Vec<File> {
    FILES.with_borrow_mut(|files| files.remove(idempotency)).unwrap_or_default()
}

#[derive(Deserialize)]
struct Refused {
    error: RefusedError,
}

#[derive(Deserialize)]
struct RefusedError {
    code: String,
    message: String,
    #[serde(default)]
    fields: serde_json::Value,
}

async fn post(action: &str, form: &FormData) -> Result<TicketPage, AppError> {
    let offline = |_: JsValue| {
        AppError::new(0, "offline", "The desk could not be reached. Check the connection and send it again.")
    };
    let headers = Headers::new().map_err(offline)?;
    headers.set("Accept", "application/json").map_err(offline)?;
    let how = RequestInit::new();
    how.set_method("POST");
    how.set_headers(&headers);
    how.set_body(form);
    let response: Response =
        JsFuture::from(window().fetch_with_str_and_init(action, &how)).await.map_err(offline)?.unchecked_into();
    let text =
        JsFuture::from(response.text().map_err(offline)?).await.map_err(offline)?.as_string().unwrap_or_default();
    if response.ok() {
        return serde_json::from_str(&text)
            .map_err(|_| AppError::new(response.status(), "broken", "It was sent. Reload the page to see it."));
    }
    let Ok(Refused { error }) = serde_json::from_str::<Refused>(&text) else {
        return Err(AppError::new(
            response.status(),
            "broken",
            "Something went wrong on our side. Try again in a moment.",
        ));
    };
    let fields = serde_json::from_value::<Problems>(error.fields).unwrap_or_default();
    Err(AppError { fields, ..AppError::new(response.status(), &error.code, &error.message) })
}
