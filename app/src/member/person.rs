//! One member (`/{org}/settings/team?member=ID`): what they may do here and through what (D1), and what can be done with them.

use super::team::Done;
use super::text;
use super::ways::{Ownership, Removal, Rest, RoleForm};
use crate::form::Typed;
use crate::role::text as role_text;
use crate::ui::{Avatar, Icon, Notice, Time};
use domain::OrgSlug;
use domain::member::MemberPage;
use leptos::prelude::*;

/// The page of one member.
#[component]
pub(super) fn Person(org: OrgSlug, page: MemberPage, typed: Typed) -> impl IntoView {
    let back = format!("/{org}/settings/team");
    let member = page.member.clone();
    let seen = match member.seen.clone() {
        Some(moment) => view! { ", last active "<Time moment/> }.into_any(),
        None => view! { ", never here" }.into_any(),
    };
    let (ways, is_owner) = (page.ways, member.role.key.is_owner());
    let form = (org, page.clone(), typed);
    let (role, rest, ownership, removal) = (form.clone(), form.clone(), form.clone(), form);
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <a class="page-up" href=back><Icon name="chevron-left"/>{text::TITLE}</a>
                    <div class="ui-cell">
                        <Avatar name=Some(member.name.clone()) size="large"/>
                        <div><h1>{member.name.clone()}</h1><p>{member.email.clone()}{seen}</p></div>
                    </div>
                </div>
            </header>
            <Done/>
            {(!member.is_active).then(|| view! { <Notice tone="amber" icon="lock" title="At rest" text=text::RESTS/> })}
            <Access page/>
            {ways.role.then(|| view! { <RoleForm form=role/> })}
            {ways.transfer.then(|| view! { <Ownership form=ownership/> })}
            {ways.rest.then(|| view! { <Rest form=rest/> })}
            {ways.remove.then(|| view! { <Removal form=removal/> })}
            {is_owner.then(|| view! { <p class="team-owner"><Icon name="lock"/><span>{text::OWNER_WHY}</span></p> })}
        </div>
    }
}

/// What they may do, in groups, and through what.
#[component]
fn Access(page: MemberPage) -> impl IntoView {
    let MemberPage { member, role_description, permissions, .. } = page;
    let title = format!("What {} can do here", member.name);
    let nothing = permissions.is_empty();
    let groups = role_text::groups().into_iter().filter_map(|(noun, members)| {
        let allowed: Vec<_> = members.into_iter().filter(|one| permissions.contains(*one)).collect();
        let items =
            allowed.iter().map(|one| view! { <li><Icon name="check"/><span>{role_text::words(*one)}</span></li> });
        let items = items.collect_view();
        (!allowed.is_empty()).then(
            || view! { <div class="access-group"><h3>{role_text::group(noun)}</h3><ul role="list">{items}</ul></div> },
        )
    });
    let groups = groups.collect_view();
    view! {
        <section class="section" aria-labelledby="access-title">
            <div class="section-head">
                <h2 id="access-title">{title}</h2>
                <p>"Through the role "<strong>{member.role.name}</strong>"."</p>
                {(!role_description.is_empty()).then(|| view! { <p>{role_description}</p> })}
            </div>
            <div class="section-body">
                {if nothing {
                    view! { <p>"Nothing at this moment."</p> }.into_any()
                } else {
                    view! { <div class="access-groups">{groups}</div> }.into_any()
                }}
            </div>
        </section>
    }
}
