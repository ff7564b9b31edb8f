//! Under a message of ours: how far its mail came, in quiet words that grow louder only where something went wrong, and the way to send
//! it again.

use super::decide::Decide;
use super::text;
use crate::layout::use_org;
use crate::ui::Icon;
use crate::ui::toast::use_toasts;
use domain::ticket::{TicketPage, TimelineItem};
use domain::{MessageId, Permission};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// The line; it follows what happens to the mail.
#[component]
pub fn Delivered(
    /// The ticket.
    page: RwSignal<TicketPage>,
    /// Number of the message.
    number: i64,
) -> impl IntoView {
    let org = use_org();
    let may = org.me.permissions.contains(Permission::TicketWrite);
    let decide = Decide::of(page, &org, use_toasts());
    let delivery = Memo::new(move |_| {
        page.with(|page| {
            page.timeline.iter().find_map(|item| match item {
                TimelineItem::Message(message) if message.number == number => {
                    message.delivery.clone().map(|delivery| (message.id, delivery))
                }
                _ => None,
            })
        })
    });
    move || {
        let (message, delivery) = delivery.get()?;
        let (tone, icon, words) = text::delivery(&delivery);
        let copied = text::copied(&delivery.copies).map(|words| view! { <span>{words}</span> });
        let lost = delivery.copies.iter().filter_map(text::copy_lost);
        let lost = lost.map(|words| view! { <span class="mail-delivery" data-tone="red"><Icon name="warning"/><span>{words}</span></span> });
        let lost = lost.collect_view();
        let again = (may && delivery.is_sent_again()).then(|| view! { <Again page message number decide/> });
        Some(view! {
            <p class="message-foot"><span class="mail-delivery" data-tone=tone><Icon name=icon/><span>{words}</span></span>{copied}{lost}</p>
            {again}
        })
    }
}

/// Without a script the button posts itself.
#[component]
fn Again(page: RwSignal<TicketPage>, message: MessageId, number: i64, decide: Decide) -> impl IntoView {
    let org = use_org().slug;
    let action = format!("/{org}/tickets/{}/messages/{message}", page.with_untracked(|page| page.ticket.code.clone()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        decide.send_again(message);
    };
    view! {
        <form class="message-foot" method="post" action=action on:submit=submit>
            <button class="ui-button" data-kind="quiet" type="submit" name="do" value="send_again" aria-describedby=format!("m{number}-by")>
                <span>{text::SEND_AGAIN}</span>
            </button>
        </form>
    }
}
