//! `/sign-up`.

use super::{mail_field, new_password_field, notice, outbox_link, submit};
use crate::public::support::Input;
use domain::{Field, Problems};
use leptos::prelude::*;

/// What was typed; a password is never sent back.
#[derive(Clone, Debug, Default)]
pub struct SignUpTyped {
    /// Their name.
    pub name: String,
    /// Their address.
    pub mail: String,
}

/// All that the page shows.
#[derive(Clone, Debug, Default)]
pub struct SignUpPage {
    /// What was typed.
    pub typed: SignUpTyped,
    /// What is wrong with it.
    pub problems: Problems,
    /// A sentence that belongs to no field.
    pub note: Option<String>,
    /// Whether mail can be read on this machine.
    pub outbox: bool,
}

/// The page.
#[must_use]
pub fn sign_up_page(page: SignUpPage) -> impl IntoView {
    let first = [Field::Name, Field::Email, Field::Password]
        .into_iter()
        .find(|field| page.problems.of(*field).is_some())
        .unwrap_or(Field::Name);
    let input = |field: Field| Input { problem: page.problems.of(field).map(str::to_owned), first: first == field };
    let (name, mail, password) = (input(Field::Name), input(Field::Email), input(Field::Password));
    let (mail_first, password_first) = (mail.first, password.first);
    view! {
        <div class="sign-in">
            <section class="panel">
                <header><h1>"Create your account"</h1><p>"Free to try, no card. One login for every organization you work in."</p></header>
                {notice(page.note)}
                <form class="ui-form" method="post" action="/sign-up">
                    <div class="ui-field">
                        <label class="ui-label" for="name">"Your name"</label>
                        <input class="ui-input" id="name" name="name" autocomplete="name" required maxlength="80" value=page.typed.name
                            aria-invalid=name.invalid() aria-describedby=name.described("name") autofocus=name.first/>
                        {name.error("name")}
                    </div>
                    {mail_field(page.typed.mail, mail, mail_first, "username")}
                    {new_password_field("Password", password, password_first)}
                    {submit("Create account")}
                </form>
            </section>
            <p class="sign-in-other">"Have one already? "<a href="/sign-in">"Sign in"</a></p>
            {outbox_link(page.outbox)}
        </div>
    }
}
