//! An organization's mark: its initial on its colour, everywhere the same.

use leptos::prelude::*;

/// The mark of the organization of that name and colour (`#rrggbb`). Decorative: the name stands beside it.
#[component]
pub fn OrgMark(name: String, accent: String) -> impl IntoView {
    let initial = name.chars().find(|c| c.is_alphanumeric()).unwrap_or('?').to_uppercase().to_string();
    let ink = if is_light(&accent) { "#000" } else { "#fff" };
    view! {
        <svg class="ui-mark" viewBox="0 0 24 24" aria-hidden="true">
            <rect width="24" height="24" fill=accent></rect>
            <text x="12" y="16" fill=ink>{initial}</text>
        </svg>
    }
}

/// Whether black is easier to read on the colour than white (WCAG relative luminance, the border where both are equal).
#[must_use]
pub fn is_light(accent: &str) -> bool {
    let channel = |at: usize| {
        let value = accent.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let part = f64::from(value) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5) > 0.179
}

#[cfg(test)]
mod tests {
    use super::is_light;

    #[test]
    fn ink_is_chosen_by_contrast() {
        assert!(is_light("#f5b700"));
        assert!(is_light("#ffffff"));
        assert!(!is_light("#0b6e63"));
        assert!(!is_light("#000000"));
        assert!(!is_light("nonsense"));
    }
}
