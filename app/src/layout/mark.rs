//! An organization's mark: its logo, or its initial on its colour; everywhere the same.

use domain::color::Color;
use leptos::prelude::*;

/// The mark of the organization of that name and colour (`#rrggbb`). Decorative: the name stands beside it.
#[component]
pub fn OrgMark(
    name: String,
    accent: String,
    /// Where its logo is, when it has one.
    #[prop(default = None)]
    logo: Option<String>,
) -> impl IntoView {
    if let Some(src) = logo {
        return view! { <img class="ui-mark" data-logo="" src=src alt=""/> }.into_any();
    }
    let initial = name.chars().find(|c| c.is_alphanumeric()).unwrap_or('?').to_uppercase().to_string();
    let ink = Color::parse(&accent).map_or_else(|_| "#ffffff".to_owned(), |accent| accent.ink().to_string());
    view! {
        <svg class="ui-mark" viewBox="0 0 24 24" aria-hidden="true">
            <rect width="24" height="24" fill=accent></rect>
            <text x="12" y="16" fill=ink>{initial}</text>
        </svg>
    }
    .into_any()
}
