//! Nothing here, and what to do about it; and words that explain or warn in the flow of a page.

use super::Icon;
use leptos::prelude::*;

/// Instead of an empty list.
#[component]
pub fn Empty(
    /// Its icon.
    icon: &'static str,
    /// What is so.
    #[prop(into)]
    title: String,
    /// Why, or what comes.
    #[prop(into)]
    text: String,
    /// Ways on: buttons and links.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="ui-empty">
            <Icon name=icon/>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="ui-button-row">{children()}</div> })}
        </section>
    }
}

/// Words that warn or explain.
#[component]
pub fn Notice(
    /// `amber`, `red`, `green` or `blue`.
    tone: &'static str,
    /// Its icon.
    icon: &'static str,
    /// The first line.
    #[prop(into)]
    title: String,
    /// The rest.
    #[prop(into)]
    text: String,
    /// Ways on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="ui-notice" data-tone=tone role="alert">
            <Icon name=icon/>
            <div><h2>{title}</h2><p>{text}</p></div>
            {children.map(|children| view! { <div class="ui-button-row">{children()}</div> })}
        </div>
    }
}
