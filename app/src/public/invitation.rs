//! `/invitation/{token}`: the four ways to arrive (D19): new, known but signed out, signed in with the right account, and with
//! another one; and the one page of every link that opens nothing.

use super::account::{new_password_field, notice, submit};
use super::support::Input;
use crate::ui::Icon;
use domain::invitation::{Arrival, InvitationDoor};
use domain::{Field, Problems};
use leptos::prelude::*;

/// All that the page shows.
#[derive(Clone, Debug)]
pub struct InvitationPage {
    /// The invitation, and who is asking.
    pub door: InvitationDoor,
    /// Sign-in, and back to this page.
    pub sign_in: String,
    /// The name that was typed; a password is never sent back.
    pub name: String,
    /// What is wrong with what was typed.
    pub problems: Problems,
    /// A sentence that belongs to no field.
    pub note: Option<String>,
    /// Whether mail can be read on this machine.
    pub outbox: bool,
}

/// The page.
#[must_use]
pub fn invitation_page(page: InvitationPage) -> impl IntoView {
    let InvitationDoor { org_name, role, invited_by, email, expires, arrival } = page.door.clone();
    let who = invited_by.map_or_else(|| "You are invited".to_owned(), |name| format!("{name} invites you"));
    let below = match arrival {
        Arrival::Newcomer => view! { <Newcomer page=page.clone() button="Create account and join"/>{decline()} }.into_any(),
        Arrival::Known => known(page.sign_in.clone()).into_any(),
        Arrival::Unproved => {
            view! {
                {known(page.sign_in.clone())}
                <p class="sign-in-other">"New here? Create your account, confirm it with the mail we send, and open this link again."</p>
                <Newcomer page=page.clone() button="Create account"/>
            }
            .into_any()
        }
        Arrival::Right => view! {
            <form method="post">
                <button class="ui-button wide-button" data-kind="primary" data-size="large" type="submit" name="do" value="accept">"Accept"</button>
            </form>
            {decline()}
        }
        .into_any(),
        Arrival::Unconfirmed => view! {
            <p>"Your address is not confirmed yet. Open the link in the mail we sent you, then come back to this page."</p>
            <form method="post" action="/check-mail">
                <input type="hidden" name="mail" value=email.clone()/>
                <button class="ui-button wide-button" type="submit">"Send that mail again"</button>
            </form>
        }
        .into_any(),
        Arrival::Other { email: theirs } => view! {
            <div class="ui-notice" data-tone="amber" role="status">
                <Icon name="user"/>
                <div>
                    <p>"You are signed in as "<strong>{theirs}</strong>". This invitation is for "<strong>{email.clone()}</strong>" and only that account can accept it."</p>
                </div>
            </div>
            <form method="post">
                <button class="ui-button wide-button" data-kind="primary" data-size="large" type="submit" name="do" value="switch">"Sign out and switch account"</button>
            </form>
            <p class="sign-in-other"><a href="/">"Stay signed in and leave"</a></p>
        }
        .into_any(),
    };
    view! {
        <div class="sign-in">
            <section class="panel">
                <span class="panel-mark"><Icon name="team"/></span>
                <header>
                    <h1>"Join "{org_name.clone()}</h1>
                    <p>{who}" to work in "<strong>{org_name}</strong>" as "<strong>{role}</strong>"."</p>
                    <p class="ui-hint">"For "{email}", until "{expires.text}"."</p>
                </header>
                {notice(page.note.clone())}
                {below}
            </section>
            {page.outbox.then(|| view! { <p class="sign-in-other">"This machine sends no mail. "<a href="/dev/outbox">"Read it in the outbox"</a></p> })}
        </div>
    }
}

/// Sign in and come back.
fn known(sign_in: String) -> impl IntoView {
    view! {
        <p>"Sign in with that address to accept. You come back to this page."</p>
        <a class="ui-button wide-button" data-kind="primary" data-size="large" href=sign_in>"Sign in"</a>
    }
}

fn decline() -> impl IntoView {
    view! {
        <form method="post">
            <button class="ui-button wide-button" data-kind="quiet" type="submit" name="do" value="decline">"Decline"</button>
        </form>
    }
}

/// Name and password; the address is the invitation's.
#[component]
fn Newcomer(page: InvitationPage, button: &'static str) -> impl IntoView {
    let wrong = [Field::Name, Field::Password].into_iter().find(|field| page.problems.of(*field).is_some());
    let input = |field: Field| Input {
        problem: page.problems.of(field).map(str::to_owned),
        first: wrong.unwrap_or(Field::Name) == field,
    };
    let (name, password) = (input(Field::Name), input(Field::Password));
    let password_first = password.first;
    view! {
        <form class="ui-form" method="post">
            <div class="ui-field">
                <label class="ui-label" for="mail">"Mail address"</label>
                <input class="ui-input" id="mail" type="email" autocomplete="username" value=page.door.email readonly/>
            </div>
            <div class="ui-field">
                <label class="ui-label" for="name">"Your name"</label>
                <input class="ui-input" id="name" name="name" autocomplete="name" required maxlength="80" value=page.name
                    aria-invalid=name.invalid() aria-describedby=name.described("name") autofocus=name.first/>
                {name.error("name")}
            </div>
            {new_password_field("Choose a password", password, password_first)}
            <input type="hidden" name="do" value="join"/>
            {submit(button)}
        </form>
    }
}

/// The page of every link that opens nothing: unknown, replaced, revoked, answered, expired. The same for all.
#[must_use]
pub fn invitation_gone_page() -> impl IntoView {
    view! {
        <div class="sign-in">
            <section class="panel">
                <span class="panel-mark" data-tone="amber"><Icon name="clock"/></span>
                <header>
                    <h1>"This invitation is no longer valid"</h1>
                    <p>"A link works once and for seven days, and a newer one ends it. Look for a newer mail, or ask whoever invited you to send it again."</p>
                </header>
                <a class="ui-button wide-button" href="/">"Go to the start"</a>
            </section>
        </div>
    }
}

/// Said no.
#[must_use]
pub fn invitation_declined_page() -> impl IntoView {
    view! {
        <div class="sign-in">
            <section class="panel">
                <span class="panel-mark"><Icon name="check"/></span>
                <header><h1>"You declined"</h1><p>"We told whoever invited you. There is nothing else to do."</p></header>
                <a class="ui-button wide-button" href="/">"Go to the start"</a>
            </section>
        </div>
    }
}
