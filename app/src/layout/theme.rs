//! Light or dark: the system decides, and a person may overrule it in this browser.

use crate::ui::browser;
use leptos::prelude::*;

const KEY: &str = "helpstead-theme";
/// Announced when another theme was chosen.
pub const CHANGED: &str = "helpstead-theme";

/// What a person can choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, in the order shown.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word the browser keeps, and the radio button's value.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text).unwrap_or_default()
    }
}

/// Puts the choice of an earlier visit into effect. Runs in the browser only.
pub fn wear() {
    Effect::new(|_| put(chosen()));
}

/// What was chosen in this browser.
#[must_use]
pub fn chosen() -> Theme {
    browser::kept(KEY).map(|text| Theme::parse(&text)).unwrap_or_default()
}

/// Changes to a theme and remembers it.
pub fn choose(theme: Theme) {
    put(theme);
    match theme {
        Theme::System => browser::forget(KEY),
        theme => browser::keep(KEY, theme.as_str()),
    }
    browser::announce(CHANGED);
}

/// Changes to the other one of light and dark.
pub fn flip() {
    let dark_now = match shown() {
        Theme::Dark => true,
        Theme::Light => false,
        Theme::System => {
            window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|media| media.matches())
        }
    };
    choose(if dark_now { Theme::Light } else { Theme::Dark });
}

/// What the page wears, also where the browser could not keep it.
fn shown() -> Theme {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute("data-theme")).map(|text| Theme::parse(&text)).unwrap_or_default()
}

fn put(theme: Theme) {
    if let Some(root) = document().document_element() {
        // A page that refuses an attribute keeps what it wears.
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            theme => root.set_attribute("data-theme", theme.as_str()),
        };
    }
}
