//! All roles, a form to add one, and the matrix.

use super::matrix::Matrix;
use super::page::Here;
use super::text;
use crate::ui::field::problem_of;
use crate::ui::{Icon, Invalid};
use domain::role::{BuiltInRole, MANAGER, RoleKey, RoleRow};
use domain::{Field, Permission};
use leptos::prelude::*;

/// The list, the form, the matrix.
#[component]
pub(super) fn Roles(here: Here) -> impl IntoView {
    let may_edit = here.may.contains(Permission::RoleEdit);
    let rows = here.roles.iter().map(|role| view! { <Line here=here.clone() role=role.clone()/> }).collect_view();
    let roles = here.roles.clone();
    view! {
        <div class="ui-table-frame role-list">
            <table class="ui-table">
                <thead><tr>
                    <th scope="col">"Role"</th><th scope="col" data-hide="narrow">"May do"</th><th scope="col">"Who has it"</th>
                    <th scope="col"><span class="visually-hidden">"What to do"</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {may_edit.then(|| view! { <Add here/> })}
        <Matrix roles/>
    }
}

#[component]
fn Line(here: Here, role: RoleRow) -> impl IntoView {
    let may_edit = here.may.contains(Permission::RoleEdit);
    let is_own = matches!(role.tag.key, RoleKey::Own(_));
    let (key, name) = (role.tag.key.to_string(), role.tag.name.clone());
    let to = format!("{}?role={key}", here.path());
    let what = match (is_own, role.description.is_empty()) {
        (false, _) => "Built in".to_owned(),
        (true, true) => "Your own".to_owned(),
        (true, false) => role.description.clone(),
    };
    let may_do = match role.permissions.iter().count() {
        0 => view! { <span class="ui-pill" data-tone="amber">"Nothing"</span> }.into_any(),
        count => view! { <span>{format!("{count} of {}", Permission::ALL.len())}</span> }.into_any(),
    };
    let label = if is_own && may_edit {
        view! { <a class="ui-cell-link" href=to>{name.clone()}</a> }.into_any()
    } else {
        view! { <strong>{name.clone()}</strong> }.into_any()
    };
    let copy = (may_edit && role.is_yours).then(|| {
        view! {
            <form method="post" action=here.path()>
                <input type="hidden" name="role" value=key/>
                <button class="ui-button" data-size="small" type="submit" name="do" value="duplicate">
                    <Icon name="copy"/><span>"Duplicate"<span class="visually-hidden">" "{name}</span></span>
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <td><span class="ui-cell-main">{label}<small class="role-what">{what}</small></span></td>
            <td data-hide="narrow">{may_do}</td>
            <td>{text::uses(&role)}</td>
            <td data-align="end">{copy}</td>
        </tr>
    }
}

/// A name, and what it begins as (B11): agent first, the ready-made Manager among them.
#[component]
fn Add(here: Here) -> impl IntoView {
    let adds = here.typed.value("do") == "add";
    let problems = RwSignal::new(if adds { here.typed.problems.clone() } else { Default::default() });
    let (name_error, start_error) = (problem_of(problems, Field::Name), problem_of(problems, Field::Role));
    let typed = if adds { here.typed.value("name") } else { String::new() };
    let chosen = if adds { here.typed.value("start") } else { BuiltInRole::Agent.key().to_owned() };
    let mut starts: Vec<(String, String)> = Vec::new();
    let mut yours: Vec<&RoleRow> = here.roles.iter().filter(|role| role.is_yours).collect();
    let first = |role: &RoleRow| match role.tag.key {
        RoleKey::BuiltIn(BuiltInRole::Agent) => 0,
        RoleKey::BuiltIn(BuiltInRole::Viewer) => 1,
        _ => 2,
    };
    yours.sort_by_key(|role| first(role));
    starts.extend(yours.iter().map(|role| (role.tag.key.to_string(), format!("Copy of {}", role.tag.name))));
    if MANAGER.is_subset(here.may) {
        let at = starts.len().min(2);
        starts.insert(at, ("manager".to_owned(), "Manager, ready made".to_owned()));
    }
    starts.push(("nothing".to_owned(), "Nothing ticked".to_owned()));
    let options = starts
        .into_iter()
        .map(|(key, words)| {
            let selected = key == chosen;
            view! { <option value=key selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="add-title">
            <div class="section-head"><h2 id="add-title">"Add a role"</h2><p>{text::ADD_WHY}</p></div>
            <div class="section-body">
                <form class="ui-form" method="post" action=here.path()>
                    <div class="ui-field">
                        <label class="ui-label" for="name">"Name"</label>
                        <input class="ui-input" id="name" name="name" value=typed required autocomplete="off" maxlength="80"
                            aria-describedby="name-error" aria-invalid=move || name_error.with(Option::is_some).then_some("true")/>
                        <Invalid id="name" error=name_error/>
                    </div>
                    <div class="ui-field">
                        <label class="ui-label" for="start">"Begins as"</label>
                        <select class="ui-input" id="start" name="start" aria-describedby="start-error"
                            aria-invalid=move || start_error.with(Option::is_some).then_some("true")>{options}</select>
                        <Invalid id="start" error=start_error/>
                    </div>
                    <div class="ui-form-foot">
                        <button class="ui-button" data-kind="primary" type="submit" name="do" value="add"><Icon name="plus"/><span>"Add role"</span></button>
                    </div>
                </form>
            </div>
        </section>
    }
}
