//! `/reset/{token}`.

use super::{expired, new_password_field, submit};
use crate::public::support::Input;
use leptos::prelude::*;

/// All that the page shows.
#[derive(Clone, Debug, Default)]
pub struct ResetPage {
    /// Whose password.
    pub mail: String,
    /// What is wrong with the one that was typed.
    pub problem: Option<String>,
}

/// The page of a link that works.
#[must_use]
pub fn reset_page(page: ResetPage) -> impl IntoView {
    view! {
        <div class="sign-in">
            <section class="panel">
                <header><h1>"New password"</h1><p>{format!("For {}. Every other session is signed out.", page.mail)}</p></header>
                <form class="ui-form" method="post">
                    // For password managers: which account the new password is for.
                    <input type="text" class="visually-hidden" name="mail" autocomplete="username" value=page.mail.clone() readonly tabindex="-1" aria-hidden="true"/>
                    {new_password_field("New password", Input { problem: page.problem, first: true }, true)}
                    {submit("Save and sign in")}
                </form>
            </section>
        </div>
    }
}

/// The page of one that does not, whatever the reason.
#[must_use]
pub fn reset_expired_page() -> impl IntoView {
    expired("/forgot", "Links work once and for one hour. We can send a fresh one.")
}
