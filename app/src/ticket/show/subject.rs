//! What a ticket is about, changed in its place: Enter keeps it, Esc takes it back. Without a script the field posts itself.

use super::super::act::Change;
use super::super::text;
use crate::form::Typed;
use crate::layout::use_org;
use crate::ui::{Invalid, browser};
use domain::text::Subject;
use domain::ticket::TicketPage;
use domain::{Field, Permission};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

/// The id of the field, which `t` goes to.
pub const FIELD: &str = "subject";
/// The id of its form, which stands outside the heading.
const FORM: &str = "rename";

/// A subject in the making, and what it began from.
#[derive(Clone)]
struct Draft {
    typed: String,
    from: String,
}

/// The heading of the page: a field for those who may change it, words for the others.
#[component]
pub fn SubjectLine(
    /// The ticket.
    page: RwSignal<TicketPage>,
    /// What was typed and refused, when no script was there to keep it.
    typed: Typed,
    /// Hears what to change.
    on_change: Callback<Change>,
) -> impl IntoView {
    let org = use_org();
    let kept = Memo::new(move |_| page.with(|page| page.ticket.subject.clone()));
    if !org.me.permissions.contains(Permission::TicketWrite) {
        return view! { <h1>{move || kept.get()}</h1> }.into_any();
    }
    let refused = typed.problems.of(Field::Subject).map(str::to_owned);
    let before = kept.get_untracked();
    let draft = RwSignal::new(refused.is_some().then(|| Draft { typed: typed.value(FIELD), from: before.clone() }));
    let problem = RwSignal::new(refused);
    let shown =
        move || draft.with(|draft| draft.as_ref().map(|draft| draft.typed.clone())).unwrap_or_else(|| kept.get());
    let write = move |event| {
        let typed = event_target_value(&event);
        draft.update(|draft| match draft {
            Some(draft) => draft.typed = typed,
            None => *draft = Some(Draft { typed, from: kept.get_untracked() }),
        });
    };
    let drop_it = move || {
        problem.set(None);
        draft.set(None);
    };
    // Whether nothing is left to do.
    let keep = move || {
        // A field that goes with its page loses the keyboard too, when its signals are gone already.
        let Some(Some(Draft { typed, from })) = draft.try_get_untracked() else { return true };
        let now = kept.get_untracked();
        match Subject::parse(&typed) {
            Err(error) => problem.set(Some(error.to_string())),
            Ok(_) if from != now => {
                problem.set(Some(text::subject_moved(&now)));
                draft.set(Some(Draft { typed, from: now }));
            }
            Ok(subject) => {
                drop_it();
                if subject.as_str() != now {
                    on_change.run(Change::Subject(subject.into()));
                }
                return true;
            }
        }
        false
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if keep() {
            browser::blur();
        }
    };
    let press = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.prevent_default();
            drop_it();
            browser::blur();
        }
    };
    let leave = move |_| {
        keep();
    };
    let action = format!("/{}/tickets/{}", org.slug, page.with_untracked(|page| page.ticket.code.clone()));
    let first = untrack(shown);
    view! {
        <h1>
            <label class="visually-hidden" for=FIELD>"Subject"</label>
            <input
                class="ticket-subject"
                id=FIELD
                name=FIELD
                form=FORM
                value=first
                prop:value=shown
                required
                maxlength=Subject::MAX.to_string()
                autocomplete="off"
                enterkeyhint="done"
                aria-keyshortcuts="t"
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby=move || problem.with(Option::is_some).then(|| format!("{FIELD}-error"))
                on:input=write
                on:keydown=press
                on:blur=leave
            />
        </h1>
        <form class="ticket-rename" id=FORM method="post" action=action on:submit=submit>
            <input type="hidden" name="version" value=move || page.with(|page| page.ticket.version.0.to_string())/>
            <Invalid id=FIELD error=problem/>
        </form>
    }
    .into_any()
}
