//! `/confirm/{token}`: one tap, because opening a link must change nothing (mail scanners open them all).

use super::{expired, submit};
use crate::ui::Icon;
use leptos::prelude::*;

/// The page of a link that works.
#[must_use]
pub fn confirm_page(mail: String) -> impl IntoView {
    view! {
        <div class="sign-in">
            <section class="panel">
                <span class="panel-mark"><Icon name="mail"/></span>
                <header><h1>"One tap to confirm"</h1><p>"This confirms "<strong>{mail}</strong>"."</p></header>
                <form method="post">{submit("Confirm my address")}</form>
            </section>
        </div>
    }
}

/// The page of one that does not, whatever the reason.
#[must_use]
pub fn confirm_expired_page() -> impl IntoView {
    expired("/check-mail", "Links work once and for one hour. We can send a fresh one.")
}
