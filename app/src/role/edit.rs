//! One role of the organization's own: its name, what it may do, and its end. Plain forms.

use super::page::{Done, Here};
use super::text;
use crate::ui::field::problem_of;
use crate::ui::{Icon, Invalid, Notice, TextArea};
use domain::permission::Permissions;
use domain::role::RoleRow;
use domain::{Field, Permission, Problems};
use leptos::prelude::*;

/// The page of one role.
#[component]
pub(super) fn Editor(here: Here, role: RoleRow, done: Memo<Option<String>>) -> impl IntoView {
    let is_mine = here.may.contains(Permission::RoleEdit) && role.is_yours;
    let (back, uses) = (here.path(), text::uses(&role));
    let title = role.tag.name.clone();
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <a class="page-up" href=back><Icon name="chevron-left"/>{text::TITLE}</a>
                    <h1>{title}</h1>
                    <p>{uses}</p>
                </div>
            </header>
            <Done done/>
            {(!is_mine).then(|| view! { <Notice tone="blue" icon="lock" title="Only to look at" text=text::NOT_YOURS/> })}
            <Ticks here=here.clone() role=role.clone() is_mine/>
            {is_mine.then(|| view! { <Delete here role/> })}
        </div>
    }
}

/// What was refused of the form `what`; nothing of the other one.
fn refused(here: &Here, what: &str) -> Problems {
    if here.typed.value("do") == what { here.typed.problems.clone() } else { Problems::default() }
}

#[component]
fn Ticks(here: Here, role: RoleRow, is_mine: bool) -> impl IntoView {
    let saves = here.typed.value("do") == "save";
    let problems = RwSignal::new(refused(&here, "save"));
    let typed = |name: &str, kept: &str| if saves { here.typed.value(name) } else { kept.to_owned() };
    let (name, description) = (typed("name", &role.tag.name), RwSignal::new(typed("description", &role.description)));
    let boxes = here.typed.values.iter().filter(|(field, _)| field == "permission");
    let posted: Permissions = boxes.filter_map(|(_, name)| Permission::parse(name).ok()).collect();
    let ticked = RwSignal::new(if saves { posted } else { role.permissions });
    let (name_error, about_error) = (problem_of(problems, Field::Name), problem_of(problems, Field::Description));
    let key = role.tag.key.to_string();
    let action = format!("{}?role={key}", here.path());
    let may = here.may;
    let groups = text::groups().into_iter().map(|(noun, permissions)| {
        let boxes = permissions.into_iter().map(|permission| {
            let checked = ticked.with_untracked(|ticked| ticked.contains(permission));
            let tick = move |event| {
                ticked.update(|ticked| {
                    let one = Permissions::of(&[permission]);
                    *ticked = if event_target_checked(&event) {
                        ticked.iter().chain(one.iter()).collect()
                    } else {
                        ticked.without(one)
                    };
                });
            };
            view! {
                <label class="ui-check">
                    <input type="checkbox" name="permission" value=permission.as_str() checked=checked
                        disabled=!may.contains(permission) on:change=tick/>
                    <span>{text::words(permission)}</span>
                </label>
            }
        });
        view! { <fieldset class="role-boxes"><legend>{text::group(noun)}</legend>{boxes.collect_view()}</fieldset> }
    });
    let nothing = Memo::new(move |_| ticked.with(|ticked| ticked.is_empty()));
    view! {
        <form method="post" action=action>
            <input type="hidden" name="role" value=key/>
            <fieldset class="role-editor" disabled=!is_mine>
                <section class="section" aria-labelledby="about-title">
                    <div class="section-head"><h2 id="about-title">"About"</h2></div>
                    <div class="section-body ui-form">
                        <div class="ui-field">
                            <label class="ui-label" for="name">"Name"</label>
                            <input class="ui-input" id="name" name="name" value=name required autocomplete="off" maxlength="80"
                                aria-describedby="name-error" aria-invalid=move || name_error.with(Option::is_some).then_some("true")/>
                            <Invalid id="name" error=name_error/>
                        </div>
                        <div class="ui-field">
                            <label class="ui-label" for="description">"What it is for "<span class="ui-optional">"optional"</span></label>
                            <TextArea value=description id="description" name="description" rows=2 described_by="description-error"
                                invalid=Signal::derive(move || about_error.with(Option::is_some))/>
                            <Invalid id="description" error=about_error/>
                        </div>
                    </div>
                </section>
                <section class="section" aria-labelledby="may-title">
                    <div class="section-head"><h2 id="may-title">"May do"</h2><p>"You can tick what you may do yourself."</p></div>
                    <div class="section-body">
                        <div class="role-groups">{groups.collect_view()}</div>
                        {move || nothing.get().then(|| view! { <Notice tone="amber" icon="warning" title="This role may do nothing" text=text::NOTHING/> })}
                        {is_mine.then(|| view! {
                            <div class="ui-form-foot">
                                <button class="ui-button" data-kind="primary" type="submit" name="do" value="save">"Save role"</button>
                                <button class="ui-button" type="submit" name="do" value="duplicate" formnovalidate><Icon name="copy"/><span>"Duplicate"</span></button>
                            </div>
                        })}
                    </div>
                </section>
            </fieldset>
        </form>
    }
}

/// The end of a role, and what becomes of whoever has it.
#[component]
fn Delete(here: Here, role: RoleRow) -> impl IntoView {
    let problems = RwSignal::new(refused(&here, "delete"));
    let error = problem_of(problems, Field::Role);
    let key = role.tag.key;
    let action = format!("{}?role={key}#delete", here.path());
    let others = here.roles.iter().filter(|other| other.is_yours && other.tag.key != key && !other.tag.key.is_owner());
    let options = others
        .map(|other| view! { <option value=other.tag.key.to_string()>{other.tag.name.clone()}</option> })
        .collect_view();
    let instead = role.is_used().then(|| {
        view! {
            <div class="ui-field">
                <label class="ui-label" for="instead">{format!("{}: what they become instead", text::uses(&role))}</label>
                <select class="ui-input" id="instead" name="instead" required aria-describedby="instead-error"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")>
                    <option value="">"Choose a role"</option>
                    {options}
                </select>
            </div>
        }
    });
    view! {
        <section class="section" id="delete" aria-labelledby="delete-title">
            <div class="section-head"><h2 id="delete-title">"Delete"</h2><p>{text::DELETE_WHY}</p></div>
            <div class="section-body">
                <form class="ui-form" method="post" action=action>
                    <input type="hidden" name="role" value=key.to_string()/>
                    {instead}
                    <Invalid id="instead" error/>
                    <div class="ui-form-foot">
                        <button class="ui-button" data-kind="danger" type="submit" name="do" value="delete"><Icon name="trash"/><span>"Delete role"</span></button>
                    </div>
                </form>
            </div>
        </section>
    }
}
