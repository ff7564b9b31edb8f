//! How a mailbox is doing: a dot with its word, what happened last, and how a test goes. Words say it, colours help.

use super::text;
use crate::ui::{Icon, Pill, Time, use_clock};
use domain::mailbox::{MailboxHealth, MailboxKind, MailboxRow, MailboxTest};
use leptos::prelude::*;

/// Seconds after which a mail that has not arrived will not any more, as a rule.
const LATE: i64 = 180;

/// Its state in one word, with a colour.
pub(super) fn state(row: &MailboxRow) -> (&'static str, &'static str) {
    let health = &row.health;
    let has_looked = health.polled.is_some() || health.received.is_some();
    match (health.error.as_ref().or(health.smtp_error.as_ref()), row.direction.receives(), row.kind) {
        (Some(_), ..) => ("Trouble", "red"),
        (None, false, _) => ("Sends only", "grey"),
        (None, true, _) if has_looked => ("Working", "green"),
        (None, true, MailboxKind::Imap) => ("First look to come", "amber"),
        (None, true, MailboxKind::Receiver) => ("No mail yet", "grey"),
    }
}

/// The pill.
#[component]
pub(super) fn State(row: MailboxRow) -> impl IntoView {
    let (word, tone) = state(&row);
    view! { <Pill label=word color=tone/> }
}

/// What happened last, and what went wrong.
#[component]
pub(super) fn Last(health: MailboxHealth) -> impl IntoView {
    let MailboxHealth { polled, received, error, smtp_error, .. } = health;
    let smtp_error = smtp_error.map(|(said, at)| (format!("Mail does not leave: {said}"), at));
    view! {
        {error.into_iter().chain(smtp_error).map(|(said, at)| view! { <small class="mailbox-error"><Icon name="warning"/><span>{said}" ("<Time moment=at/>")"</span></small> }).collect_view()}
        {polled.map(|at| view! { <small>"Looked "<Time moment=at/></small> })}
        {received.map(|at| view! { <small>"Last mail "<Time moment=at/></small> })}
    }
}

/// That replies leave from another address for now, and what to do about it.
#[component]
pub(super) fn StandIn(
    /// The mailbox.
    row: MailboxRow,
    /// The page with the domains.
    list: String,
) -> impl IntoView {
    row.stand_in.map(|from| {
        let (words, domain) = (text::stands_in(from.as_str()), row.address.domain().to_owned());
        view! { <small class="mailbox-stand-in"><Icon name="info"/><span>{words}" "<a href=format!("{list}#domains")>{format!("Prove {domain}")}</a></span></small> }
    })
}

/// How its last test goes; nothing before the first.
#[component]
pub(super) fn Test(
    /// The last test.
    test: Option<MailboxTest>,
    /// Whether the mail of it can come in at all.
    receives: bool,
) -> impl IntoView {
    let test = test?;
    let clock = use_clock();
    let MailboxTest { asked, sent, received, error } = test;
    let begun = asked.at;
    let late = move || clock.now().is_some_and(|now| now.seconds_since(begun) > LATE);
    let view = match (error, sent, received) {
        (Some(said), ..) => line("red", "warning", format!("Test failed. {said}")).into_any(),
        (None, _, Some(received)) => {
            let took = match received.at.seconds_since(begun) {
                ..2 => "at once".to_owned(),
                took => format!("{took} seconds later"),
            };
            line("green", "check-circle", format!("Test passed: the mail was sent, and arrived {took}.")).into_any()
        }
        (None, Some(_), None) if !receives => {
            line("green", "check-circle", "Test passed: a server took the mail. Nothing comes in here.".to_owned())
                .into_any()
        }
        (None, Some(_), None) => (move || {
            if late() {
                let words = "The test mail was sent and has not arrived. Check that mail to this address is led here.";
                line("amber", "warning", words.to_owned()).into_any()
            } else {
                line("blue", "clock", "Test: the mail was sent. Waiting for it to arrive …".to_owned()).into_any()
            }
        })
        .into_any(),
        (None, None, None) => line("blue", "clock", "Test: sending the mail …".to_owned()).into_any(),
    };
    Some(view! { <div class="mailbox-test">{view}<small><Time moment=asked/></small></div> })
}

fn line(tone: &'static str, icon: &'static str, words: String) -> impl IntoView {
    view! { <span data-tone=tone><Icon name=icon/><span>{words}</span></span> }
}
