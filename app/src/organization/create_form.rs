//! The form that makes an organization. Slug and prefix fill themselves from the name until somebody types into them.

use super::calls::org_create;
use super::codes::CodePreview;
use super::region::{Region, own_zone};
use super::slug::{SlugState, chosen, watched};
use super::text;
use crate::form::Typed;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Invalid, TextArea, browser};
use domain::Field;
use domain::organization::OrgNew;
use domain::prefix::Prefix;
use domain::slug::slug_from_name;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A plain form that works without script; with it, nothing leaves the page until it is right.
#[component]
pub(super) fn CreateForm(typed: Typed, host: String) -> impl IntoView {
    let text_of = |name: &str, default: &str| {
        let value = typed.value(name);
        RwSignal::new(if value.is_empty() { default.to_owned() } else { value })
    };
    let (name, slug, prefix) = (text_of("name", ""), text_of("slug", ""), text_of("prefix", ""));
    let (currency, timezone, description) =
        (text_of("currency", "EUR"), text_of("timezone", "UTC"), text_of("description", ""));
    let problems = RwSignal::new(typed.problems.clone());
    let (own_slug, own_prefix) =
        (StoredValue::new(!typed.value("slug").is_empty()), StoredValue::new(!typed.value("prefix").is_empty()));
    let busy = RwSignal::new(false);
    let known = watched(slug);
    let toasts = use_toasts();

    let zone_given = !typed.value("timezone").is_empty();
    Effect::new(move |_| {
        if let Some(zone) = own_zone().filter(|_| !zone_given && timezone.with_untracked(|zone| zone == "UTC")) {
            timezone.set(zone);
        }
    });
    let named = move |text: String| {
        if !own_slug.get_value() {
            slug.set(if text.trim().is_empty() { String::new() } else { slug_from_name(&text) });
        }
        if !own_prefix.get_value() {
            prefix.set(if text.trim().is_empty() { String::new() } else { Prefix::from_name(&text).to_string() });
        }
        name.set(text);
    };
    // What was typed before the page came alive.
    Effect::new(move |_| {
        let early = browser::find("#name")
            .map(|field| wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlInputElement>(field).value());
        if let Some(early) = early.filter(|early| !early.is_empty() && name.with_untracked(String::is_empty)) {
            named(early);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if known.with_untracked(super::slug::Known::is_refused) {
            browser::focus("slug");
            return;
        }
        busy.set(true);
        let said = |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.trim().is_empty());
        let new = OrgNew {
            name: name.get_untracked(),
            slug: slug.get_untracked(),
            prefix: said(prefix),
            currency: said(currency),
            timezone: said(timezone),
            description: description.get_untracked(),
        };
        spawn_local(async move {
            match org_create(new).await {
                // A whole new page: the session it carries knows the new organization.
                Ok(slug) => drop(window().location().set_href(&format!("/{slug}/tickets"))),
                Err(error) => {
                    busy.set(false);
                    let first = error.fields.0.first().map(|problem| problem.field.name());
                    match first {
                        Some(field) => browser::focus_soon(field),
                        None => toasts.warn(error.message),
                    }
                    problems.set(error.fields);
                }
            }
        });
    };
    let keys = move |event: KeyboardEvent| {
        let number = event.code().strip_prefix("Digit").and_then(|digit| digit.parse::<usize>().ok());
        if let (true, Some(number)) = (event.alt_key(), number) {
            let free = known.with_untracked(|known| known.suggestions().into_iter().nth(number.wrapping_sub(1)));
            if let Some(free) = free {
                event.prevent_default();
                own_slug.set_value(true);
                chosen(slug, free.as_str());
            }
        }
    };
    let (name_error, prefix_error) = (problem_of(problems, Field::Name), problem_of(problems, Field::Prefix));
    let slug_error = problem_of(problems, Field::Slug);
    let more = typed
        .problems
        .0
        .iter()
        .any(|problem| matches!(problem.field, Field::Currency | Field::Timezone | Field::Description));
    view! {
        <form class="ui-form" method="post" action="/new" on:submit=submit on:keydown=keys>
            <div class="ui-field">
                <label class="ui-label" for="name">"Name"</label>
                <input class="ui-input" id="name" name="name" value=name.get_untracked() required autocomplete="organization" autofocus maxlength="80"
                    aria-describedby="name-hint" aria-invalid=move || name_error.with(Option::is_some).then_some("true")
                    on:input=move |event| named(event_target_value(&event))/>
                <p class="ui-hint" id="name-hint">{text::CREATE_WHICH}</p>
                <Invalid id="name" error=name_error/>
            </div>
            <div class="ui-field">
                <div class="label-row">
                    <label class="ui-label" for="slug">"Address"</label>
                    <span class="for-ever" id="slug-ever"><Icon name="lock"/><span>{text::FOR_EVER}</span></span>
                </div>
                <div class="ui-joined">
                    <span>{host}"/"</span>
                    <input class="ui-input" id="slug" name="slug" value=slug.get_untracked() prop:value=move || slug.get() required autocomplete="off"
                        spellcheck="false" autocapitalize="none" maxlength="40" aria-describedby="slug-ever slug-state slug-error"
                        aria-invalid=move || (known.with(super::slug::Known::is_refused) || slug_error.with(Option::is_some)).then_some("true")
                        on:input=move |event| {
                            own_slug.set_value(true);
                            problems.update(|problems| problems.0.retain(|problem| problem.field != Field::Slug));
                            slug.set(event_target_value(&event));
                        }/>
                </div>
                <SlugState slug known/>
                <Invalid id="slug" error=slug_error/>
            </div>
            <div class="ui-field">
                <label class="ui-label" for="prefix">"Ticket prefix"</label>
                <div class="prefix-row">
                    <input class="ui-input" id="prefix" name="prefix" value=prefix.get_untracked() prop:value=move || prefix.get() maxlength="10"
                        autocomplete="off" spellcheck="false" autocapitalize="characters" placeholder="TKT" aria-describedby="prefix-preview prefix-error"
                        aria-invalid=move || prefix_error.with(Option::is_some).then_some("true")
                        on:input=move |event| {
                            own_prefix.set_value(true);
                            prefix.set(event_target_value(&event));
                        }/>
                    <CodePreview label="First ticket:" number=1 prefix=prefix padding=3/>
                </div>
                <Invalid id="prefix" error=prefix_error/>
            </div>
            <details class="ui-more" open=more>
                <summary><Icon name="chevron-right"/>"More "<span class="ui-hint">"currency, time zone, description"</span></summary>
                <div class="ui-form">
                    <Region currency timezone problems/>
                    <div class="ui-field">
                        <label class="ui-label" for="description">"Description "<span class="ui-optional">"optional"</span></label>
                        <TextArea value=description id="description" name="description" rows=2/>
                        <Invalid id="description" error=problem_of(problems, Field::Description)/>
                    </div>
                </div>
            </details>
            <div class="ui-form-foot">
                <button class="ui-button" data-kind="primary" type="submit" aria-busy=move || busy.get().then_some("true")
                    aria-disabled=move || known.with(super::slug::Known::is_refused).then_some("true")>
                    "Create organization "<kbd>"Enter"</kbd>
                </button>
                <a class="ui-button" data-kind="quiet" href="/" rel="external">"Cancel"</a>
            </div>
        </form>
    }
}
