//! What can be done with a mail that nobody could place.

use super::text;
use crate::ticket::calls::{mail_forget, mail_make_ticket, mail_replay};
use crate::ui::Sent;
use crate::ui::toast::use_toasts;
use domain::OrgSlug;
use domain::mail::MailInState;
use domain::mailbox::MailInRow;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

/// The buttons beside a mail that waits, in a plain form, so that they work without script. The list is read again when the desk tells
/// that something happened to it.
#[component]
pub fn MailInActions(
    /// The organization.
    org: OrgSlug,
    /// The mail.
    mail: MailInRow,
) -> impl IntoView {
    if mail.state != MailInState::Quarantined {
        return ().into_any();
    }
    let (id, toasts, busy, navigate) = (mail.id, use_toasts(), RwSignal::new(false), use_navigate());
    let path = format!("/{org}/settings/mailboxes");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let deed = event.submitter().and_then(|button| button.get_attribute("value")).unwrap_or_default();
        if busy.get_untracked() || Sent::of(&event).is_none() {
            return;
        }
        busy.set(true);
        let (org, navigate) = (org.clone(), navigate.clone());
        spawn_local(async move {
            let answer = match deed.as_str() {
                "ticket" => mail_make_ticket(org.clone(), None, id).await.map(|made| {
                    navigate(&format!("/{org}/tickets/{}", made.code), Default::default());
                    None
                }),
                "forget" => mail_forget(org, id).await.map(|()| Some(text::FORGOTTEN)),
                _ => mail_replay(org, id).await.map(|()| Some(text::REPLAYED)),
            };
            busy.try_set(false);
            match answer {
                Ok(done) => done.into_iter().for_each(|done| toasts.say(done)),
                Err(error) => toasts.warn(error.message),
            }
        });
    };
    let about = if mail.subject.is_empty() { mail.rcpt.clone() } else { mail.subject.clone() };
    let button = |deed: &'static str, word: &'static str| {
        view! {
            <button class="ui-button" data-size="small" type="submit" name="do" value=deed aria-busy=move || busy.get().then_some("true")>
                {word}<span class="visually-hidden">{format!(": {about}")}</span>
            </button>
        }
    };
    let opens = mail.opens.then(|| button("ticket", "Make a ticket"));
    view! {
        <form class="ui-button-row" method="post" action=path on:submit=submit>
            <input type="hidden" name="mail" value=id.to_string()/>
            {opens}{button("replay", "Read again")}{button("forget", "Put away")}
        </form>
    }
    .into_any()
}
