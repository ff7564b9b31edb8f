//! Sign-in and its sisters: how a person gets to their desk (screens.md: one card, one thing to do).

mod check_mail;
mod code;
mod confirm;
mod email;
mod forgot;
mod reset;
mod sign_in;
mod sign_up;

pub use check_mail::{CheckMailPage, Mailed, check_mail_page};
pub use code::{CodePage, code_page};
pub use confirm::{confirm_expired_page, confirm_page};
pub use email::{email_expired_page, email_page};
pub use forgot::{ForgotPage, forgot_page};
pub use reset::{ResetPage, reset_expired_page, reset_page};
pub use sign_in::{SignInPage, sign_in_page};
pub use sign_up::{SignUpPage, SignUpTyped, sign_up_page};

use super::support::Input;
use crate::ui::Icon;
use leptos::prelude::*;

/// The field of a mail address; `first` puts the cursor there, `autocomplete` says what a browser may offer.
fn mail_field(value: String, input: Input, first: bool, autocomplete: &'static str) -> impl IntoView {
    view! {
        <div class="ui-field">
            <label class="ui-label" for="mail">"Mail address"</label>
            <input class="ui-input" id="mail" name="mail" type="email" autocomplete=autocomplete inputmode="email" required maxlength="254"
                value=value aria-invalid=input.invalid() aria-describedby=input.described("mail") autofocus=first/>
            {input.error("mail")}
        </div>
    }
}

/// The field of a password that is chosen now.
pub(super) fn new_password_field(label: &'static str, input: Input, first: bool) -> impl IntoView {
    let described = if input.problem.is_some() { "password-error password-hint" } else { "password-hint" };
    view! {
        <div class="ui-field">
            <label class="ui-label" for="password">{label}</label>
            <input class="ui-input" id="password" name="password" type="password" autocomplete="new-password" required minlength="12" maxlength="128"
                aria-invalid=input.invalid() aria-describedby=described autofocus=first/>
            {input.error("password")}
            <p class="ui-hint" id="password-hint">"At least 12 characters. A sentence is fine."</p>
        </div>
    }
}

pub(super) fn submit(words: &'static str) -> impl IntoView {
    view! { <button class="ui-button wide-button" data-kind="primary" data-size="large" type="submit">{words}</button> }
}

/// A sentence that belongs to no field.
pub(super) fn notice(note: Option<String>) -> Option<impl IntoView> {
    note.map(|note| {
        view! { <div class="ui-notice" data-tone="red" role="alert"><Icon name="warning"/><div><p>{note}</p></div></div> }
    })
}

/// On a machine that sends no mail: where it can be read.
fn outbox_link(outbox: bool) -> Option<impl IntoView> {
    outbox.then(|| view! { <p class="sign-in-other">"This machine sends no mail. "<a href="/dev/outbox">"Read it in the outbox"</a></p> })
}

/// A card that says one thing and offers one field for a fresh link.
fn expired(action: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <div class="sign-in">
            <section class="panel">
                <span class="panel-mark" data-tone="amber"><Icon name="clock"/></span>
                <header><h1>"This link no longer works"</h1><p>{words}</p></header>
                <form class="ui-form" method="post" action=action>
                    {mail_field(String::new(), Input::default(), false, "username")}
                    {submit("Send a new link")}
                </form>
            </section>
            <p class="sign-in-other"><a href="/sign-in">"Back to sign in"</a></p>
        </div>
    }
}
