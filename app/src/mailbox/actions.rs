//! What can be done with a mail that nobody could place.

use crate::error::AppError;
use crate::ticket::calls::{mail_forget, mail_replay};
use crate::ui::Button;
use crate::ui::toast::use_toasts;
use domain::OrgSlug;
use domain::mail::MailInState;
use domain::mailbox::MailInRow;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The buttons beside a mail that waits. The list is read again when the desk tells that something happened to it.
#[component]
pub fn MailInActions(
    /// The organization.
    org: OrgSlug,
    /// The mail.
    mail: MailInRow,
) -> impl IntoView {
    let (id, toasts, busy) = (mail.id, use_toasts(), RwSignal::new(false));
    let told = move |done: Result<(), AppError>, words: &'static str| {
        busy.try_set(false);
        match done {
            Ok(()) => toasts.say(words),
            Err(error) => toasts.warn(error.message),
        }
    };
    let (to_read, to_drop) = (org.clone(), org);
    let read = move |_| {
        busy.set(true);
        let org = to_read.clone();
        spawn_local(async move { told(mail_replay(org, id).await, "It is read once more") });
    };
    let put_away = move |_| {
        busy.set(true);
        let org = to_drop.clone();
        spawn_local(async move { told(mail_forget(org, id).await, "Put away. The original stays.") });
    };
    (mail.state == MailInState::Quarantined).then(|| {
        let about = if mail.subject.is_empty() { mail.rcpt.clone() } else { mail.subject.clone() };
        view! {
            <Button size="small" disabled=busy on:click=read attr:aria-label=format!("Read again: {about}")>"Read again"</Button>
            <Button size="small" disabled=busy on:click=put_away attr:aria-label=format!("Put away: {about}")>"Put away"</Button>
        }
    })
}
