//! Labelled fields that the browser keeps, and that are read when their form is sent (see [`super::Sent`]): one line, and a choice of a few.
//! They take values and are each one type, so that a page with many of them stays small.

use super::Invalid;
use leptos::prelude::*;

/// A field of one line.
#[component]
pub fn Line(
    /// The words above.
    #[prop(into)]
    label: String,
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// Its id, where that is not its name.
    #[prop(into, optional)]
    id: String,
    /// What it begins with.
    #[prop(into)]
    value: String,
    /// `text`, `email`, `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What stands in it while it is empty.
    #[prop(optional)]
    placeholder: &'static str,
    /// Words below that explain.
    #[prop(into, optional)]
    hint: String,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The most characters.
    #[prop(default = 254)]
    most: u16,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether it may stay empty, which is said beside the label.
    #[prop(optional)]
    optional: bool,
    /// Whether it can only be read.
    #[prop(optional)]
    readonly: bool,
    /// Whether it takes digits.
    #[prop(optional)]
    digits: bool,
    /// Hears what is typed.
    #[prop(optional)]
    on_typed: Option<Callback<String>>,
) -> AnyView {
    let id = if id.is_empty() { name.clone() } else { id };
    let autocomplete = if kind == "password" { "new-password" } else { "off" };
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = if hint.is_empty() { error_id } else { format!("{hint_id} {error_id}") };
    let hint = (!hint.is_empty()).then(|| view! { <p class="ui-hint" id=hint_id>{hint}</p> });
    let typed = move |event| {
        if let Some(hears) = on_typed {
            hears.run(event_target_value(&event));
        }
    };
    view! {
        <div class="ui-field">
            <label class="ui-label" for=id.clone()>{label}{optional.then(|| view! { <span class="ui-optional">" optional"</span> })}</label>
            <input class="ui-input" id=id.clone() name=name type=kind value=value placeholder=placeholder maxlength=most.to_string() required=required
                readonly=readonly autocomplete=autocomplete spellcheck="false" autocapitalize="none" inputmode=digits.then_some("numeric")
                aria-describedby=described aria-invalid=move || error.with(Option::is_some).then_some("true") on:input=typed/>
            {hint}
            <Invalid id error/>
        </div>
    }
    .into_any()
}

/// A choice out of a few.
#[component]
pub fn Choice(
    /// The words above.
    #[prop(into)]
    label: String,
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// Its id, where that is not its name.
    #[prop(into, optional)]
    id: String,
    /// Value and words of each.
    options: Vec<(String, String)>,
    /// The value it begins with.
    #[prop(into)]
    chosen: String,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Whether the words are for readers only.
    #[prop(optional)]
    unlabelled: bool,
) -> AnyView {
    let id = if id.is_empty() { name.clone() } else { id };
    let options = options.into_iter().map(|(value, words)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    });
    let class = if unlabelled { "visually-hidden" } else { "ui-label" };
    view! {
        <div class="ui-field">
            <label class=class for=id.clone()>{label}</label>
            <select class="ui-input" id=id.clone() name=name aria-describedby=format!("{id}-error")
                aria-invalid=move || error.with(Option::is_some).then_some("true")>{options.collect_view()}</select>
            <Invalid id error/>
        </div>
    }
    .into_any()
}
