//! A logo by its address: fetched by script, or posted without it.

use super::calls::org_logo_fetch;
use super::text;
use crate::form::Typed;
use crate::session::use_session;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Field, browser};
use domain::{Field as Named, LogoId, OrgSlug, Problems};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Where the picture is.
#[component]
pub(super) fn LogoUrlForm(slug: OrgSlug, logo: RwSignal<Option<LogoId>>, typed: Typed, may: bool) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let address = RwSignal::new(typed.value(Named::LogoUrl.name()));
    let problems = RwSignal::new(typed.problems);
    let busy = RwSignal::new(false);
    let action = format!("/{slug}/settings/branding");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let slug = slug.clone();
        spawn_local(async move {
            let answer = org_logo_fetch(slug.clone(), address.get_untracked()).await;
            busy.try_set(false);
            match answer {
                Ok(fetched) => {
                    problems.try_set(Problems::default());
                    address.try_set(String::new());
                    logo.try_set(Some(fetched));
                    session.update(|session| {
                        let orgs = session.iter_mut().flat_map(|session| session.orgs.iter_mut());
                        orgs.filter(|org| org.slug == slug).for_each(|org| org.logo = Some(fetched));
                    });
                    toasts.say(text::LOGO_DONE);
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
    let words = move || if busy.get() { "Fetching…" } else { "Fetch this picture" };
    view! {
        <form method="post" action=action on:submit=submit>
            <fieldset class="ui-form" disabled=!may>
                <Field label="Or an address" name=Named::LogoUrl.name() kind="url" value=address hint=text::LOGO_URL_HINT
                    error=problem_of(problems, Named::LogoUrl) autocomplete="url"/>
                <div class="ui-form-foot">
                    <button class="ui-button" type="submit" name="do" value="fetch" aria-busy=move || busy.get().then_some("true")>
                        <span>{words}</span>
                    </button>
                </div>
            </fieldset>
        </form>
    }
}
