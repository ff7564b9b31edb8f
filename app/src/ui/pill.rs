//! Small marks: a status, a rank of urgency.

use leptos::prelude::*;

/// The tone of the style sheets for a palette name.
#[must_use]
pub fn tone(color: &str) -> &'static str {
    match color {
        "blue" => "blue",
        "teal" => "teal",
        "green" => "green",
        "lime" => "lime",
        "amber" | "yellow" => "amber",
        "orange" => "orange",
        "red" => "red",
        "pink" => "pink",
        "violet" => "violet",
        _ => "grey",
    }
}

/// A word in a coloured field.
#[component]
pub fn Pill(
    /// The word.
    #[prop(into)]
    label: String,
    /// A palette name.
    #[prop(into)]
    color: String,
) -> impl IntoView {
    view! { <span class="ui-pill" data-dot="" data-tone=tone(&color)>{label}</span> }
}

/// A rank of four as bars, the highest as an alarm.
#[component]
pub fn Level(
    /// `low`, `normal`, `high` or `urgent`.
    level: &'static str,
    /// Its name, for readers; empty where it is written beside it.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    // Beside its written name it is a decoration.
    let silent = label.is_empty();
    let (role, hidden, label) = ((!silent).then_some("img"), silent.then_some("true"), (!silent).then_some(label));
    if level == "urgent" {
        view! {
            <svg class="ui-level" data-level=level viewBox="0 0 16 16" role=role aria-hidden=hidden aria-label=label><rect x="1.5" y="1.5" width="13" height="13" rx="3.5"></rect><path d="M8 4.8v3.7M8 11.2h.01"></path></svg>
        }
        .into_any()
    } else {
        view! {
            <svg class="ui-level" data-level=level viewBox="0 0 16 16" role=role aria-hidden=hidden aria-label=label><path d="M3 13v-2"></path><path d="M8 13V8"></path><path d="M13 13V3.5"></path></svg>
        }
        .into_any()
    }
}
