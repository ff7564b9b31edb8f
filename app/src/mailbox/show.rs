//! `/{org}/settings/mailboxes/{mailbox}`: one mailbox, how it is doing, what came to it, and its settings.

use super::calls::{mailbox_edit, mailbox_show};
use super::delete::Danger;
use super::form::{MailboxFields, summary};
use super::health::{Last, StandIn, State, Test};
use super::list::{TestForm, counted};
use super::mails::Mails;
use super::{text, typed};
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::live::use_live;
use crate::organization::Trouble;
use crate::ui::keys::{Command, use_keys};
use crate::ui::toast::use_toasts;
use crate::ui::{Copy, Icon, Notice, Sent, Skeleton, browser};
use domain::mailbox::MailboxPage;
use domain::{MailboxId, OrgSlug, Problems};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What every part of the page works with.
#[derive(Clone)]
pub(super) struct Here {
    /// The organization.
    pub(super) org: OrgSlug,
    /// The mailbox.
    pub(super) id: MailboxId,
    /// The page as it was read last.
    pub(super) page: RwSignal<MailboxPage>,
    /// What was typed without script and refused.
    pub(super) typed: Typed,
}

impl Here {
    /// Where the page's forms are posted without script.
    pub(super) fn path(&self) -> String {
        format!("/{}/settings/mailboxes/{}", self.org, self.id)
    }

    /// Its address, which never changes.
    pub(super) fn address(&self) -> String {
        self.page.with_untracked(|page| page.row.address.to_string())
    }

    fn read_again(&self) {
        let here = self.clone();
        spawn_local(async move {
            if let Ok(page) = mailbox_show(here.org, here.id).await {
                here.page.try_set(page);
            }
        });
    }
}

/// The page.
#[component]
pub fn MailboxShowPage() -> impl IntoView {
    let org = use_org();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("mailbox").unwrap_or_default()));
    let (asked, typed) = (org.slug.clone(), Typed::of_request());
    let loaded = Resource::new_blocking(
        move || id.get(),
        move |id| {
            let (org, typed) = (asked.clone(), typed.clone());
            async move {
                let id: MailboxId = id.parse().map_err(|_| AppError::not_found())?;
                Ok::<_, AppError>((mailbox_show(org, id).await?, typed))
            }
        },
    );
    let slug = org.slug.clone();
    view! {
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let org = slug.clone();
                loaded.get().map(|loaded| match loaded {
                    Ok((page, typed)) => view! { <Mailbox here=Here { org, id: page.row.id, page: RwSignal::new(page), typed }/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

#[component]
fn Mailbox(here: Here) -> impl IntoView {
    follow(&here);
    let (address, list) = (here.address(), format!("/{}/settings/mailboxes", here.org));
    let again = here.clone();
    let again = Callback::new(move |()| again.read_again());
    use_keys().register(
        Command::new("mailbox-test", "Test this mailbox", "t", text::TITLE, || {
            if let Some(button) = browser::find(".mailbox-head button[value=test]") {
                button.click();
            }
        })
        .icon("send"),
    );
    let done = use_query_map().with_untracked(|query| query.get("done")).and_then(|what| match what.as_str() {
        "created" => Some(("Connected", text::CREATED)),
        "saved" => Some(("Saved", "It holds for all mail from now on.")),
        "tested" => Some(("Test begun", "Look at this page again in a moment.")),
        _ => None,
    });
    let trouble = Some(here.typed.value("trouble")).filter(|words| !words.is_empty());
    view! {
        <Title text=address.clone()/>
        <div class="page">
            <header class="page-head mailbox-head">
                <div>
                    <a class="page-up" href=list><Icon name="chevron-left"/>{text::TITLE}</a>
                    <h1>{address.clone()}</h1>
                </div>
                <TestForm org=here.org.clone() path=here.path() id=here.id address on_done=again/>
            </header>
            {done.map(|(title, words)| view! { <Notice tone="green" icon="check" title=title text=words/> })}
            {trouble.map(|words| view! { <Notice tone="amber" icon="warning" title="Not now" text=words/> })}
            <Forward here=here.clone()/>
            <Health here=here.clone()/>
            <Edit here=here.clone()/>
            <Danger here/>
        </div>
    }
}

/// Where its mail may be forwarded to.
#[component]
fn Forward(here: Here) -> impl IntoView {
    let page = here.page;
    let forward = Memo::new(move |_| page.with(|page| page.forward.as_ref().map(ToString::to_string)));
    move || {
        forward.get().map(|forward| {
            view! {
                <section class="section" aria-labelledby="forward-title">
                    <div class="section-head"><h2 id="forward-title">"Forward its mail here"</h2></div>
                    <div class="section-body">
                        <Copy text=forward what="the address to forward to"/>
                        <p class="ui-hint">{text::FORWARD_WHY}" "{text::MX_WHY}</p>
                    </div>
                </section>
            }
        })
    }
}

/// How it is doing, and what came last.
#[component]
fn Health(here: Here) -> impl IntoView {
    let (page, org, list) = (here.page, here.org.clone(), format!("/{}/settings/mailboxes", here.org));
    let row = Memo::new(move |_| page.with(|page| page.row.clone()));
    let doing = move || {
        let row = row.get();
        let (health, test, receives) = (row.health.clone(), row.health.test.clone(), row.direction.receives());
        view! { <State row=row.clone()/><Last health/><Test test receives/><StandIn row list=list.clone()/> }
    };
    let today = move || match row.with(|row| row.health.today) {
        0 => "No mail today.".to_owned(),
        1 => "1 mail today.".to_owned(),
        count => format!("{} mails today.", counted(count)),
    };
    let recent = Memo::new(move |_| page.with(|page| page.recent.clone()));
    let mails = move || {
        let (mails, org) = (recent.get(), org.clone());
        (!mails.is_empty()).then(|| view! { <Mails org mails acts=false/> })
    };
    view! {
        <section class="section" aria-labelledby="health-title">
            <div class="section-head"><h2 id="health-title">"How it is doing"</h2><p>{today}</p></div>
            <div class="section-body">
                <div class="mailbox-doing" role="status">{doing}</div>
                {mails}
            </div>
        </section>
    }
}

/// What somebody decides about it. A plain form that works without script.
#[component]
fn Edit(here: Here) -> impl IntoView {
    let back = here.typed.value("do") == "save";
    let (kept, choices) = here.page.with_untracked(|page| (page.typed(), page.choices.clone()));
    let begin = if back { typed(|name| here.typed.value(name)) } else { kept };
    let problems = RwSignal::new(if back { here.typed.problems.clone() } else { Problems::default() });
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let path = here.path();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(sent) = Sent::of(&event).filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let (here, edit) = (here.clone(), typed(|name| sent.text(name)));
        spawn_local(async move {
            let answer = mailbox_edit(here.org, here.id, edit).await;
            busy.try_set(false);
            match answer {
                Ok(page) => {
                    here.page.try_set(page);
                    problems.try_set(Problems::default());
                    toasts.say(text::SAVED);
                }
                Err(error) => {
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
        <section class="section" aria-labelledby="edit-title">
            <div class="section-head"><h2 id="edit-title">"Settings"</h2></div>
            <div class="section-body">
                <form class="ui-form mailbox-form" method="post" action=path on:submit=submit>
                    {summary(problems)}
                    <MailboxFields begin choices kept=true problems/>
                    <div class="ui-form-foot">
                        <button class="ui-button" data-kind="primary" type="submit" name="do" value="save" aria-busy=move || busy.get().then_some("true")>"Save"</button>
                    </div>
                </form>
            </div>
        </section>
    }
}

/// Reads the page again when something happened to a mailbox, or mail became a ticket.
fn follow(here: &Here) {
    let live = use_live();
    let here = here.clone();
    Effect::new(move |_| {
        let Some(change) = live.last.get() else { return };
        if change.org == here.org && matches!(change.kind.as_str(), "mailbox_changed" | "ticket_opened") {
            here.read_again();
        }
    });
}
