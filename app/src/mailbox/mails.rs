//! Mails that came in, as a list: who wrote, what about, what became of each and why.

use super::actions::MailInActions;
use super::text;
use crate::ui::{Icon, Pill, Time};
use domain::OrgSlug;
use domain::mail::{MailInState, Verdict};
use domain::mailbox::MailInRow;
use leptos::prelude::*;

/// The list; `acts` puts beside each mail what can be done with it.
#[component]
pub(super) fn Mails(
    /// The organization.
    org: OrgSlug,
    /// The newest first.
    mails: Vec<MailInRow>,
    /// Whether they wait for somebody.
    acts: bool,
) -> impl IntoView {
    let lines = mails.into_iter().map(|mail| view! { <Line org=org.clone() mail acts/> }).collect_view();
    view! { <ul class="mailbox-mails" role="list">{lines}</ul> }
}

#[component]
fn Line(org: OrgSlug, mail: MailInRow, acts: bool) -> impl IntoView {
    let original = format!("/{org}/mail/{}", mail.id);
    let (word, tone) = match mail.state {
        MailInState::Waiting => ("Being read", "blue"),
        MailInState::Done => ("Done", "green"),
        MailInState::Held => ("Waits at its ticket", "amber"),
        MailInState::Quarantined => ("Waits", "amber"),
        MailInState::Ignored => ("Put away", "grey"),
    };
    let from = if mail.from.is_empty() { text::NOBODY.to_owned() } else { mail.from.clone() };
    let subject = if mail.subject.is_empty() { text::NO_SUBJECT.to_owned() } else { mail.subject.clone() };
    let forged = mail.proof.dmarc == Verdict::Fail;
    let ticket = mail.ticket.clone().map(|code| {
        view! { <a href=format!("/{org}/tickets/{code}")>{code.to_string()}</a> }
    });
    let what = format!(" of the mail “{subject}” from {from}");
    let actions = acts.then(|| view! { <MailInActions org mail=mail.clone()/> });
    view! {
        <li>
            <div>
                <strong>{subject}</strong>
                <small>{from}" to "{mail.rcpt}" · "<Time moment=mail.at/></small>
                {(!mail.said.is_empty()).then(|| view! { <small class="mailbox-why">{mail.said}</small> })}
                {forged.then(|| view! { <small class="mailbox-error"><Icon name="warning"/><span>{text::FORGED}</span></small> })}
            </div>
            <div class="mailbox-mail-end">
                <Pill label=word color=tone/>
                {ticket}
                <a href=original rel="external">"Original"<span class="visually-hidden">{what}</span></a>
                {actions}
            </div>
        </li>
    }
}
