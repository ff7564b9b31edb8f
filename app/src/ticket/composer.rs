//! Where an answer or a note is written (screens.md 3). A plain form that posts itself; with a script it also keeps the
//! draft, holds a reply for ten seconds, and never loses a word to a refusal.

mod copies;
mod files;
mod state;

pub use copies::Copies;

use super::outbox::{self, Letter};
use super::text;
use crate::form::Typed;
use crate::layout::use_org;
use crate::ui::keys::{Command, use_keys};
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, TextArea, browser};
use copies::CopiesField;
use domain::StatusId;
use domain::message::MessageKind;
use domain::status::Category;
use domain::ticket::TicketPage;
use files::FileList;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use state::Writing;
use wasm_bindgen::JsCast;

/// The id of the field that is written in.
pub const FIELD: &str = "text";

/// The box at the foot of a ticket.
#[component]
pub fn Composer(
    /// The ticket.
    page: RwSignal<TicketPage>,
    /// Who else gets the answer.
    copies: Copies,
    /// What was typed and refused, when no script was there to keep it.
    typed: Typed,
    /// Makes a double submit harmless where no script is.
    once: String,
    /// Hears that a reply was sent together with a new status: time for the next ticket.
    on_done: Callback<()>,
) -> impl IntoView {
    let org = use_org();
    let toasts = use_toasts();
    let writing = Writing::of(page, copies, &org, &typed, toasts, on_done);
    let ticket = page.with_untracked(|page| page.ticket.clone());
    let (code, group) = (ticket.code.clone(), ticket.code.to_string());
    let resolved =
        page.with_untracked(|page| page.statuses.iter().find(|status| status.category == Category::Resolved).cloned());
    let input = NodeRef::<html::Input>::new();

    use_keys().add([
        Command::new("ticket-reply", "Reply", "r", group.clone(), move || writing.begin(MessageKind::Public))
            .icon("reply"),
        Command::new("ticket-note", "Write a note", "n", group.clone(), move || writing.begin(MessageKind::Note))
            .icon("lock"),
        Command::new("ticket-cc", "Copy somebody in", "m c", group.clone(), move || {
            writing.kind.set(MessageKind::Public);
            copies.begin();
        })
        .icon("team"),
        Command::new("ticket-send", "Send", "Ctrl+Enter", group.clone(), move || writing.send(None)).icon("send"),
    ]);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let then = event
            .submitter()
            .and_then(|button| button.dyn_into::<web_sys::HtmlButtonElement>().ok())
            .map(|button| button.value());
        writing.send(then.and_then(|id| id.parse::<StatusId>().ok()));
    };

    let email = ticket.requester.email.clone();
    let (to, sends) = (email.clone(), email.clone());
    let leaves_from = Memo::new(move |_| page.with(|page| page.leaves_from.clone()));
    let placeholder = format!("Write to {}", text::first_name(&ticket.requester));
    let label = format!("Reply to {}", ticket.requester.label());
    let noted = writing.kind.get_untracked() == MessageKind::Note;
    let is_note = Signal::derive(move || writing.kind.get() == MessageKind::Note);
    let held = outbox::dock(&code);
    toasts.dock(held.clone());
    let attach = move |_| {
        if let Some(input) = input.get_untracked() {
            writing.attach(&input);
        }
    };
    view! {
        <div class="composer-dock">
            <div role="status">
                {move || toasts.docked(&held).map(|toast| {
                    let id = toast.id;
                    view! {
                        <div class="undo-bar">
                            <p>{format!("{} in {} s", toast.text, toast.left)}</p>
                            <button class="ui-button" data-kind="quiet" data-size="small" type="button" on:click=move |_| toasts.finish(id)>"Send now"</button>
                            <button class="ui-button" data-size="small" type="button" on:click=move |_| toasts.undo(id)><Icon name="undo"/><span>"Undo "</span><kbd>"z"</kbd></button>
                        </div>
                    }
                })}
            </div>
            <Refused writing/>
            <form
                class="composer"
                method="post"
                action=Letter::action(&org.slug, &code)
                enctype="multipart/form-data"
                aria-label=move || if is_note.get() { "Internal note" } else { "Reply" }
                on:submit=submit
            >
                <input type="hidden" name="seen" value=move || page.with(|page| page.ticket.last_message.to_string())/>
                <input type="hidden" name="idempotency" value=once/>
                <div class="composer-head">
                    <fieldset class="composer-mode">
                        <legend class="visually-hidden">"Write a"</legend>
                        <label>
                            <input type="radio" name="kind" value="public" checked=!noted prop:checked=move || !is_note.get() aria-keyshortcuts="r" on:change=move |_| writing.kind.set(MessageKind::Public)/>
                            <Icon name="reply"/><span>"Reply "</span><kbd>"r"</kbd>
                        </label>
                        <label>
                            <input type="radio" name="kind" value="note" checked=noted prop:checked=move || is_note.get() aria-keyshortcuts="n" on:change=move |_| writing.kind.set(MessageKind::Note)/>
                            <Icon name="lock"/><span>"Note "</span><kbd>"n"</kbd>
                        </label>
                    </fieldset>
                    <p class="composer-to">
                        {move || if is_note.get() {
                            view! { <span>{text::TEAM_ONLY}</span> }.into_any()
                        } else {
                            view! { <span>"To "</span><b>{to.clone()}</b><span>{text::LEAVES_FROM}</span><b>{leaves_from.get()}</b> }.into_any()
                        }}
                    </p>
                    <CopiesField copies/>
                </div>
                <label class="visually-hidden" for=FIELD>{move || if is_note.get() { "Note".to_owned() } else { label.clone() }}</label>
                <TextArea
                    value=writing.text
                    id=FIELD
                    name="body"
                    class="composer-text"
                    required=true
                    placeholder=Signal::derive(move || if is_note.get() { text::WRITE_NOTE.to_owned() } else { placeholder.clone() })
                />
                <FileList writing/>
                <div class="composer-foot">
                    <label class="ui-icon-button composer-file" title="Attach files">
                        <Icon name="attach"/>
                        <input type="file" multiple=true name="files" aria-label="Attach files" node_ref=input on:change=attach/>
                    </label>
                    <span class="ui-hint">{move || if writing.saved.get() { text::DRAFT_SAVED } else { text::MARKDOWN }}</span>
                    <div class="composer-send">
                        {move || resolved.clone().filter(|_| !is_note.get()).map(|status| view! {
                            <button class="ui-button" type="submit" name="then" value=status.id.to_string()>"Send and resolve"</button>
                        })}
                        <button class="ui-button" data-kind="primary" type="submit" aria-keyshortcuts="Control+Enter Meta+Enter">
                            <span>{move || if is_note.get() { "Add note".to_owned() } else { text::send_to(&sends, copies.count()) }}</span>
                            <kbd>"Ctrl ↵"</kbd>
                        </button>
                    </div>
                </div>
            </form>
        </div>
    }
}

/// Why the last try was not taken; for a ticket that moved on, what arrived and the way to send all the same.
#[component]
fn Refused(writing: Writing) -> impl IntoView {
    move || {
        let refusal = writing.refused.get()?;
        let newest = writing.page.with(state::newest_customer);
        let title = match (&newest, refusal.stale) {
            (Some(message), true) => format!("Not sent: {} wrote again while you were typing", message.author),
            _ => "Not sent".to_owned(),
        };
        let words = if refusal.stale {
            "Your text is kept.".to_owned()
        } else {
            format!("{} Your text is kept.", refusal.message)
        };
        let show = newest.filter(|_| refusal.stale).map(|message| {
            let target = format!("m{}", message.number);
            view! {
                <button class="ui-button" data-size="small" type="button" on:click=move |_| {
                    if let Some(message) = browser::element(&target) {
                        browser::bring_up(&message);
                    }
                }>"Show it"</button>
            }
        });
        Some(view! {
            <div class="ui-notice" data-tone="amber" role="alert">
                <Icon name="warning"/>
                <div><h2>{title}</h2><p>{words}</p></div>
                <div class="ui-button-row">
                    {show}
                    <button class="ui-button" data-size="small" type="button" on:click=move |_| writing.send(None)>{if refusal.stale { "Send anyway" } else { "Try again" }}</button>
                </div>
            </div>
        })
    }
}
