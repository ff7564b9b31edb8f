//! Labelled fields: words above, what to do about a mistake below, both tied to the field for readers.

use super::Icon;
use domain::{Field as Named, Problems};
use leptos::html;
use leptos::prelude::*;

/// What is wrong with one field, as a sentence; nothing while nothing is.
#[component]
pub fn Invalid(
    /// The field's id; the sentence gets `{id}-error`.
    #[prop(into)]
    id: String,
    /// The sentence.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let id = format!("{id}-error");
    move || {
        error.get().map(|text| view! { <p class="ui-error" id=id.clone() role="alert"><Icon name="warning"/><span>{text}</span></p> })
    }
}

/// The sentence for a field out of all problems of a form.
#[must_use]
pub fn problem_of(problems: impl Into<Signal<Problems>>, field: Named) -> Signal<Option<String>> {
    let problems = problems.into();
    Signal::derive(move || problems.with(|problems| problems.of(field).map(str::to_owned)))
}

/// A field of one line with its label, its hint and its mistake.
#[component]
pub fn Field(
    /// The words above.
    #[prop(into)]
    label: String,
    /// Its name in the form, and its id.
    #[prop(into)]
    name: String,
    /// What stands in it.
    value: RwSignal<String>,
    /// `text`, `email`, `password`, `search` ...
    #[prop(default = "text")]
    kind: &'static str,
    /// Words below that explain.
    #[prop(into, optional)]
    hint: Option<String>,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Whether it may stay empty, which is said beside the label.
    #[prop(optional)]
    optional: bool,
    /// For the browser's own memory.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// The element, for whoever has to focus it.
    #[prop(optional)]
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let initial = value.get_untracked();
    let described = {
        let name = name.clone();
        let hinted = hint.is_some();
        move || match (error.with(Option::is_some), hinted) {
            (true, _) => Some(format!("{name}-error")),
            (false, true) => Some(format!("{name}-hint")),
            (false, false) => None,
        }
    };
    follow(node, value, initial.clone());
    view! {
        <div class="ui-field">
            <label class="ui-label" for=name.clone()>
                <span>{label}</span>
                {optional.then(|| view! { <span class="ui-optional">" optional"</span> })}
            </label>
            <input
                node_ref=node
                class="ui-input"
                type=kind
                id=name.clone()
                name=name.clone()
                value=initial
                required=!optional
                autocomplete=autocomplete
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                on:input=move |event| value.set(event_target_value(&event))
            />
            {hint.map(|hint| view! { <p class="ui-hint" id=format!("{name}-hint")>{hint}</p> })}
            <Invalid id=name error/>
        </div>
    }
}

/// Keeps element and signal alike. What somebody typed before the page came alive wins over what the server sent.
fn follow(node: NodeRef<html::Input>, value: RwSignal<String>, initial: String) {
    Effect::new(move |alive: Option<bool>| {
        let alive = alive.unwrap_or(false);
        let text = value.get();
        let Some(element) = node.get() else { return alive };
        let typed = element.value();
        if !alive && text == initial && !typed.is_empty() && typed != text {
            value.set(typed);
        } else if typed != text {
            element.set_value(&text);
        }
        true
    });
}

/// A choice out of a few, as the browser's own list.
#[component]
pub fn Select(
    /// The words above.
    #[prop(into)]
    label: String,
    /// Its name in the form, and its id.
    #[prop(into)]
    name: String,
    /// The chosen value.
    value: RwSignal<String>,
    /// Value and words of each choice.
    #[prop(into)]
    options: Vec<(String, String)>,
    /// What is wrong with the choice.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(key, words)| {
            let same = key.clone();
            view! { <option value=key selected=move || value.with(|value| *value == same)>{words}</option> }
        })
        .collect_view();
    view! {
        <div class="ui-field">
            <label class="ui-label" for=name.clone()>{label}</label>
            <select
                class="ui-input"
                id=name.clone()
                name=name.clone()
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:change=move |event| value.set(event_target_value(&event))
            >
                {options}
            </select>
            <Invalid id=name error/>
        </div>
    }
}
