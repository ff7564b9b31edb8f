//! `/{org}/settings/danger`: deleting the organization, by typing its name. A plain form; a script only adds that the button waits.

use super::calls::org_danger;
use super::{SettingsTabs, Trouble};
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::ui::field::problem_of;
use crate::ui::{Icon, Invalid, LinkButton, Skeleton};
use domain::organization::OrgDanger;
use domain::{Field, Permission};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page, for owners.
#[component]
pub fn OrgDangerPage() -> impl IntoView {
    let org = use_org();
    let (slug, typed) = (org.slug.clone(), Typed::of_request());
    let danger = Resource::new_blocking(
        || (),
        move |()| {
            let (slug, typed) = (slug.clone(), typed.clone());
            async move { Ok::<_, AppError>((org_danger(slug).await?, typed)) }
        },
    );
    let action = format!("/{}/settings/danger", org.slug);
    let export = org.me.permissions.contains(Permission::OrgExport).then(|| format!("/{}/settings/export", org.slug));
    view! {
        <Title text=format!("Danger · {}", org.me.org.name)/>
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let (action, export) = (action.clone(), export.clone());
                danger.get().map(|danger| match danger {
                    Ok((danger, typed)) => view! {
                        <div class="page">
                            <header class="page-head"><div><h1>"Organization settings"</h1></div></header>
                            <SettingsTabs/>
                            <DeleteForm danger typed action export/>
                        </div>
                    }
                    .into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

#[component]
fn DeleteForm(danger: OrgDanger, typed: Typed, action: String, export: Option<String>) -> impl IntoView {
    let OrgDanger { name, tickets, members } = danger;
    let confirm = RwSignal::new(typed.value("confirm"));
    let problems = RwSignal::new(typed.problems);
    let error = problem_of(problems, Field::Confirm);
    let count = |count: i64, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let tickets = count(tickets, "ticket with its messages and files", "tickets with their messages and files");
    let members = count(members, "person loses their way in", "people lose their way in");
    let word = name.clone();
    let differs = move || confirm.with(|typed| typed.trim() != word);
    view! {
        <section class="section" aria-labelledby="delete-org">
            <div class="section-head"><h2 id="delete-org">"Delete this organization"</h2><p>"For ever. Nobody can bring it back, we neither."</p></div>
            <form class="section-body ui-form" method="post" action=action>
                {export.map(|href| view! {
                    <div class="ui-notice" data-tone="amber">
                        <Icon name="file"/>
                        <div><h3>"Export first"</h3><p>{crate::export::text::FIRST}</p></div>
                        <div class="ui-button-row"><LinkButton href=href>"Go to the export"</LinkButton></div>
                    </div>
                })}
                <ul class="ui-facts-list" role="list">
                    <li><Icon name="inbox"/><span><strong>{tickets}</strong>" are gone at once."</span></li>
                    <li><Icon name="team"/><span><strong>{members}</strong>"."</span></li>
                    <li><Icon name="key"/><span>"Every key, support page, widget and customer link stops working."</span></li>
                    <li><Icon name="lock"/><span>"Its address is never given to anybody else."</span></li>
                </ul>
                <div class="ui-field">
                    <label class="ui-label" for="confirm">"Type "<strong>{name}</strong>" to go on"</label>
                    <input class="ui-input" id="confirm" name="confirm" value=confirm.get_untracked() required autocomplete="off" spellcheck="false"
                        aria-describedby="confirm-error" aria-invalid=move || error.with(Option::is_some).then_some("true")
                        on:input=move |event| confirm.set(event_target_value(&event))/>
                    <Invalid id="confirm" error=error/>
                </div>
                <div class="ui-form-foot">
                    <button class="ui-button" data-kind="danger-final" type="submit" aria-disabled=move || differs().then_some("true")>"Delete the organization"</button>
                </div>
            </form>
        </section>
    }
}
