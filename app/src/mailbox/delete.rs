//! Taking a mailbox away: says what stops, and asks for its address. In a dialog, and without a script on the page itself.

use super::calls::mailbox_delete;
use super::show::Here;
use super::text;
use crate::ui::dialog::Dialog;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Invalid};
use domain::Field;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The way to the question.
#[component]
pub(super) fn Danger(here: Here) -> impl IntoView {
    let open = RwSignal::new(false);
    let ask = move |event: SubmitEvent| {
        event.prevent_default();
        open.set(true);
    };
    let query = use_query_map();
    let asks = Memo::new(move |_| query.with(|query| query.get("confirm").as_deref() == Some("delete")));
    let (path, asked) = (format!("{}#danger", here.path()), here.clone());
    view! {
        <section class="section" id="danger" aria-labelledby="mailbox-danger">
            <div class="section-head"><h2 id="mailbox-danger">"Danger"</h2></div>
            <div class="section-body">
                <div class="danger">
                    <div><h3>"Remove this mailbox"</h3><p>{text::DELETE_WHY}</p></div>
                    <form method="get" action=path on:submit=ask>
                        <button class="ui-button" data-kind="danger" type="submit" name="confirm" value="delete" aria-haspopup="dialog">"Remove mailbox…"</button>
                    </form>
                </div>
                {move || asks.get().then(|| view! { <DeleteHere here=asked.clone()/> })}
            </div>
        </section>
        <Delete here open/>
    }
}

/// What stops.
#[component]
fn Consequences() -> impl IntoView {
    view! {
        <p>"This cannot be undone. At once:"</p>
        <ul class="ui-facts-list" role="list">
            <li><Icon name="mail"/><span>"Mail to its address, and to the one it is forwarded to, is refused."</span></li>
            <li><Icon name="reply"/><span>"Replies of its tickets leave from another address of their site."</span></li>
            <li><Icon name="lock"/><span>"Its passwords are forgotten."</span></li>
            <li><Icon name="inbox"/><span>"Tickets and mail that came by it stay."</span></li>
        </ul>
    }
}

/// The question on the page itself: a form that posts itself.
#[component]
fn DeleteHere(here: Here) -> impl IntoView {
    let address = here.address();
    let (back, action) = (here.path(), format!("{}?confirm=delete#danger", here.path()));
    let problems = RwSignal::new(here.typed.problems.clone());
    let error = problem_of(problems, Field::Confirm);
    view! {
        <form class="ui-notice" data-tone="red" method="post" action=action>
            <Icon name="warning"/>
            <div>
                <h3>{format!("Remove {address}?")}</h3>
                <div class="ui-form">
                    <Consequences/>
                    <div class="ui-field">
                        <label class="ui-label" for="confirm">"Type "<code>{address.clone()}</code>" to go on"</label>
                        <input class="ui-input" id="confirm" name="confirm" value=here.typed.value("confirm") required autocomplete="off" spellcheck="false"
                            autocapitalize="none" aria-describedby="confirm-error" aria-invalid=move || error.with(Option::is_some).then_some("true")/>
                        <Invalid id="confirm" error/>
                    </div>
                </div>
            </div>
            <div class="ui-button-row">
                <a class="ui-button" href=back>"Keep it"</a>
                <button class="ui-button" data-kind="danger-final" type="submit" name="do" value="delete">"Remove mailbox"</button>
            </div>
        </form>
    }
}

#[component]
fn Delete(here: Here, open: RwSignal<bool>) -> impl IntoView {
    let address = here.address();
    let confirm = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let (toasts, navigate) = (use_toasts(), StoredValue::new(use_navigate()));
    let word = address.clone();
    let ready = Memo::new(move |_| confirm.with(|typed| typed.trim().eq_ignore_ascii_case(&word)));
    let here = StoredValue::new(here);
    let delete = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || !ready.get_untracked() {
            return;
        }
        busy.set(true);
        let here = here.get_value();
        spawn_local(async move {
            let answer = mailbox_delete(here.org.clone(), here.id, confirm.get_untracked()).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    toasts.say(text::DELETED);
                    navigate.try_with_value(|navigate| {
                        navigate(&format!("/{}/settings/mailboxes", here.org), Default::default())
                    });
                }
                Err(error) => toasts.warn(error.message),
            }
        });
    };
    view! {
        <Dialog open title=format!("Remove {address}?") id="delete-mailbox">
            <form on:submit=delete>
                <div class="ui-dialog-body">
                    <Consequences/>
                    <div class="ui-field">
                        <label class="ui-label" for="delete-word">"Type "<code>{address.clone()}</code>" to go on"</label>
                        <input class="ui-input" id="delete-word" autofocus autocomplete="off" spellcheck="false" autocapitalize="none"
                            on:input=move |event| confirm.set(event_target_value(&event))/>
                    </div>
                </div>
                <div class="ui-dialog-foot">
                    <button class="ui-button" type="button" on:click=move |_| open.set(false)>"Keep it"</button>
                    <button class="ui-button" data-kind="danger-final" type="submit" disabled=move || !ready.get()
                        aria-busy=move || busy.get().then_some("true")>"Remove mailbox"</button>
                </div>
            </form>
        </Dialog>
    }
}
