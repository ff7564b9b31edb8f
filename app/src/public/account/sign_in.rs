//! `/sign-in`.

use super::{mail_field, notice, submit};
use crate::public::support::Input;
use crate::ui::Icon;
use leptos::prelude::*;

/// All that the page shows.
#[derive(Clone, Debug, Default)]
pub struct SignInPage {
    /// What was typed.
    pub mail: String,
    /// Where to go afterwards: a path of ours.
    pub next: Option<String>,
    /// The last try was wrong; not said of what.
    pub wrong: bool,
    /// A sentence that belongs to no field.
    pub note: Option<String>,
    /// What was done that led here.
    pub done: Option<&'static str>,
    /// Whether the desk can have passkeys. The way to them is shown by a script, where one runs.
    pub passkeys: bool,
}

/// The page.
#[must_use]
pub fn sign_in_page(page: SignInPage) -> impl IntoView {
    let again = page.wrong || !page.mail.is_empty();
    let next = page.next.clone();
    view! {
        <div class="sign-in">
            <section class="panel">
                <header><h1>"Sign in"</h1></header>
                {page.done.map(|done| view! {
                    <div class="ui-notice" data-tone="green" role="status"><Icon name="check"/><div><p>{done}</p></div></div>
                })}
                {notice(page.note)}
                {page.wrong.then(|| view! {
                    <div class="ui-notice" data-tone="red" role="alert">
                        <Icon name="warning"/>
                        <div><p>"Address and password do not fit together. Try again, or "<a href="/forgot">"choose a new password"</a>"."</p></div>
                    </div>
                })}
                <form class="ui-form" method="post" action="/sign-in">
                    {page.next.map(|next| view! { <input type="hidden" name="next" value=next/> })}
                    {mail_field(page.mail, Input::default(), !again, if page.passkeys { "username webauthn" } else { "username" })}
                    <div class="ui-field">
                        <div class="label-split"><label class="ui-label" for="password">"Password"</label><a href="/forgot">"Forgotten?"</a></div>
                        <input class="ui-input" id="password" name="password" type="password" autocomplete="current-password" required autofocus=again/>
                    </div>
                    {submit("Sign in")}
                </form>
                {page.passkeys.then(|| view! { <Passkey next/> })}
            </section>
            <p class="sign-in-other">"New here? "<a href="/sign-up">"Create an account"</a></p>
        </div>
    }
}

/// The way without a password. It needs a script, which shows it; without one nobody misses it.
#[component]
fn Passkey(next: Option<String>) -> impl IntoView {
    view! {
        <form class="ui-form sign-in-passkey" method="post" action="/sign-in" data-passkey="get" hidden>
            <p class="sign-in-or"><span>"or"</span></p>
            {next.map(|next| view! { <input type="hidden" name="next" value=next/> })}
            <input type="hidden" name="token"/>
            <input type="hidden" name="credential"/>
            <button class="ui-button wide-button" data-size="large" type="submit"><Icon name="key"/>"Sign in with a passkey"</button>
            <p class="ui-error" role="alert" data-passkey-problem hidden>
                <Icon name="warning"/>
                <span>"No passkey was chosen. Try again, or use your password."</span>
            </p>
        </form>
    }
}
