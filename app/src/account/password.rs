//! A new password, for who knows the present one.

use super::calls::account_set_password;
use super::frame::refused;
use super::text;
use crate::form::Typed;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Button, Field, browser};
use domain::{Field as Named, Problem, Problems};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Both passwords; what is wrong stands at them, and what was typed stays.
#[component]
pub(super) fn NewPassword(
    /// What was refused without a script.
    typed: Typed,
    /// Whose: for the browser's keeper of passwords.
    email: String,
) -> impl IntoView {
    let toasts = use_toasts();
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problems = RwSignal::new(refused(&typed, "password"));
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = account_set_password(current.get_untracked(), new.get_untracked()).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    problems.try_set(Problems::default());
                    current.try_set(String::new());
                    new.try_set(String::new());
                    toasts.say(format!("{}. {}", text::PASSWORD_CHANGED, text::OTHERS_OUT));
                }
                Err(error) => {
                    // Too many tries, or no way to the desk: said where the eyes are.
                    let fields = if error.fields.is_empty() {
                        Problem::new(Named::CurrentPassword, error.message).into()
                    } else {
                        error.fields
                    };
                    if let Some(first) = fields.0.first() {
                        browser::focus_soon(first.field.name());
                    }
                    problems.try_set(fields);
                }
            }
        });
    };
    view! {
        <form class="ui-form" method="post" action="/account" on:submit=submit>
            <input type="hidden" name="do" value="password"/>
            <input type="text" name="username" autocomplete="username" value=email hidden readonly/>
            <Field label=text::PRESENT_PASSWORD name="current_password" kind="password" value=current autocomplete="current-password"
                error=problem_of(problems, Named::CurrentPassword)/>
            <Field label="New password" name="password" kind="password" value=new autocomplete="new-password" hint=text::PASSWORD_RULE
                error=problem_of(problems, Named::Password)/>
            <div class="ui-form-foot">
                <Button kind="primary" submit=true busy=busy>"Change password"</Button>
                <a class="ui-button" data-kind="quiet" href="/forgot" rel="external">{text::FORGOTTEN}</a>
            </div>
        </form>
    }
}
