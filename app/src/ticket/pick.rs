//! Choosing a status, a priority or a colleague by keyboard: two letters and Enter.

use super::act::Change;
use super::row::level;
use super::text;
use crate::ui::palette::matches;
use crate::ui::pill::tone;
use crate::ui::{Avatar, BareDialog, Cursor, Level, ListField};
use domain::member::MemberTag;
use domain::priority::PriorityTag;
use domain::status::StatusTag;
use leptos::prelude::*;

/// What is being chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// `s`.
    Status,
    /// `p`.
    Priority,
    /// `a`.
    Assignee,
}

/// What there is to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Statuses, in the order of a ticket's life.
    pub statuses: Vec<StatusTag>,
    /// Priorities.
    pub priorities: Vec<PriorityTag>,
    /// Colleagues.
    pub members: Vec<MemberTag>,
}

impl Choices {
    /// The changes one can choose, with their names. Oneself comes first.
    fn of(&self, pick: Pick, me: domain::UserId) -> Vec<(String, Change)> {
        match pick {
            Pick::Status => {
                self.statuses.iter().map(|status| (status.name.clone(), Change::Status(status.clone()))).collect()
            }
            Pick::Priority => self
                .priorities
                .iter()
                .map(|priority| (priority.name.clone(), Change::Priority(priority.clone())))
                .collect(),
            Pick::Assignee => {
                let (own, others): (Vec<_>, Vec<_>) = self.members.iter().partition(|member| member.id == me);
                let named = |member: &MemberTag| {
                    let name = if member.id == me {
                        format!("{} ({})", member.name, text::ME.to_lowercase())
                    } else {
                        member.name.clone()
                    };
                    (name, Change::Assignee(Some(member.clone())))
                };
                let nobody = std::iter::once((text::NOBODY.to_owned(), Change::Assignee(None)));
                own.into_iter().map(named).chain(others.into_iter().map(named)).chain(nobody).collect()
            }
        }
    }
}

/// The dialog in which one chooses; open while `pick` says what.
#[component]
pub fn Picker(
    /// What is being chosen, if anything is.
    pick: RwSignal<Option<Pick>>,
    /// What there is.
    choices: Signal<Choices>,
    /// Who chooses.
    me: domain::UserId,
    /// Hears the choice.
    on_pick: Callback<Change>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // Each sets only what differs: a signal that is set to what it is would wake the other for ever.
    Effect::new(move |_| {
        let wanted = pick.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move |_| {
        if !open.get() && pick.with_untracked(Option::is_some) {
            pick.set(None);
        }
    });
    view! {
        <BareDialog open=open label="Choose">
            <PickList pick=pick choices=choices me=me on_pick=on_pick/>
        </BareDialog>
    }
}

#[component]
fn PickList(
    pick: RwSignal<Option<Pick>>,
    choices: Signal<Choices>,
    me: domain::UserId,
    on_pick: Callback<Change>,
) -> impl IntoView {
    let what = pick.get_untracked().unwrap_or(Pick::Status);
    let typed = RwSignal::new(String::new());
    let at = Cursor::default();
    let all = choices.with_untracked(|choices| choices.of(what, me));
    let fitting = move || {
        let text = typed.get();
        all.iter().filter(|(name, _)| matches(name, text.trim()).is_some()).cloned().collect::<Vec<_>>()
    };
    let lines = Memo::new_with_compare(move |_| fitting(), |_, _| true);
    let choose = move |index: usize| {
        if let Some((_, change)) = lines.with_untracked(|lines: &Vec<(String, Change)>| lines.get(index).cloned()) {
            pick.set(None);
            on_pick.run(change);
        }
    };
    let words = match what {
        Pick::Status => "Set the status to…",
        Pick::Priority => "Set the priority to…",
        Pick::Assignee => "Give to…",
    };
    let is_empty = move || lines.with(Vec::is_empty);
    view! {
        <ListField
            name="pick"
            icon=if what == Pick::Assignee { "user" } else { "circle" }
            label=words
            none=text::NO_SUCH_CHOICE
            typed
            at
            count=Signal::derive(move || lines.with(Vec::len))
            on_choose=Callback::new(choose)
        />
        <div class="ui-palette-list" role="listbox" id="pick-list" aria-label=words hidden=is_empty>
            {move || lines.get().into_iter().enumerate().map(|(index, (name, change))| view! {
                <div
                    class="ui-palette-item"
                    role="option"
                    id=format!("pick-{index}")
                    aria-selected=move || at.marks(index)
                    on:click=move |_| choose(index)
                >
                    <Sign change/>
                    <span class="ui-palette-name">{name}</span>
                </div>
            }).collect_view()}
        </div>
    }
}

/// The small picture before a choice.
#[component]
fn Sign(change: Change) -> impl IntoView {
    match change {
        Change::Status(status) => {
            view! { <span class="ui-pill" data-dot="" data-tone=tone(&status.color) aria-hidden="true"></span> }
                .into_any()
        }
        Change::Priority(priority) => view! { <Level level=level(&priority) label=""/> }.into_any(),
        Change::Assignee(member) => view! { <Avatar name=member.map(|member| member.name) size="small"/> }.into_any(),
        // Written, or chosen beside the ticket, never from this list.
        Change::Subject(_) | Change::Team(_) => ().into_any(),
    }
}
