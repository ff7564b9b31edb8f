//! The question before a mail is put away: whether its sender is to lose the address as well.

use super::decide::Decide;
use super::text;
use crate::ui::Dialog;
use domain::MailInId;
use domain::ticket::TicketPage;
use leptos::prelude::*;

/// The dialog; open while `putting` says which mail.
#[component]
pub fn PutAway(
    /// The ticket.
    page: RwSignal<TicketPage>,
    /// Does it.
    decide: Decide,
    /// Which mail, if any is asked about.
    putting: RwSignal<Option<MailInId>>,
) -> impl IntoView {
    let (open, renew) = (RwSignal::new(false), RwSignal::new(false));
    // Each sets only what differs: a signal that is set to what it is would wake the other for ever.
    Effect::new(move |_| {
        let wanted = putting.with(Option::is_some);
        if open.get_untracked() != wanted {
            renew.set(false);
            open.set(wanted);
        }
    });
    Effect::new(move |_| {
        if !open.get() && putting.with_untracked(Option::is_some) {
            putting.set(None);
        }
    });
    let done = move |_| {
        if let Some(mail) = putting.get_untracked() {
            decide.put_away(mail, renew.get_untracked());
        }
        open.set(false);
    };
    let customer = move || page.with_untracked(|page| page.ticket.requester.label().to_owned());
    view! {
        <Dialog open title=text::PUT_AWAY_TITLE id="put-away">
            <div class="ui-dialog-body">
                <p>{text::PUT_AWAY_WHY}</p>
                <label class="ui-check">
                    <input type="checkbox" aria-describedby="renew-hint" on:change=move |event| renew.set(event_target_checked(&event))/>
                    <span>{text::RENEW}</span>
                </label>
                <p class="ui-hint" id="renew-hint">{text::renew_why(&customer())}</p>
            </div>
            <div class="ui-dialog-foot">
                <button class="ui-button" type="button" on:click=move |_| open.set(false)>"Keep it here"</button>
                <button class="ui-button" data-kind="primary" type="button" autofocus on:click=done>{text::PUT_AWAY}</button>
            </div>
        </Dialog>
    }
}
