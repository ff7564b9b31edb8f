//! Buttons, and links that look like them.

use super::Icon;
use leptos::prelude::*;

/// A button. Handlers and other attributes go onto it as onto an element.
#[component]
pub fn Button(
    /// `primary`, `quiet`, `danger` or `danger-final`; plain without.
    #[prop(optional)]
    kind: Option<&'static str>,
    /// `small` or `large`.
    #[prop(optional)]
    size: Option<&'static str>,
    /// Whether it sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// The key that does the same.
    #[prop(optional)]
    key: Option<&'static str>,
    /// While what it started goes on.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// While it can do nothing.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class="ui-button"
            type=if submit { "submit" } else { "button" }
            data-kind=kind
            data-size=size
            aria-keyshortcuts=key
            aria-busy=move || busy.get().then_some("true")
            disabled=move || disabled.get()
        >
            {icon.map(|name| view! { <Icon name/> })}
            <span>{children()}</span>
            {key.map(|key| view! { <kbd>{key}</kbd> })}
        </button>
    }
}

/// A button that is an icon; its words are for readers and for the pointer that rests on it.
#[component]
pub fn IconButton(
    /// What it does.
    #[prop(into)]
    label: String,
    /// Its icon.
    icon: &'static str,
    /// `small`.
    #[prop(optional)]
    size: Option<&'static str>,
) -> impl IntoView {
    view! {
        <button class="ui-icon-button" type="button" data-size=size aria-label=label.clone() title=label><Icon name=icon/></button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: String,
    /// As for [`Button`].
    #[prop(optional)]
    kind: Option<&'static str>,
    /// As for [`Button`].
    #[prop(optional)]
    size: Option<&'static str>,
    /// As for [`Button`].
    #[prop(optional)]
    icon: Option<&'static str>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="ui-button" data-kind=kind data-size=size href=href>
            {icon.map(|name| view! { <Icon name/> })}
            <span>{children()}</span>
        </a>
    }
}
