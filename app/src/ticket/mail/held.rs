//! Mails beside a ticket, until somebody decides: who wrote what, and why it waits. Nothing of them has reached the conversation.

use super::decide::Decide;
use super::frame::Frame;
use super::proof::Proof;
use super::put_away::PutAway;
use super::text;
use crate::layout::use_org;
use crate::ui::keys::{Command, use_keys};
use crate::ui::toast::use_toasts;
use crate::ui::{Avatar, Icon, Time};
use domain::message::HeldMail;
use domain::ticket::TicketPage;
use domain::{MailInId, Permission, Timestamp};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The id of their place, which the head of the page leads to.
const HELD: &str = "held";

/// In the head of the page, which is always in view: a page opens at its newest message, far below them.
#[component]
pub fn HeldHint(
    /// The ticket.
    page: RwSignal<TicketPage>,
) -> impl IntoView {
    let count = Memo::new(move |_| page.with(|page| page.held.len()));
    move || {
        let count = Some(count.get()).filter(|count| *count > 0)?;
        let href = format!("#{HELD}");
        Some(
            view! { <a class="ui-pill held-hint" data-tone="amber" href=href><Icon name="mail"/><span>{text::waiting_short(count)}</span></a> },
        )
    }
}

/// Above the conversation, while anything waits.
#[component]
pub fn HeldMails(
    /// The ticket.
    page: RwSignal<TicketPage>,
    /// When the page was read.
    read: Timestamp,
) -> impl IntoView {
    let org = use_org();
    let may = org.me.permissions.contains(Permission::TicketWrite);
    let decide = Decide::of(page, &org, use_toasts());
    let putting = RwSignal::new(None::<MailInId>);
    let count = Memo::new(move |_| page.with(|page| page.held.len()));
    let any = Memo::new(move |_| count.get() > 0);
    view! {
        {move || any.get().then(|| view! {
            {may.then(|| view! { <Keys page decide putting/> })}
            <section class="held" id=HELD aria-labelledby="held-title">
                <header>
                    <Icon name="mail"/>
                    <div><h2 id="held-title">{move || text::waiting(count.get())}</h2><p>{text::WAITING_WHY}</p></div>
                </header>
                <ul role="list">
                    <For each=move || page.with(|page| page.held.clone()) key=|held| held.id let(mail)>
                        <li><Held page mail read may decide putting/></li>
                    </For>
                </ul>
            </section>
        })}
        {may.then(|| view! { <PutAway page decide putting/> })}
    }
}

/// The first of them by key.
#[component]
fn Keys(page: RwSignal<TicketPage>, decide: Decide, putting: RwSignal<Option<MailInId>>) -> impl IntoView {
    let group = page.with_untracked(|page| page.ticket.code.to_string());
    let first = move || page.with_untracked(|page| page.held.first().map(|held| held.id));
    let accept = move || first().into_iter().for_each(|mail| decide.accept(mail));
    let make = move || first().into_iter().for_each(|mail| decide.make_ticket(mail));
    use_keys().add([
        Command::new("mail-accept", "Add the waiting mail", "m a", group.clone(), accept).icon("mail"),
        Command::new("mail-ticket", "Make a ticket of the waiting mail", "m t", group.clone(), make).icon("plus"),
        Command::new("mail-put-away", "Put the waiting mail away", "m p", group, move || putting.set(first()))
            .icon("close"),
    ]);
}

/// One mail, with what can become of it. Without a script the buttons post themselves.
#[component]
fn Held(
    page: RwSignal<TicketPage>,
    mail: HeldMail,
    read: Timestamp,
    may: bool,
    decide: Decide,
    putting: RwSignal<Option<MailInId>>,
) -> impl IntoView {
    let HeldMail { id, from, name, subject, snippet, said, proof, at } = mail;
    let address =
        (!name.is_empty()).then(|| view! { <span class="mail-from" title=from.clone()>{from.clone()}</span> });
    let who = if name.is_empty() { from } else { name };
    let by = format!("held-{id}");
    let named = by.clone();
    let action =
        format!("/{}/tickets/{}/mail/{id}", use_org().slug, page.with_untracked(|page| page.ticket.code.clone()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let button = event.submitter().and_then(|button| button.dyn_into::<web_sys::HtmlButtonElement>().ok());
        match button.map(|button| button.value()).as_deref() {
            Some("accept") => decide.accept(id),
            Some("ticket") => decide.make_ticket(id),
            _ => putting.set(Some(id)),
        }
    };
    view! {
        <article class="held-mail" aria-labelledby=named>
            <Avatar name=Some(who.clone())/>
            <header class="message-head">
                <h3 id=by>{who}</h3>
                <Time moment=at read=read/>
            </header>
            <div class="mail-line">{address}<Proof proof/></div>
            <p class="held-why"><Icon name="warning"/><span>{said}</span></p>
            <p class="held-begins" dir="auto"><b>{subject}</b><span>{snippet}</span></p>
            <Frame mail=id pictures=0 words=(text::SHOW_WHOLE, text::HIDE_WHOLE)/>
            {may.then(|| view! {
                <form class="ui-button-row" method="post" action=action on:submit=submit>
                    <button class="ui-button" type="submit" name="do" value="accept" aria-keyshortcuts="m a"><Icon name="plus"/><span>{text::ACCEPT}</span></button>
                    <button class="ui-button" type="submit" name="do" value="ticket" aria-keyshortcuts="m t"><span>{text::MAKE_TICKET}</span></button>
                    <button class="ui-button" data-kind="quiet" type="submit" name="do" value="put_away" aria-keyshortcuts="m p"><span>{text::PUT_AWAY}</span></button>
                </form>
            })}
        </article>
    }
}
