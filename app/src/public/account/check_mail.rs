//! `/check-mail`: the same words whether or not there was anything to mail.

use super::{notice, outbox_link};
use crate::ui::Icon;
use leptos::prelude::*;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailed {
    /// A link that confirms the address.
    Confirm,
    /// A link to choose a new password.
    Reset,
}

/// All that the page shows.
#[derive(Clone, Debug)]
pub struct CheckMailPage {
    /// The address, as typed.
    pub mail: String,
    /// What for.
    pub mailed: Mailed,
    /// A sentence that belongs to no field.
    pub note: Option<String>,
    /// Whether mail can be read on this machine.
    pub outbox: bool,
}

/// The page.
#[must_use]
pub fn check_mail_page(page: CheckMailPage) -> impl IntoView {
    let (action, over) = match page.mailed {
        Mailed::Confirm => ("/check-mail", "/sign-up"),
        Mailed::Reset => ("/forgot", "/forgot"),
    };
    let sent = match page.mailed {
        Mailed::Confirm => view! { <p>"We sent a mail to "<strong>{page.mail.clone()}</strong>". Its link works for one hour."</p> }.into_any(),
        Mailed::Reset => {
            view! { <p>"If "<strong>{page.mail.clone()}</strong>" has an account, a link is on its way. It works for one hour."</p> }.into_any()
        }
    };
    view! {
        <div class="sign-in">
            <section class="panel">
                <span class="panel-mark"><Icon name="mail"/></span>
                <header><h1>"Check your mail"</h1>{sent}</header>
                {notice(page.note)}
                <ul class="next-steps"><li>"Open it on any device."</li><li>"Nothing there? Look among spam, or send it again."</li></ul>
                <form method="post" action=action>
                    <input type="hidden" name="mail" value=page.mail/>
                    <button class="ui-button wide-button" type="submit">"Send it again"</button>
                </form>
            </section>
            <p class="sign-in-other">"Wrong address? "<a href=over>"Start over"</a></p>
            {outbox_link(page.outbox)}
        </div>
    }
}
