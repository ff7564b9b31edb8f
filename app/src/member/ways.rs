//! What can be done with one member, each a plain form of its own.

use super::hand_over::HandOver;
use super::remove::consequences;
use super::text;
use crate::form::Typed;
use crate::ui::field::problem_of;
use crate::ui::{Icon, Invalid};
use domain::member::MemberPage;
use domain::{Field, OrgSlug, UserId};
use leptos::prelude::*;

/// What every form works with: the organization, the member, and what was posted and could not be done.
type Form = (OrgSlug, MemberPage, Typed);

/// Where the forms are posted: the page they stand on.
fn action(org: &OrgSlug, user: UserId) -> String {
    format!("/{org}/settings/team?member={user}")
}

/// What is wrong with a field of the form whose button is `what`.
fn problem(typed: &Typed, what: &str, field: Field) -> Signal<Option<String>> {
    let problems = if typed.value("do") == what { typed.problems.clone() } else { Default::default() };
    problem_of(RwSignal::new(problems), field)
}

/// A role to pick.
#[component]
pub(super) fn RoleForm(form: Form) -> impl IntoView {
    let (org, page, typed) = form;
    let error = problem(&typed, "role", Field::Role);
    let now = page.member.role.key;
    let options = page.roles.into_iter().map(|role| {
        let (key, selected) = (role.tag.key.to_string(), role.tag.key == now);
        let words = if role.allows_nothing { format!("{} (may do nothing)", role.tag.name) } else { role.tag.name };
        view! { <option value=key selected=selected>{words}</option> }
    });
    view! {
        <section class="section" aria-labelledby="role-title">
            <div class="section-head"><h2 id="role-title">"Role"</h2><p>"Roles that may do no more than you."</p></div>
            <div class="section-body">
                <form class="ui-form" method="post" action=action(&org, page.member.id)>
                    <input type="hidden" name="member" value=page.member.id.to_string()/>
                    <div class="ui-field">
                        <label class="ui-label" for="role">"Role"</label>
                        <select class="ui-input" id="role" name="role" aria-describedby="role-error"
                            aria-invalid=move || error.with(Option::is_some).then_some("true")>{options.collect_view()}</select>
                        <Invalid id="role" error/>
                    </div>
                    <div class="ui-form-foot"><button class="ui-button" data-kind="primary" type="submit" name="do" value="role">"Save role"</button></div>
                </form>
            </div>
        </section>
    }
}

/// One button with its consequences before it.
#[component]
fn Act(
    form: Form,
    title: &'static str,
    why: &'static str,
    what: &'static str,
    words: String,
    #[prop(optional)] danger: bool,
) -> impl IntoView {
    let (org, page, _) = form;
    let id = format!("{what}-title");
    let labelled = id.clone();
    view! {
        <section class="section" aria-labelledby=labelled>
            <div class="section-head"><h2 id=id>{title}</h2></div>
            <div class="section-body">
                <form class="danger" method="post" action=action(&org, page.member.id)>
                    <input type="hidden" name="member" value=page.member.id.to_string()/>
                    <div><p>{why}</p></div>
                    <button class="ui-button" data-kind=danger.then_some("danger") type="submit" name="do" value=what>{words}</button>
                </form>
            </div>
        </section>
    }
}

/// Make them owner and step down.
#[component]
pub(super) fn Ownership(form: Form) -> impl IntoView {
    let words = format!("Make {} owner", form.1.member.name);
    view! { <Act form title="Ownership" why=text::TRANSFER_WHY what="transfer" words danger=true/> }
}

/// Let them rest, or enter again.
#[component]
pub(super) fn Rest(form: Form) -> impl IntoView {
    let (is_active, name) = (form.1.member.is_active, form.1.member.name.clone());
    if is_active {
        view! { <Act form title="Rest" why=text::REST_WHY what="deactivate" words=format!("Deactivate {name}")/> }
            .into_any()
    } else {
        view! { <Act form title="Rest" why=text::ACTIVATE_WHY what="activate" words=format!("Activate {name}")/> }
            .into_any()
    }
}

/// Take them out, and say who gets their open tickets.
#[component]
pub(super) fn Removal(form: Form) -> impl IntoView {
    let (org, page, typed) = form;
    let error = problem(&typed, "remove", Field::Assignee);
    let facts = consequences(&page);
    view! {
        <section class="section" id="remove" aria-labelledby="remove-title">
            <div class="section-head"><h2 id="remove-title">"Remove"</h2></div>
            <div class="section-body">
                <form class="ui-form" method="post" action=format!("{}#remove", action(&org, page.member.id))>
                    <input type="hidden" name="member" value=page.member.id.to_string()/>
                    {facts}
                    <HandOver open=page.open_tickets heirs=page.heirs error/>
                    <div class="ui-form-foot">
                        <button class="ui-button" data-kind="danger" type="submit" name="do" value="remove"><Icon name="trash"/><span>{format!("Remove {}", page.member.name)}</span></button>
                    </div>
                </form>
            </div>
        </section>
    }
}
