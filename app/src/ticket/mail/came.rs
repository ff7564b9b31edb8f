//! Beside a message that came by mail: from which address, whether it is proven, and what an agent should know before they answer.

use super::proof::Proof;
use super::text;
use crate::layout::use_org;
use crate::ticket::composer::Copies;
use crate::ui::Icon;
use domain::mail_address::bare;
use domain::message::{MailFacts, MessageMail};
use domain::ticket::TicketPage;
use domain::{MailAddress, Permission};
use leptos::prelude::*;

/// What stands between the author and the words.
#[component]
pub fn Came(
    /// The ticket.
    page: RwSignal<TicketPage>,
    /// What stands above it already.
    author: String,
    /// The mail.
    mail: MessageMail,
    /// Whom the answer goes to besides.
    copies: Copies,
) -> impl IntoView {
    let org = use_org();
    let MessageMail { id, from, proof, facts } = mail;
    let MailFacts { is_automatic, reply_to, cc, notes, .. } = facts;
    let elsewhere = reply_to.map(|to| {
        let goes_to = page.with_untracked(|page| page.ticket.requester.email.clone());
        view! { <li data-tone="amber"><Icon name="warning"/><span>{text::reply_elsewhere(&to, &goes_to)}</span></li> }
    });
    let others = page.with_untracked(|page| others(&cc, page));
    let has_notes = elsewhere.is_some() || !notes.is_empty() || !others.is_empty();
    let notes = notes.into_iter().map(|note| view! { <li><Icon name="info"/><span>{note}</span></li> }).collect_view();
    let suggested = (!others.is_empty()).then(|| {
        let may = org.me.permissions.contains(Permission::TicketWrite);
        let names = others.join(", ");
        view! {
            <li>
                <Icon name="team"/>
                <span>{format!("{} {names} ", text::ALSO_SENT)}
                    {may.then(|| view! {
                        <button class="mail-copy" type="button" on:click=move |_| copies.add(&others)>{text::COPY_THEM}</button>
                    })}
                </span>
            </li>
        }
    });
    view! {
        <div class="mail-line">
            {(author != from).then(|| view! { <span class="mail-from" title=from.clone()>{from.clone()}</span> })}
            <Proof proof/>
            {is_automatic.then(|| view! { <span class="ui-pill" data-tone="grey" title=text::AUTOMATIC_WHY><Icon name="settings"/><span>{text::AUTOMATIC}</span></span> })}
            <a class="mail-original" href=format!("/{}/mail/{id}", org.slug) rel="external" download=""><Icon name="download"/><span>{text::ORIGINAL}</span></a>
        </div>
        {has_notes.then(|| view! { <ul class="mail-notes" role="list">{elsewhere}{notes}{suggested}</ul> })}
    }
}

/// Everybody of Cc whom the answer does not reach already.
fn others(cc: &[String], page: &TicketPage) -> Vec<String> {
    let reached = [page.ticket.requester.email.as_str(), page.leaves_from.as_str()];
    let is_reached = |person: &&String| {
        MailAddress::parse(bare(person))
            .is_ok_and(|address| reached.iter().any(|known| address.key().eq_ignore_ascii_case(known)))
    };
    cc.iter().filter(|person| !is_reached(person)).cloned().collect()
}
