//! `/account/email/{token}`: one tap, because opening a link must change nothing (mail scanners open them all).

use super::submit;
use crate::ui::Icon;
use leptos::prelude::*;

/// The page of a link that works.
#[must_use]
pub fn email_page(mail: String) -> impl IntoView {
    view! {
        <div class="sign-in">
            <section class="panel">
                <span class="panel-mark"><Icon name="mail"/></span>
                <header>
                    <h1>"One tap to confirm"</h1>
                    <p>"From then on you sign in with "<strong>{mail}</strong>", and every other browser is signed out."</p>
                </header>
                <form method="post">{submit("Confirm my new address")}</form>
            </section>
        </div>
    }
}

/// The page of one that does not, whatever the reason.
#[must_use]
pub fn email_expired_page() -> impl IntoView {
    view! {
        <div class="sign-in">
            <section class="panel">
                <span class="panel-mark" data-tone="amber"><Icon name="clock"/></span>
                <header><h1>"This link no longer works"</h1><p>"Links work once and for one hour. Your account has a fresh one for you."</p></header>
                <a class="ui-button wide-button" data-size="large" href="/account">"Go to your account"</a>
            </section>
        </div>
    }
}
