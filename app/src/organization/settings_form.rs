//! The settings as one form: saved by script, or posted without it.

use super::calls::org_edit;
use super::codes::CodePreview;
use super::region::Region;
use super::text;
use crate::form::Typed;
use crate::layout::use_org;
use crate::session::use_session;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Invalid, Notice, TextArea, browser};
use domain::organization::{OrgEdit, OrgPage};
use domain::{Field, Permission};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// General, ticket codes, region and seats.
#[component]
pub(super) fn SettingsForm(page: OrgPage, typed: Typed, host: String) -> impl IntoView {
    let org = use_org();
    let (session, toasts) = (use_session(), use_toasts());
    let may = org.me.permissions.contains(Permission::OrgEdit);
    let refused = !typed.values.is_empty();
    let text_of = |name: &str, kept: &str| RwSignal::new(if refused { typed.value(name) } else { kept.to_owned() });
    let (name, description, prefix) = (
        text_of("name", &page.name),
        text_of("description", &page.description),
        text_of("prefix", page.prefix.as_str()),
    );
    let (padding, currency) =
        (text_of("padding", &page.padding.to_string()), text_of("currency", page.currency.as_str()));
    let timezone = text_of("timezone", page.timezone.as_str());
    // Seats are for whoever pays for them.
    let may_seats = org.me.permissions.contains(Permission::BillingManage);
    let seats = text_of("seats", &page.seats.map(|seats| seats.to_string()).unwrap_or_default());
    let problems = RwSignal::new(typed.problems.clone());
    let busy = RwSignal::new(false);
    let digits = Signal::derive(move || padding.with(|digits| digits.parse().unwrap_or(0)));

    let slug = page.slug.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let edit = OrgEdit {
            name: Some(name.get_untracked()),
            slug: None,
            description: Some(description.get_untracked()),
            prefix: Some(prefix.get_untracked()),
            padding: Some(digits.get_untracked()),
            currency: Some(currency.get_untracked()),
            timezone: Some(timezone.get_untracked()),
            accent: None,
            signature: None,
            seats: may_seats.then(|| number(&seats.get_untracked())),
        };
        let slug = slug.clone();
        spawn_local(async move {
            let answer = org_edit(slug.clone(), edit).await;
            busy.try_set(false);
            match answer {
                Ok(page) => {
                    problems.try_set(domain::Problems::default());
                    prefix.try_set(page.prefix.to_string());
                    session.update(|session| {
                        let orgs = session.iter_mut().flat_map(|session| session.orgs.iter_mut());
                        orgs.filter(|org| org.slug == slug).for_each(|org| org.name.clone_from(&page.name));
                    });
                    toasts.say("Saved");
                }
                Err(error) => {
                    match error.fields.0.first() {
                        Some(problem) => browser::focus_soon(problem.field.name()),
                        None => toasts.warn(error.message),
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    let (name_error, prefix_error) = (problem_of(problems, Field::Name), problem_of(problems, Field::Prefix));
    let seats_error = problem_of(problems, Field::Seats);
    let choices = [
        ("3", "3, as in 042"),
        ("4", "4, as in 0042"),
        ("5", "5, as in 00042"),
        ("6", "6, as in 000042"),
        ("0", "None, as in 42"),
    ];
    let known = choices.iter().any(|(digits, _)| padding.with_untracked(|padding| padding == digits));
    let extra = (!known)
        .then(|| padding.get_untracked())
        .map(|digits| view! { <option value=digits.clone() selected>{digits.clone()}</option> });
    let options = choices.map(|(digits, words)| view! { <option value=digits selected=move || padding.with(|padding| padding == digits)>{words}</option> });
    view! {
        {(!may).then(|| view! { <Notice tone="blue" icon="info" title="Only to look at" text=text::READ_ONLY/> })}
        <form method="post" action=format!("/{}/settings/organization", page.slug) on:submit=submit>
            <fieldset disabled=!may>
                <section class="section" aria-labelledby="s-general">
                    <div class="section-head"><h2 id="s-general">"General"</h2><p>"How your team sees this organization."</p></div>
                    <div class="section-body ui-form">
                        <div class="ui-field">
                            <label class="ui-label" for="name">"Name"</label>
                            <input class="ui-input" id="name" name="name" value=name.get_untracked() required maxlength="80" aria-describedby="name-error"
                                aria-invalid=move || name_error.with(Option::is_some).then_some("true") on:input=move |event| name.set(event_target_value(&event))/>
                            <Invalid id="name" error=name_error/>
                        </div>
                        <div class="ui-field">
                            <label class="ui-label" for="slug">"Address"</label>
                            <div class="ui-joined">
                                <span>{host}"/"</span>
                                <input class="ui-input" id="slug" value=page.slug.to_string() readonly aria-describedby="slug-hint"/>
                            </div>
                            <p class="ui-hint" id="slug-hint">{text::SLUG_STAYS}</p>
                        </div>
                        <div class="ui-field">
                            <label class="ui-label" for="description">"Description "<span class="ui-optional">"optional"</span></label>
                            <TextArea value=description id="description" name="description" rows=2/>
                            <Invalid id="description" error=problem_of(problems, Field::Description)/>
                        </div>
                    </div>
                </section>
                <section class="section" aria-labelledby="s-tickets">
                    <div class="section-head"><h2 id="s-tickets">"Ticket codes"</h2><p>"New tickets only: a code never changes once it is given."</p></div>
                    <div class="section-body ui-form">
                        <div class="ui-form-pair">
                            <div class="ui-field">
                                <label class="ui-label" for="prefix">"Prefix"</label>
                                <input class="ui-input" id="prefix" name="prefix" value=prefix.get_untracked() prop:value=move || prefix.get() required
                                    maxlength="10" autocomplete="off" spellcheck="false" autocapitalize="characters" aria-describedby="prefix-preview prefix-error"
                                    aria-invalid=move || prefix_error.with(Option::is_some).then_some("true") on:input=move |event| prefix.set(event_target_value(&event))/>
                                <Invalid id="prefix" error=prefix_error/>
                            </div>
                            <div class="ui-field">
                                <label class="ui-label" for="padding">"Digits"</label>
                                <select class="ui-input" id="padding" name="padding" on:change=move |event| padding.set(event_target_value(&event))>{options}{extra}</select>
                                <Invalid id="padding" error=problem_of(problems, Field::Padding)/>
                            </div>
                        </div>
                        <div><CodePreview label="New tickets look like" number=42 prefix=prefix padding=digits/></div>
                    </div>
                </section>
                <section class="section" aria-labelledby="s-region">
                    <div class="section-head"><h2 id="s-region">"Region"</h2><p>"Times and amounts on screen and in reports."</p></div>
                    <div class="section-body ui-form"><Region currency timezone problems/></div>
                </section>
                <section class="section" aria-labelledby="s-seats">
                    <div class="section-head"><h2 id="s-seats">"Seats"</h2><p>{text::SEATS_WHY}</p></div>
                    <div class="section-body ui-form">
                        <div class="ui-field">
                            <label class="ui-label" for="seats">"Seats "<span class="ui-optional">"empty for any number"</span></label>
                            <input class="ui-input" id="seats" name="seats" type="number" min="1" step="1" inputmode="numeric" value=seats.get_untracked()
                                disabled=!may_seats aria-describedby="seats-error" aria-invalid=move || seats_error.with(Option::is_some).then_some("true")
                                on:input=move |event| seats.set(event_target_value(&event))/>
                            <Invalid id="seats" error=seats_error/>
                        </div>
                        <div class="ui-form-foot">
                            <button class="ui-button" data-kind="primary" type="submit" aria-busy=move || busy.get().then_some("true")>"Save changes"</button>
                        </div>
                    </div>
                </section>
            </fieldset>
        </form>
    }
}

/// The seats as they were typed: none for any number; what is no number is for the desk to refuse.
fn number(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| typed.parse().unwrap_or(-1))
}
