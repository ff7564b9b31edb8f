//! `/account/organizations` (S2-34): where a person works, as what, and the ways in and out. For everybody who is signed in;
//! plain forms, with a script or without.

use super::calls::account_memberships;
use super::frame::{AccountFrame, refused, typed};
use super::text;
use crate::form::Typed;
use crate::layout::mark::OrgMark;
use crate::ui::field::problem_of;
use crate::ui::{Empty, Icon, Invalid, LinkButton, Skeleton, Time};
use domain::Field as Named;
use domain::organization::MembershipRow;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn OrganizationsPage() -> impl IntoView {
    let given = typed();
    let memberships = Resource::new_blocking(|| (), |()| account_memberships());
    let query = use_query_map();
    let leaving = Memo::new(move |_| query.with(|query| query.get("leave")));
    view! {
        <AccountFrame title=text::ORGANIZATIONS>
            // Pending invitations stand here, above the list: `<InvitationsMine/>` of the invitations' room (`invitation_mine`).
            <section aria-labelledby="a-orgs">
                <header class="page-head">
                    <div><h2 id="a-orgs">{text::ORGANIZATIONS}</h2><p>{text::ORGANIZATIONS_WHY}</p></div>
                    <LinkButton href="/new" icon="plus">"Create organization"</LinkButton>
                </header>
                <Suspense fallback=|| view! { <Skeleton width=2/> }>
                    {move || memberships.get().zip(given.get()).map(|(rows, typed)| match rows {
                        Ok(rows) if rows.is_empty() => view! {
                            <Empty icon="team" title="You are in no organization" text="Create one, or let somebody invite you into theirs."/>
                        }.into_any(),
                        Ok(rows) => view! { <Memberships rows typed leaving/> }.into_any(),
                        Err(error) => view! { <p class="ui-error" role="alert"><Icon name="warning"/><span>{error.message}</span></p> }.into_any(),
                    })}
                </Suspense>
            </section>
        </AccountFrame>
    }
}

#[component]
fn Memberships(rows: Vec<MembershipRow>, typed: Typed, leaving: Memo<Option<String>>) -> impl IntoView {
    let asked = rows.clone();
    let question = move || {
        let slug = leaving.get()?;
        let row = asked.iter().find(|row| row.slug.as_str() == slug)?.clone();
        Some(view! { <Question row typed=typed.clone()/> })
    };
    let lines = rows.into_iter().map(|row| view! { <Line row/> }).collect_view();
    view! {
        {question}
        <div class="ui-table-frame">
            <table class="ui-table memberships">
                <thead><tr>
                    <th scope="col">"Organization"</th><th scope="col">"Role"</th>
                    <th scope="col" data-hide="narrow">"Joined"</th><th scope="col" data-hide="narrow">"Last used"</th>
                    <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Line(row: MembershipRow) -> impl IntoView {
    let (home, leave) = (format!("/{}/tickets", row.slug), format!("/account/organizations?leave={}#leave", row.slug));
    let (name, slug) = (row.name.clone(), row.slug.to_string());
    let of = move || view! { <span class="visually-hidden">" "{name.clone()}</span> };
    let again = of.clone();
    let chosen = if row.is_default {
        view! { <span class="ui-pill" data-tone="green" title="Signing in leads here">"Default"</span> }.into_any()
    } else {
        let of = of.clone();
        view! {
            <form method="post" action="/account/organizations">
                <input type="hidden" name="org" value=slug/>
                <button class="ui-button" data-size="small" data-kind="quiet" type="submit" name="do" value="default">"Make default"{of()}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            <td>
                <div class="ui-cell">
                    <OrgMark name=row.name.clone() accent=row.accent/>
                    <span class="ui-cell-main"><a class="ui-cell-link" href=home.clone()>{row.name}</a><small>{format!("/{}", row.slug)}</small></span>
                </div>
            </td>
            <td>{row.role.name}</td>
            <td data-hide="narrow"><Time moment=row.joined/></td>
            <td data-hide="narrow">{row.used.map(|used| view! { <Time moment=used/> })}</td>
            <td data-fit>
                <div class="ui-button-row">
                    {chosen}
                    <a class="ui-button" data-size="small" href=home>"Open"{of()}</a>
                    <a class="ui-button" data-size="small" data-kind="danger" href=leave>"Leave…"{again()}</a>
                </div>
            </td>
        </tr>
    }
}

#[component]
fn Question(row: MembershipRow, typed: Typed) -> impl IntoView {
    let problems = RwSignal::new(refused(&typed, "leave"));
    let action = format!("/account/organizations?leave={}#leave", row.slug);
    view! {
        <form class="ui-notice account-leave" id="leave" data-tone="red" method="post" action=action>
            <Icon name="warning"/>
            <div>
                <h3>{format!("Leave {}?", row.name)}</h3>
                <p>"Your open tickets there are nobody's. To come back, somebody has to invite you."</p>
                <Invalid id="leave" error=problem_of(problems, Named::Confirm)/>
            </div>
            <input type="hidden" name="org" value=row.slug.to_string()/>
            <div class="ui-button-row">
                <a class="ui-button" href="/account/organizations">"Stay"</a>
                <button class="ui-button" data-kind="danger-final" type="submit" name="do" value="leave">"Leave"</button>
            </div>
        </form>
    }
}
