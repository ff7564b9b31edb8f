//! A form as a browser would post it, read where a script posts it instead: both doors take the same fields.

use leptos::ev::SubmitEvent;
use wasm_bindgen::JsCast;

/// The fields of the form that is being sent.
#[derive(Clone)]
pub struct Sent(web_sys::FormData);

impl Sent {
    /// Of the form that sent the event; nothing where that was no form.
    #[must_use]
    pub fn of(event: &SubmitEvent) -> Option<Self> {
        let form: web_sys::HtmlFormElement = event.target()?.dyn_into().ok()?;
        web_sys::FormData::new_with_form(&form).ok().map(Self)
    }

    /// The first value of a field; empty when there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.0.get(name).as_string().unwrap_or_default()
    }

    /// Whether the field is there at all: a ticked box.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.has(name)
    }
}
