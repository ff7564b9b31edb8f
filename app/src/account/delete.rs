//! The end of the account: says what is in the way, or what will be gone, before it asks. On the page itself, with a script or
//! without.

use super::frame::refused;
use super::text;
use crate::error::AppError;
use crate::form::Typed;
use crate::ui::field::problem_of;
use crate::ui::{Field, Icon};
use domain::Field as Named;
use domain::organization::OrgTag;
use domain::user::ProfilePage;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The question, once it is asked for; or the organizations that would be without an owner.
#[component]
pub(super) fn DeleteAccount(
    /// What was refused.
    given: Resource<Typed>,
    /// What is in the way.
    profile: Resource<Result<ProfilePage, AppError>>,
) -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("confirm").as_deref() == Some("delete")));
    view! {
        <Suspense>
            {move || profile.get().zip(given.get()).map(|(profile, typed)| match profile {
                Ok(page) if !page.sole_owner_of.is_empty() => view! { <InTheWay orgs=page.sole_owner_of/> }.into_any(),
                Ok(_) if asked.get() => view! { <Question typed/> }.into_any(),
                Ok(_) => view! { <Door/> }.into_any(),
                Err(error) => view! { <p class="ui-error" role="alert"><Icon name="warning"/><span>{error.message}</span></p> }.into_any(),
            })}
        </Suspense>
    }
}

#[component]
fn InTheWay(orgs: Vec<OrgTag>) -> impl IntoView {
    let lines = orgs.into_iter().map(|org| {
        let (team, settings) = (format!("/{}/settings/team", org.slug), format!("/{}/settings/organization", org.slug));
        view! {
            <li>
                <strong>{org.name}</strong>" "
                <a href=team>"make somebody else owner"</a>" or "<a href=settings>"delete it"</a>
            </li>
        }
    });
    view! {
        <div class="ui-notice" data-tone="amber">
            <Icon name="warning"/>
            <div>
                <h3>"You are the only owner"</h3>
                <p>"While these have no other owner, your account stays:"</p>
                <ul>{lines.collect_view()}</ul>
            </div>
        </div>
    }
}

#[component]
fn Door() -> impl IntoView {
    view! {
        <div class="danger">
            <div><h3>{text::DELETE}</h3><p>"You leave every organization, and every browser is signed out."</p></div>
            <form method="get" action="/account#delete">
                <button class="ui-button" data-kind="danger" type="submit" name="confirm" value="delete">"Delete account…"</button>
            </form>
        </div>
    }
}

#[component]
fn Question(typed: Typed) -> impl IntoView {
    let problems = RwSignal::new(refused(&typed, "delete"));
    let password = RwSignal::new(String::new());
    view! {
        <form class="ui-notice" data-tone="red" method="post" action="/account?confirm=delete#delete">
            <Icon name="warning"/>
            <div>
                <h3>"Delete your account?"</h3>
                <div class="ui-form">
                    <ul>
                        <li>"You leave every organization. Your open tickets are nobody's."</li>
                        <li>"Your name, your address and everything you sign in with are erased."</li>
                        <li>"What you wrote stays with the organizations, under the name you signed it with."</li>
                    </ul>
                    <Field label=text::PRESENT_PASSWORD name="delete_password" kind="password" value=password autocomplete="current-password"
                        error=problem_of(problems, Named::CurrentPassword)/>
                </div>
            </div>
            <div class="ui-button-row">
                <a class="ui-button" href="/account">"Keep it"</a>
                <button class="ui-button" data-kind="danger-final" type="submit" name="do" value="delete">"Delete account"</button>
            </div>
        </form>
    }
}
