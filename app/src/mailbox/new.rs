//! `/{org}/settings/mailboxes/new`: connect a mailbox. A plain form that works without script.

use super::calls::{mailbox_create, mailbox_new};
use super::form::{MailboxFields, summary};
use super::{text, typed};
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::organization::Trouble;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Sent, Skeleton, browser};
use domain::OrgSlug;
use domain::mailbox::{MailboxChoices, MailboxKind, MailboxTyped};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The page.
#[component]
pub fn MailboxNewPage() -> impl IntoView {
    let org = use_org();
    let (asked, typed) = (org.slug.clone(), Typed::of_request());
    let loaded = Resource::new_blocking(
        || (),
        move |()| {
            let (org, typed) = (asked.clone(), typed.clone());
            async move { Ok::<_, AppError>((mailbox_new(org).await?, typed)) }
        },
    );
    let slug = org.slug.clone();
    view! {
        <Title text=format!("{} · {}", text::NEW, org.me.org.name)/>
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let slug = slug.clone();
                loaded.get().map(|loaded| match loaded {
                    Ok((choices, typed)) => view! { <NewMailbox org=slug choices typed/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

#[component]
fn NewMailbox(org: OrgSlug, choices: MailboxChoices, typed: Typed) -> impl IntoView {
    let problems = RwSignal::new(typed.problems.clone());
    let busy = RwSignal::new(false);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let (list, path) = (format!("/{org}/settings/mailboxes"), format!("/{org}/settings/mailboxes/new"));
    let begin = begin(&typed, &choices);
    let back = list.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(sent) = Sent::of(&event).filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let new = self::typed(|name| sent.text(name));
        let (org, list, navigate) = (org.clone(), list.clone(), navigate.clone());
        spawn_local(async move {
            match mailbox_create(org, new).await {
                Ok(page) => navigate(&format!("{list}/{}?done=created", page.row.id), Default::default()),
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
    view! {
        <div class="page" data-width="narrow">
            <header class="page-head">
                <div>
                    <a class="page-up" href=back.clone()><Icon name="chevron-left"/>{text::TITLE}</a>
                    <h1>{text::NEW}</h1>
                    <p>{text::NEW_WHAT}</p>
                </div>
            </header>
            <form class="ui-form mailbox-form" method="post" action=path on:submit=submit>
                {summary(problems)}
                <MailboxFields begin choices kept=false problems/>
                <div class="ui-form-foot">
                    <button class="ui-button" data-kind="primary" type="submit" aria-busy=move || busy.get().then_some("true")>"Connect mailbox"</button>
                    <a class="ui-button" data-kind="quiet" href=back>"Cancel"</a>
                </div>
            </form>
        </div>
    }
}

/// What was typed and came back, or an empty form of the way that the address says, else of one that works here.
fn begin(came_back: &Typed, choices: &MailboxChoices) -> MailboxTyped {
    if !came_back.values.is_empty() {
        return typed(|name| came_back.value(name));
    }
    let wants_imap =
        use_query_map().with_untracked(|query| query.get("kind").as_deref() == Some(MailboxKind::Imap.as_str()));
    let kind = if wants_imap || choices.receiver.is_none() { MailboxKind::Imap } else { MailboxKind::Receiver };
    MailboxTyped { kind, ..MailboxTyped::default() }
}
