//! A ticket that an agent writes down for a customer: a call, a letter, a word at the counter.

use super::calls::ticket_open;
use super::text;
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::organization::Trouble;
use crate::site::calls::site_list;
use crate::ui::field::problem_of;
use crate::ui::keys::{Command, use_keys};
use crate::ui::toast::use_toasts;
use crate::ui::{Button, Field, Invalid, LinkButton, Notice, Select, Skeleton, TextArea, browser};
use domain::site::SiteRow;
use domain::{Field as Named, OrgSlug, Permission};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde::{Deserialize, Serialize};

/// `/{org}/tickets/new`.
#[component]
pub fn TicketNewPage() -> impl IntoView {
    let org = use_org();
    if !org.me.permissions.contains(Permission::TicketWrite) {
        return view! { <Trouble error=AppError::forbidden(Permission::TicketWrite)/> }.into_any();
    }
    let (slug, typed) = (org.slug.clone(), Typed::of_request());
    let given = Resource::new_blocking(|| (), move |()| given(slug.clone(), typed.clone()));
    view! {
        <Title text=format!("{} · {}", text::NEW_TICKET, org.me.org.name)/>
        <div class="page">
            <header class="page-head"><div><h1>{text::NEW_TICKET}</h1><p>"The customer gets a mail with the link to it, and your answers."</p></div></header>
            <Suspense fallback=|| view! { <div class="ui-form"><Skeleton width=4/><Skeleton width=3/><Skeleton/></div> }>
                {move || Suspend::new(async move {
                    match given.await {
                        Ok(given) => view! { <NewForm given/> }.into_any(),
                        Err(error) => view! { <Notice tone="red" icon="warning" title="The form did not arrive" text=error.message/> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

/// What the form begins with.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Given {
    sites: Vec<SiteRow>,
    typed: Typed,
    once: String,
}

async fn given(org: OrgSlug, typed: Typed) -> Result<Given, AppError> {
    Ok(Given { sites: site_list(org).await?, typed, once: uuid::Uuid::new_v4().to_string() })
}

#[component]
fn NewForm(given: Given) -> impl IntoView {
    let org = use_org();
    let Given { sites, typed, once } = given;
    let toasts = use_toasts();
    let navigate = use_navigate();
    let chosen = Some(typed.value("site")).filter(|site| !site.is_empty());
    let site = RwSignal::new(chosen.or_else(|| sites.first().map(|site| site.slug.to_string())).unwrap_or_default());
    let [email, name, subject, body] =
        ["email", "name", "subject", "body"].map(|name| RwSignal::new(typed.value(name)));
    let problems = RwSignal::new(typed.problems.clone());
    let trouble = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let key = StoredValue::new(once.clone());
    let root = format!("/{}/tickets", org.slug);
    let (back, action) = (root.clone(), format!("{root}/new"));
    let error_of = move |field: Named| problem_of(problems, field);
    let options: Vec<_> = sites.iter().map(|site| (site.slug.to_string(), site.name.clone())).collect();
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        // The same key until it is refused: a second try after a lost answer finds the same ticket.
        let idempotency = Some(key.get_value());
        let typed = [site, email, name, subject, body].map(|field| field.get_untracked());
        let (slug, root, navigate) = (org.slug.clone(), root.clone(), navigate.clone());
        spawn_local(async move {
            let [site, email, name, subject, body] = typed;
            match ticket_open(slug, site, email, name, subject, body, idempotency).await {
                Ok(opened) => {
                    toasts.say(format!("{} opened", opened.code));
                    navigate(
                        &format!("{root}/{}", opened.code),
                        NavigateOptions { replace: true, ..NavigateOptions::default() },
                    );
                }
                Err(error) => {
                    busy.try_set(false);
                    if error.status != 0 {
                        key.try_set_value(uuid::Uuid::new_v4().to_string());
                    }
                    match error.fields.0.first() {
                        Some(problem) => browser::focus_soon(problem.field.name()),
                        None => drop(trouble.try_set(Some(error.message))),
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    let send = submit.clone();
    use_keys().register(
        Command::new("new-ticket-send", "Open the ticket", "Ctrl+Enter", text::NEW_TICKET, send).icon("send"),
    );
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        submit();
    };
    let general = move || {
        trouble.get().map(|message| view! { <Notice tone="red" icon="warning" title="Not opened" text=message/> })
    };
    let body_error = error_of(Named::Body);
    view! {
        <form class="ui-form" method="post" action=action on:submit=on_submit>
            <input type="hidden" name="idempotency" value=once/>
            {general}
            <Select label="Site" name="site" value=site options=options error=error_of(Named::Site)/>
            <div class="ui-form-pair">
                <Field label="Customer's mail address" name="email" kind="email" value=email error=error_of(Named::Email) autocomplete="off"/>
                <Field label="Customer's name" name="name" value=name optional=true error=error_of(Named::Name) autocomplete="off"/>
            </div>
            <Field label="Subject" name="subject" value=subject error=error_of(Named::Subject) autocomplete="off"/>
            <div class="ui-field">
                <label class="ui-label" for="body">"What the customer said"</label>
                <TextArea value=body id="body" name="body" rows=8 required=true invalid=Signal::derive(move || body_error.with(Option::is_some)) described_by="body-error"/>
                <Invalid id="body" error=body_error/>
                <p class="ui-hint">{text::MARKDOWN}</p>
            </div>
            <div class="ui-form-foot">
                <Button kind="primary" submit=true busy=busy>"Open the ticket"</Button>
                <LinkButton kind="quiet" href=back>"Cancel"</LinkButton>
            </div>
        </form>
    }
}
