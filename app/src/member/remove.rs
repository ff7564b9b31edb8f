//! Taking a member out of the list: what happens, and who gets their open tickets, in one dialog (screens.md 9). Without a script
//! the same stands on the member's own page.

use super::calls::{member_remove, member_show};
use super::hand_over::options;
use super::team::Here;
use super::text;
use crate::ui::dialog::Dialog;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, browser};
use domain::UserId;
use domain::member::{MemberPage, TeamRow};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Opens the dialog; without script, the member's page. Whoever looks at themselves is led to where one leaves.
#[component]
pub(super) fn RemoveLink(here: Here, id: UserId, name: String, row: Memo<TeamRow>) -> impl IntoView {
    let ways = Memo::new(move |_| row.with(|row| row.ways));
    let (path, leave) = (here.path(), format!("/account/organizations?leave={}#leave", here.org));
    let (is_me, toasts) = (id == here.me, use_toasts());
    move || {
        if is_me {
            return Some(
                view! { <a class="ui-button" data-size="small" data-kind="quiet" href=leave.clone()>"Leave…"</a> }
                    .into_any(),
            );
        }
        if !ways.try_get().is_some_and(|ways| ways.remove) {
            return None;
        }
        let (here, name) = (here.clone(), name.clone());
        let ask = move |event: MouseEvent| {
            event.prevent_default();
            let here = here.clone();
            spawn_local(async move {
                match member_show(here.org.clone(), id).await {
                    Ok(member) => {
                        here.going.0.try_set(Some(member));
                        here.going.1.try_set(true);
                    }
                    Err(error) => toasts.warn(error.message),
                }
            });
        };
        let href = format!("{path}?member={id}#remove");
        Some(
            view! {
                <a class="ui-button" data-size="small" data-kind="danger" href=href on:click=ask>
                    <Icon name="trash"/><span>"Remove…"<span class="visually-hidden">" "{name}</span></span>
                </a>
            }
            .into_any(),
        )
    }
}

/// What happens to their work.
pub(super) fn consequences(page: &MemberPage) -> impl IntoView + use<> {
    let tickets = match page.open_tickets {
        0 => view! { <strong>{text::open_tickets(0)}</strong>" to hand over." }.into_any(),
        count => view! { <strong>{text::open_tickets(count)}</strong>" to hand over." }.into_any(),
    };
    view! {
        <ul class="ui-facts-list" role="list">
            <li><Icon name="user"/><span>{text::REMOVE_WHY}</span></li>
            <li><Icon name="inbox"/><span>{tickets}</span></li>
        </ul>
    }
}

/// The dialog.
#[component]
pub(super) fn RemoveDialog(here: Here) -> impl IntoView {
    let (going, open) = here.going;
    let (heir, busy) = (RwSignal::new(None::<UserId>), RwSignal::new(false));
    let toasts = use_toasts();
    let here = StoredValue::new(here);
    let title = move || going.with(|going| going.as_ref().map(|page| format!("Remove {}?", page.member.name)));
    Effect::new(move |_| {
        if open.get() {
            heir.set(None);
        }
    });
    let remove = move |_| {
        let Some(member) = going.get_untracked().map(|page| page.member) else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let here = here.get_value();
        spawn_local(async move {
            let answer = member_remove(here.org.clone(), member.id, heir.get_untracked()).await;
            busy.try_set(false);
            open.try_set(false);
            match answer {
                Ok(()) => {
                    toasts.say(text::removed(&member.name));
                    browser::focus("team-title");
                }
                Err(error) => toasts.warn(error.message),
            }
            here.read_again();
        });
    };
    view! {
        <Dialog open title="Remove a member" id="remove-member">
            <div class="ui-dialog-body">
                <h3>{title}</h3>
                {move || going.with(|going| going.as_ref().map(consequences))}
                {move || going.with(|going| going.as_ref().filter(|page| page.open_tickets > 0).map(|page| view! {
                    <div class="ui-field">
                        <label class="ui-label" for="heir">{text::HEIR}</label>
                        <select class="ui-input" id="heir" autofocus on:change=move |event| heir.set(event_target_value(&event).parse().ok())>{options(&page.heirs)}</select>
                    </div>
                }))}
            </div>
            <div class="ui-dialog-foot">
                <button class="ui-button" type="button" on:click=move |_| open.set(false)>"Keep them"</button>
                <button class="ui-button" data-kind="danger-final" type="button" aria-busy=move || busy.get().then_some("true") on:click=remove>"Remove"</button>
            </div>
        </Dialog>
    }
}
