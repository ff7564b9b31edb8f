//! Under a message of ours: how far its mail came, in quiet words that grow louder only where something went wrong.

use super::text;
use crate::ui::Icon;
use domain::ticket::{TicketPage, TimelineItem};
use leptos::prelude::*;

/// The line; it follows what happens to the mail.
#[component]
pub fn Delivered(
    /// The ticket.
    page: RwSignal<TicketPage>,
    /// Number of the message.
    number: i64,
) -> impl IntoView {
    let delivery = Memo::new(move |_| {
        page.with(|page| {
            page.timeline.iter().find_map(|item| match item {
                TimelineItem::Message(message) if message.number == number => message.delivery.clone(),
                _ => None,
            })
        })
    });
    move || {
        let delivery = delivery.get()?;
        let (tone, icon, words) = text::delivery(&delivery);
        let copied = text::copied(&delivery.copies).map(|words| view! { <span>{words}</span> });
        let lost = delivery.copies.iter().filter_map(text::copy_lost);
        let lost = lost.map(|words| view! { <span class="mail-delivery" data-tone="red"><Icon name="warning"/><span>{words}</span></span> });
        let lost = lost.collect_view();
        Some(
            view! { <p class="message-foot"><span class="mail-delivery" data-tone=tone><Icon name=icon/><span>{words}</span></span>{copied}{lost}</p> },
        )
    }
}
