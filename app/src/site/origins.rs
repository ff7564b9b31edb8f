//! Where the site's key may be used from, and who tried in vain.

use super::calls::{site_allow_origin, site_remove_origin};
use super::show::Here;
use super::text;
use crate::error::AppError;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Invalid, browser};
use domain::site::SitePage;
use domain::{Field, Permission};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The list, each line a form of its own so that it works without script.
#[component]
pub(super) fn Origins(here: Here) -> impl IntoView {
    let page = here.page;
    let may = here.may.contains(Permission::SiteEdit);
    let lines = {
        let here = here.clone();
        move || {
            let origins = page.with(|page| page.site.origins.clone());
            let used = page.with(|page| page.key.used.clone());
            origins
                .into_iter()
                .map(|origin| {
                    let seen = used.as_ref().filter(|(_, from)| from == origin.as_str()).map(|(moment, _)| moment.clone());
                    view! { <Allowed here=here.clone() origin=origin.to_string() seen=seen.map(|moment| moment.text) may/> }
                })
                .collect_view()
        }
    };
    let knocks = {
        let here = here.clone();
        move || {
            let knocks = page.with(|page| page.knocks.clone());
            knocks
                .into_iter()
                .map(|knock| view! { <Asked here=here.clone() origin=knock.origin.to_string() times=knock.times may/> })
                .collect_view()
        }
    };
    let empty = move || page.with(|page| page.site.origins.is_empty() && page.knocks.is_empty());
    view! {
        <section class="section" id="origins" aria-labelledby="origins-title">
            <div class="section-head"><h2 id="origins-title">"Origins"</h2><p>{text::ORIGINS_MATCH}</p></div>
            <div class="section-body">
                <Show when=move || !empty() fallback=|| view! { <p class="ui-hint">"None yet: the key works from no page."</p> }>
                    <ul class="origins" role="list">{lines.clone()}{knocks.clone()}</ul>
                </Show>
                {may.then(|| view! { <Add here/> })}
            </div>
        </section>
    }
}

/// An origin on the list.
#[component]
fn Allowed(here: Here, origin: String, seen: Option<String>, may: bool) -> impl IntoView {
    let toasts = use_toasts();
    let path = here.path();
    let taken = origin.clone();
    let remove = move |event: SubmitEvent| {
        event.prevent_default();
        let (here, origin) = (here.clone(), taken.clone());
        spawn_local(async move {
            match site_remove_origin(here.org.clone(), here.site.clone(), origin).await {
                Ok(page) => {
                    here.page.try_set(page);
                    toasts.say("Removed. Its requests are refused from now on.");
                }
                Err(error) => toasts.warn(error.message),
            }
        });
    };
    view! {
        <li>
            <code>{origin.clone()}</code>
            {seen.map(|seen| view! { <small>"last used "{seen}</small> })}
            {may.then(|| view! {
                <form method="post" action=path on:submit=remove>
                    <input type="hidden" name="origin" value=origin.clone()/>
                    <button class="ui-icon-button" type="submit" name="do" value="remove" aria-label=format!("Remove {origin}")><Icon name="trash"/></button>
                </form>
            })}
        </li>
    }
}

/// An origin that tried in vain.
#[component]
fn Asked(here: Here, origin: String, times: i64, may: bool) -> impl IntoView {
    let toasts = use_toasts();
    let path = here.path();
    let asked = origin.clone();
    let allow = move |event: SubmitEvent| {
        event.prevent_default();
        let (here, origin) = (here.clone(), asked.clone());
        spawn_local(async move {
            done(&here, site_allow_origin(here.org.clone(), here.site.clone(), origin).await, toasts)
        });
    };
    let tried = if times == 1 { "tried once, refused".to_owned() } else { format!("tried {times} times, refused") };
    view! {
        <li class="origins-asked" data-tone="amber">
            <code>{origin.clone()}</code>
            <small>{tried}</small>
            {may.then(|| view! {
                <form method="post" action=path on:submit=allow>
                    <input type="hidden" name="origin" value=origin.clone()/>
                    <button class="ui-button" data-size="small" type="submit" name="do" value="allow" aria-label=format!("Allow {origin}")>"Allow"</button>
                </form>
            })}
        </li>
    }
}

/// The field for one more.
#[component]
fn Add(here: Here) -> impl IntoView {
    let typed = RwSignal::new(here.typed.value("origin"));
    let problems = RwSignal::new(here.typed.problems.clone());
    let error = problem_of(problems, Field::Origins);
    let path = here.path();
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let here = here.clone();
        spawn_local(async move {
            match site_allow_origin(here.org.clone(), here.site.clone(), typed.get_untracked()).await {
                Ok(page) => {
                    here.page.try_set(page);
                    typed.try_set(String::new());
                    problems.try_set(domain::Problems::default());
                }
                Err(error) => {
                    let fields = if error.fields.is_empty() {
                        domain::Problem::new(Field::Origins, &error.message).into()
                    } else {
                        error.fields
                    };
                    problems.try_set(fields);
                    browser::focus("origin");
                }
            }
        });
    };
    view! {
        <form class="origins-add" method="post" action=path on:submit=add>
            <div class="ui-field">
                <label class="visually-hidden" for="origin">"Origin"</label>
                <input class="ui-input" id="origin" name="origin" inputmode="url" placeholder="https://example.com" value=typed.get_untracked()
                    prop:value=move || typed.get() required autocomplete="off" spellcheck="false" autocapitalize="none" aria-describedby="origin-error"
                    aria-invalid=move || error.with(Option::is_some).then_some("true") on:input=move |event| typed.set(event_target_value(&event))/>
                <Invalid id="origin" error/>
            </div>
            <button class="ui-button" type="submit" name="do" value="allow">"Add"</button>
        </form>
    }
}

fn done(here: &Here, answer: Result<SitePage, AppError>, toasts: crate::ui::toast::Toasts) {
    match answer {
        Ok(page) => {
            here.page.try_set(page);
            toasts.say("Allowed. Its next request is let in.");
        }
        Err(error) => toasts.warn(error.message),
    }
}
