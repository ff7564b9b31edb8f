//! `/forgot`.

use super::{mail_field, notice, outbox_link, submit};
use crate::public::support::Input;
use leptos::prelude::*;

/// All that the page shows.
#[derive(Clone, Debug, Default)]
pub struct ForgotPage {
    /// What was typed.
    pub mail: String,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// A sentence that belongs to no field.
    pub note: Option<String>,
    /// Whether mail can be read on this machine.
    pub outbox: bool,
}

/// The page.
#[must_use]
pub fn forgot_page(page: ForgotPage) -> impl IntoView {
    view! {
        <div class="sign-in">
            <section class="panel">
                <header><h1>"Choose a new password"</h1><p>"Say who you are and we mail you a link."</p></header>
                {notice(page.note)}
                <form class="ui-form" method="post" action="/forgot">
                    {mail_field(page.mail, Input { problem: page.problem, first: true }, true, "username")}
                    {submit("Send the link")}
                </form>
            </section>
            <p class="sign-in-other"><a href="/sign-in">"Back to sign in"</a></p>
            {outbox_link(page.outbox)}
        </div>
    }
}
