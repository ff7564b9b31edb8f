//! Who: a person, as initials on a colour.

use super::Icon;
use leptos::prelude::*;

const TONES: [&str; 8] = ["blue", "teal", "green", "lime", "amber", "orange", "pink", "violet"];

/// The tone of a name: always the same for the same name.
#[must_use]
pub fn tone_of(name: &str) -> &'static str {
    let sum = name.encode_utf16().fold(7u32, |sum, unit| sum.wrapping_mul(31).wrapping_add(u32::from(unit)));
    TONES[(sum % 8) as usize]
}

/// The first letters of the first two words.
#[must_use]
pub fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect()
}

/// A person, or nobody. Without `label` it is decoration beside the name.
#[component]
pub fn Avatar(
    /// The name; `None` for nobody.
    #[prop(into)]
    name: Option<String>,
    /// `small` or `large`.
    #[prop(optional)]
    size: Option<&'static str>,
    /// What a reader says when the name does not stand beside it.
    #[prop(into, optional)]
    label: Option<String>,
) -> impl IntoView {
    let role = label.is_some().then_some("img");
    let hidden = label.is_none().then_some("true");
    match name {
        Some(name) => {
            let title = label.is_some().then(|| name.clone());
            view! {
                <span class="ui-avatar" data-tone=tone_of(&name) data-size=size role=role aria-label=label aria-hidden=hidden title=title>{initials(&name)}</span>
            }
            .into_any()
        }
        None => view! {
            <span class="ui-avatar" data-empty="" data-size=size role=role aria-label=label.clone() aria-hidden=hidden title=label><Icon name="user"/></span>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_two_letters_at_most() {
        for (name, letters) in [("Tom Lindqvist", "TL"), ("Bäckerei", "B"), ("a b c", "ab"), ("", "")] {
            assert_eq!(initials(name), letters);
        }
    }
}
