//! What the site is called.

use super::calls::site_edit;
use super::show::Here;
use super::text;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Invalid, TextArea, browser};
use domain::site::SiteEdit;
use domain::{Field, Permission};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Name and description; the slug to look at.
#[component]
pub(super) fn General(here: Here) -> impl IntoView {
    let kept = here.page.with_untracked(|page| page.site.clone());
    let may = here.may.contains(Permission::SiteEdit);
    // A refused origin comes back with empty fields of this form: those are not what was typed here.
    let refused = !here.typed.value("name").is_empty() || here.typed.problems.of(Field::Name).is_some();
    let text_of =
        |name: &str, kept: &str| RwSignal::new(if refused { here.typed.value(name) } else { kept.to_owned() });
    let (name, description) = (text_of("name", &kept.name), text_of("description", &kept.description));
    let problems = RwSignal::new(here.typed.problems.clone());
    let name_error = problem_of(problems, Field::Name);
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let path = here.path();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let edit = SiteEdit {
            name: Some(name.get_untracked()),
            description: Some(description.get_untracked()),
            ..SiteEdit::default()
        };
        let here = here.clone();
        spawn_local(async move {
            let answer = site_edit(here.org, here.site, edit).await;
            busy.try_set(false);
            match answer {
                Ok(page) => {
                    here.page.try_set(page);
                    problems.try_set(domain::Problems::default());
                    toasts.say("Saved");
                }
                Err(error) => {
                    match error.fields.0.first() {
                        Some(problem) => browser::focus_soon(format!("site-{}", problem.field.name())),
                        None => toasts.warn(error.message),
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    view! {
        <section class="section" aria-labelledby="site-general">
            <div class="section-head"><h2 id="site-general">"General"</h2></div>
            <div class="section-body">
                <form method="post" action=path on:submit=save>
                    <fieldset class="ui-form" disabled=!may>
                        <div class="ui-field">
                            <label class="ui-label" for="site-name">"Name"</label>
                            <input class="ui-input" id="site-name" name="name" value=name.get_untracked() required maxlength="80" autocomplete="off"
                                aria-describedby="site-name-error" aria-invalid=move || name_error.with(Option::is_some).then_some("true")
                                on:input=move |event| name.set(event_target_value(&event))/>
                            <Invalid id="site-name" error=name_error/>
                        </div>
                        <div class="ui-field">
                            <label class="ui-label" for="site-slug">"Slug"</label>
                            <input class="ui-input" id="site-slug" value=kept.slug.to_string() readonly aria-describedby="site-slug-hint"/>
                            <p class="ui-hint" id="site-slug-hint">{text::SLUG_STAYS}</p>
                        </div>
                        <div class="ui-field">
                            <label class="ui-label" for="site-description">"Description "<span class="ui-optional">"optional"</span></label>
                            <TextArea value=description id="site-description" name="description" rows=2/>
                            <Invalid id="site-description" error=problem_of(problems, Field::Description)/>
                        </div>
                        <div class="ui-form-foot">
                            <button class="ui-button" data-kind="primary" type="submit" name="do" value="save" aria-busy=move || busy.get().then_some("true")>"Save"</button>
                        </div>
                    </fieldset>
                </form>
            </div>
        </section>
    }
}
