//! The role of a member in the list: a form that saves itself when something is picked, and has a button without script.

use super::calls::member_set_role;
use super::team::Here;
use super::text;
use crate::ui::Dialog;
use crate::ui::toast::{Toasts, use_toasts};
use domain::UserId;
use domain::member::TeamRow;
use domain::role::RoleChoice;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A role that was picked for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pick {
    user: UserId,
    name: String,
    role: RoleChoice,
    before: String,
    picked: RwSignal<String>,
}

impl Pick {
    fn give(self, here: &Here, toasts: Toasts) {
        let here = here.clone();
        spawn_local(async move {
            let Self { user, name, role, before, picked } = self;
            match member_set_role(here.org.clone(), user, role.tag.key.to_string()).await {
                Ok(()) => toasts.say(text::role_given(&name, &role.tag.name)),
                Err(error) => {
                    picked.try_set(before);
                    toasts.warn(error.message);
                }
            }
            here.read_again();
        });
    }
}

/// The role, to pick where it can be changed.
#[component]
pub(super) fn RoleCell(here: Here, id: UserId, name: String, row: Memo<TeamRow>) -> impl IntoView {
    let may = Memo::new(move |_| row.with(|row| row.ways.role));
    move || {
        // Asked once more, maybe, when the line has gone.
        if may.try_get().unwrap_or_default() {
            view! { <RolePicker here=here.clone() id name=name.clone() row/> }.into_any()
        } else {
            view! { <span>{move || row.with(|row| row.member.role.name.clone())}</span> }.into_any()
        }
    }
}

#[component]
fn RolePicker(here: Here, id: UserId, name: String, row: Memo<TeamRow>) -> impl IntoView {
    let (page, toasts) = (here.page, use_toasts());
    let current = Memo::new(move |_| row.with(|row| row.member.role.key.to_string()));
    let picked = RwSignal::new(current.get_untracked());
    Effect::new(move |_| {
        if let Some(key) = current.try_get() {
            picked.try_set(key);
        }
    });
    let roles = Memo::new(move |_| page.with(|page| page.roles.clone()));
    let (path, label) = (here.path(), format!("Role of {name}"));
    let pick = move |key: String| {
        let Some(role) =
            roles.with_untracked(|roles| roles.iter().find(|role| role.tag.key.to_string() == key).cloned())
        else {
            return;
        };
        let before = current.get_untracked();
        picked.set(key);
        let pick = Pick { user: id, name: name.clone(), before, picked, role };
        if pick.role.allows_nothing {
            here.warned.0.set(Some(pick));
            here.warned.1.set(true);
        } else {
            pick.give(&here, toasts);
        }
    };
    let options = move || {
        let option = |role: RoleChoice| {
            let (key, first) = (role.tag.key.to_string(), picked.get_untracked());
            let words = if role.allows_nothing { format!("{} (may do nothing)", role.tag.name) } else { role.tag.name };
            let (selected, same) = (key == first, key.clone());
            view! { <option value=key selected=selected prop:selected=move || picked.with(|picked| *picked == same)>{words}</option> }
        };
        roles.try_get().unwrap_or_default().into_iter().map(option).collect_view()
    };
    view! {
        <form class="team-role" method="post" action=path>
            <input type="hidden" name="member" value=id.to_string()/>
            <input type="hidden" name="from" value="list"/>
            <select class="ui-input" name="role" aria-label=label on:change=move |event| pick(event_target_value(&event))>{options}</select>
            <button class="ui-button without-script" data-size="small" type="submit" name="do" value="role">"Save"</button>
        </form>
    }
}

/// Asked before a role is given that allows nothing (B11).
#[component]
pub(super) fn WarnOfNothing(here: Here) -> impl IntoView {
    let (warned, open) = here.warned;
    let toasts = use_toasts();
    // Closed in any way but the button: as it was.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true)
            && !is_open
            && let Some(pick) = warned.get_untracked()
        {
            pick.picked.set(pick.before);
            warned.set(None);
        }
        is_open
    });
    let here = StoredValue::new(here);
    let give = move |_| {
        let Some(pick) = warned.get_untracked() else { return };
        warned.set(None);
        open.set(false);
        here.with_value(|here| pick.give(here, toasts));
    };
    view! {
        <Dialog open title="This role may do nothing" id="nothing">
            <div class="ui-dialog-body"><p>{text::NOTHING_WHY}</p></div>
            <div class="ui-dialog-foot">
                <button class="ui-button" type="button" autofocus on:click=move |_| open.set(false)>"Keep the old role"</button>
                <button class="ui-button" data-kind="primary" type="button" on:click=give>"Give it anyway"</button>
            </div>
        </Dialog>
    }
}
