//! A person's name.

use super::calls::account_rename;
use super::text;
use crate::form::Typed;
use crate::session::use_session;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Button, Field, browser};
use domain::{Field as Named, Problems};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The name, to change.
#[component]
pub(super) fn Profile(
    /// What was typed and refused without a script.
    typed: Typed,
) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let kept =
        session.with_untracked(|session| session.as_ref().map(|session| session.name.clone()).unwrap_or_default());
    let name = RwSignal::new(if typed.problems.of(Named::Name).is_some() { typed.value("name") } else { kept });
    let problems = RwSignal::new(typed.problems);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = account_rename(name.get_untracked()).await;
            busy.try_set(false);
            match answer {
                Ok(kept) => {
                    problems.try_set(Problems::default());
                    name.try_set(kept.to_string());
                    session.update(|session| {
                        if let Some(session) = session {
                            session.name = kept.to_string();
                        }
                    });
                    toasts.say(text::SAVED);
                }
                Err(error) => {
                    match error.fields.is_empty() {
                        true => toasts.warn(error.message),
                        false => browser::focus_soon("name"),
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    view! {
        <form class="ui-form" method="post" action="/account" on:submit=submit>
            <input type="hidden" name="do" value="name"/>
            <Field label="Name" name="name" value=name error=problem_of(problems, Named::Name) autocomplete="name"/>
            <div class="ui-form-foot"><Button kind="primary" submit=true busy=busy>"Save"</Button></div>
        </form>
    }
}
