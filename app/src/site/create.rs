//! `/{org}/sites/new`: make a site. A plain form that works without script.

use super::calls::site_create;
use super::text;
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::organization::{Trouble, desk_host};
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Invalid, Notice, browser};
use domain::site::SiteNew;
use domain::{Field, OrgSlug, Permission, SiteSlug};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_navigate;

/// The page.
#[component]
pub fn SiteCreatePage() -> impl IntoView {
    let org = use_org();
    if !org.me.permissions.contains(Permission::SiteCreate) {
        return view! { <Trouble error=AppError::forbidden(Permission::SiteCreate)/> }.into_any();
    }
    let (slug, typed, host) = (org.slug.clone(), Typed::of_request(), desk_host());
    let given = Resource::new_blocking(
        || (),
        move |()| {
            let given = (typed.clone(), host.clone());
            async move { given }
        },
    );
    view! {
        <Title text=format!("New site · {}", org.me.org.name)/>
        <div class="page" data-width="narrow">
            <header class="page-head">
                <div>
                    <a class="page-up" href=format!("/{slug}/sites")><Icon name="chevron-left"/>"Sites"</a>
                    <h1>"New site"</h1>
                    <p>{text::WHAT}</p>
                </div>
            </header>
            <Suspense>
                {move || {
                    let slug = slug.clone();
                    given.get().map(|(typed, host)| view! { <NewSite org=slug typed host/> })
                }}
            </Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn NewSite(org: OrgSlug, typed: Typed, host: String) -> impl IntoView {
    let text_of = |name: &str| RwSignal::new(typed.value(name));
    let (name, slug, origins) = (text_of("name"), text_of("slug"), text_of("origins"));
    let own_slug = StoredValue::new(!typed.value("slug").is_empty());
    let problems = RwSignal::new(typed.problems.clone());
    let busy = RwSignal::new(false);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let named = move |text: String| {
        if !own_slug.get_value() {
            slug.set(if text.trim().is_empty() { String::new() } else { SiteSlug::from_name(&text).to_string() });
        }
        name.set(text);
    };
    let (path, back) = (format!("/{org}/sites/new"), format!("/{org}/sites"));
    let joined = format!("{host}/s/{org}/");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let new = SiteNew {
            name: name.get_untracked(),
            slug: slug.get_untracked(),
            description: String::new(),
            origins: vec![origins.get_untracked()],
        };
        let (org, navigate) = (org.clone(), navigate.clone());
        spawn_local(async move {
            match site_create(org.clone(), new).await {
                Ok(site) => navigate(&format!("/{org}/sites/{}", site.slug), Default::default()),
                Err(error) => {
                    busy.try_set(false);
                    match error.fields.0.first() {
                        Some(problem) => browser::focus_soon(problem.field.name()),
                        None => toasts.warn(error.message),
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    let (name_error, slug_error, origins_error) =
        (problem_of(problems, Field::Name), problem_of(problems, Field::Slug), problem_of(problems, Field::Origins));
    let summary = move || {
        let count = problems.with(|problems| problems.0.len());
        let title = match count {
            0 => return None,
            1 => "One thing to change".to_owned(),
            count => format!("{count} things to change"),
        };
        Some(view! { <Notice tone="red" icon="warning" title=title text="All else is kept."/> })
    };
    view! {
        <form class="ui-form" method="post" action=path on:submit=submit>
            {summary}
            <div class="ui-field">
                <label class="ui-label" for="name">"Name"</label>
                <input class="ui-input" id="name" name="name" value=name.get_untracked() required autocomplete="off" autofocus maxlength="80"
                    aria-describedby="name-error" aria-invalid=move || name_error.with(Option::is_some).then_some("true")
                    on:input=move |event| named(event_target_value(&event))/>
                <Invalid id="name" error=name_error/>
            </div>
            <div class="ui-field">
                <div class="label-row">
                    <label class="ui-label" for="slug">"Slug"</label>
                    <span class="for-ever"><Icon name="lock"/><span>"for ever"</span></span>
                </div>
                <div class="ui-joined">
                    <span>{joined}</span>
                    <input class="ui-input" id="slug" name="slug" value=slug.get_untracked() prop:value=move || slug.get() required autocomplete="off"
                        spellcheck="false" autocapitalize="none" maxlength="40" aria-describedby="slug-error"
                        aria-invalid=move || slug_error.with(Option::is_some).then_some("true")
                        on:input=move |event| {
                            own_slug.set_value(true);
                            slug.set(event_target_value(&event));
                        }/>
                </div>
                <Invalid id="slug" error=slug_error/>
            </div>
            <div class="ui-field">
                <label class="ui-label" for="origins">"Origin "<span class="ui-optional">"optional"</span></label>
                <input class="ui-input" id="origins" name="origins" inputmode="url" placeholder="https://shop.example.com" value=origins.get_untracked()
                    autocomplete="off" spellcheck="false" autocapitalize="none" aria-describedby="origins-hint origins-error"
                    aria-invalid=move || origins_error.with(Option::is_some).then_some("true") on:input=move |event| origins.set(event_target_value(&event))/>
                <p class="ui-hint" id="origins-hint">"The page that will use the key, such as https://shop.example.com. You can add more later."</p>
                <Invalid id="origins" error=origins_error/>
            </div>
            <div class="ui-form-foot">
                <button class="ui-button" data-kind="primary" type="submit" aria-busy=move || busy.get().then_some("true")>"Create site"</button>
                <a class="ui-button" data-kind="quiet" href=back>"Cancel"</a>
            </div>
        </form>
    }
}
