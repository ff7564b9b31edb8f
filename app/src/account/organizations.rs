//! `/account/organizations` (S2-34): where a person works, as what, and the ways in and out. For everybody who is signed in;
//! plain forms, with a script or without.

use super::calls::account_memberships;
use super::frame::{AccountFrame, refused, typed};
use super::text;
use crate::form::Typed;
use crate::layout::mark::OrgMark;
use crate::member::HandOver;
use crate::member::calls::member_leaving;
use crate::member::text::leaving;
use crate::ui::field::problem_of;
use crate::ui::{Empty, Icon, Invalid, LinkButton, Skeleton, Time, browser};
use domain::member::Leaving;
use domain::organization::MembershipRow;
use domain::{Field as Named, OrgSlug};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn OrganizationsPage() -> impl IntoView {
    let given = typed();
    let memberships = Resource::new_blocking(|| (), |()| account_memberships());
    let query = use_query_map();
    let leaving = Memo::new(move |_| query.with(|query| OrgSlug::parse(&query.get("leave")?).ok()));
    // Of an organization one is not in there is nothing to know, and nothing is asked.
    let left = Resource::new_blocking(
        move || leaving.get(),
        |org| async move {
            let org = org?;
            let left = member_leaving(org.clone()).await.ok()?;
            Some((org, left))
        },
    );
    view! {
        <AccountFrame title=text::ORGANIZATIONS>
            // Pending invitations stand here, above the list: `<InvitationsMine/>` of the invitations' room (`invitation_mine`).
            <section aria-labelledby="a-orgs">
                <header class="page-head">
                    <div><h2 id="a-orgs">{text::ORGANIZATIONS}</h2><p>{text::ORGANIZATIONS_WHY}</p></div>
                    <LinkButton href="/new" icon="plus">"Create organization"</LinkButton>
                </header>
                <Transition fallback=|| view! { <Skeleton width=2/> }>
                    {move || memberships.get().zip(given.get()).zip(left.get()).map(|((rows, typed), left)| match rows {
                        Ok(rows) if rows.is_empty() => view! {
                            <Empty icon="team" title="You are in no organization" text="Create one, or let somebody invite you into theirs."/>
                        }.into_any(),
                        Ok(rows) => view! { <Memberships rows typed left/> }.into_any(),
                        Err(error) => view! { <p class="ui-error" role="alert"><Icon name="warning"/><span>{error.message}</span></p> }.into_any(),
                    })}
                </Transition>
            </section>
        </AccountFrame>
    }
}

#[component]
fn Memberships(rows: Vec<MembershipRow>, typed: Typed, left: Option<(OrgSlug, Leaving)>) -> impl IntoView {
    let question = left.and_then(|(slug, left)| {
        let row = rows.iter().find(|row| row.slug == slug)?.clone();
        Some(view! { <Question row left typed/> })
    });
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
fn Question(row: MembershipRow, left: Leaving, typed: Typed) -> impl IntoView {
    let problems = RwSignal::new(refused(&typed, "leave"));
    // Whoever asks to leave from further down the page is led up to what that means.
    Effect::new(|_| {
        browser::focus("leave");
    });
    let action = format!("/account/organizations?leave={}#leave", row.slug);
    view! {
        <form class="ui-notice account-leave" id="leave" tabindex="-1" aria-labelledby="leave-title" data-tone="red" method="post" action=action>
            <Icon name="warning"/>
            <div>
                <h3 id="leave-title">{format!("Leave {}?", row.name)}</h3>
                <p>{leaving(left.open_tickets)}" To come back, somebody has to invite you."</p>
                <HandOver open=left.open_tickets heirs=left.heirs error=problem_of(problems, Named::Assignee)/>
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
