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
}

/// The page.
#[must_use]
pub fn sign_in_page(page: SignInPage) -> impl IntoView {
    let again = page.wrong || !page.mail.is_empty();
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
                    {mail_field(page.mail, Input::default(), !again)}
                    <div class="ui-field">
                        <div class="label-split"><label class="ui-label" for="password">"Password"</label><a href="/forgot">"Forgotten?"</a></div>
                        <input class="ui-input" id="password" name="password" type="password" autocomplete="current-password" required autofocus=again/>
                    </div>
                    {submit("Sign in")}
                </form>
            </section>
            <p class="sign-in-other">"New here? "<a href="/sign-up">"Create an account"</a></p>
        </div>
    }
}
