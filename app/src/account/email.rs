//! The address, and the way to another one. A plain form: what it asks for happens in a mailbox.

use super::frame::refused;
use super::text;
use crate::error::AppError;
use crate::form::Typed;
use crate::ui::field::problem_of;
use crate::ui::{Button, Field, Icon};
use domain::Field as Named;
use domain::user::ProfilePage;
use leptos::prelude::*;

/// The present address, one that waits, and the form for another.
#[component]
pub(super) fn MailAddressForm(
    /// What was refused.
    typed: Typed,
    /// The present address.
    email: String,
    /// Whether another one waits.
    profile: Resource<Result<ProfilePage, AppError>>,
) -> impl IntoView {
    let problems = RwSignal::new(refused(&typed, "mail"));
    let mail = RwSignal::new(if problems.with_untracked(|problems| problems.is_empty()) {
        String::new()
    } else {
        typed.value("mail")
    });
    let password = RwSignal::new(String::new());
    let pending = move || profile.get().and_then(Result::ok).and_then(|profile| profile.pending);
    view! {
        <p class="account-mail"><strong>{email}</strong></p>
        <Suspense>
            {move || pending().map(|address| view! {
                <p class="ui-hint account-pending"><Icon name="clock"/><span>"Waiting for the mail to "<strong>{address.to_string()}</strong>" to be opened."</span></p>
            })}
        </Suspense>
        <form class="ui-form" method="post" action="/account">
            <input type="hidden" name="do" value="mail"/>
            <Field label="New address" name="mail" kind="email" value=mail autocomplete="email" error=problem_of(problems, Named::Email)/>
            <Field label=text::PRESENT_PASSWORD name="mail_password" kind="password" value=password autocomplete="current-password"
                error=problem_of(problems, Named::CurrentPassword)/>
            <div class="ui-form-foot"><Button submit=true>"Send the link"</Button></div>
        </form>
    }
}
