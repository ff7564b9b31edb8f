//! What ticket codes look like, while prefix and digits are chosen (D42).

use super::text;
use crate::ui::Icon;
use domain::prefix::{Prefix, TicketCode};
use leptos::prelude::*;

/// Such as `First ticket: ACME-001`, with a word of warning for one letter.
#[component]
pub(super) fn CodePreview(
    /// The words before the code.
    label: &'static str,
    /// The ticket shown.
    number: i64,
    /// The prefix as typed.
    prefix: RwSignal<String>,
    /// Digits.
    #[prop(into)]
    padding: Signal<i64>,
) -> impl IntoView {
    let parsed = Memo::new(move |_| prefix.with(|typed| Prefix::parse(typed).ok()));
    let code = move || {
        parsed
            .get()
            .map_or_else(|| "…".to_owned(), |prefix| TicketCode::render(&prefix, number, padding.get()).to_string())
    };
    view! {
        <span class="prefix-preview" id="prefix-preview">{label}" "<output for="prefix">{code}</output></span>
        {move || parsed.get().is_some_and(|prefix| prefix.is_short()).then(|| view! {
            <p class="ui-hint"><Icon name="info"/>" "{text::SHORT_PREFIX}</p>
        })}
    }
}
