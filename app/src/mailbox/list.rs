//! `/{org}/settings/mailboxes`: every mailbox with how it is doing, what nobody could place, and how mail leaves.

use super::calls::{mailbox_list, mailbox_test};
use super::domains::Domains;
use super::health::{Last, StandIn, State, Test};
use super::mails::Mails;
use super::settings::Settings;
use super::sites::Sites;
use super::text;
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::live::use_live;
use crate::organization::{SettingsTabs, Trouble};
use crate::ui::keys::{Command, use_keys};
use crate::ui::toast::use_toasts;
use crate::ui::{Empty, LinkButton, Notice, Skeleton};
use domain::mailbox::{MailboxKind, MailboxRow, MailboxesPage};
use domain::{MailboxId, OrgSlug};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};

/// What every part of the page works with.
#[derive(Clone)]
pub(super) struct Here {
    /// The organization.
    pub(super) org: OrgSlug,
    /// The page as it was read last.
    pub(super) page: RwSignal<MailboxesPage>,
    /// What was posted without a script, and could not be done or was answered.
    pub(super) typed: Typed,
}

impl Here {
    /// Where the page's forms are posted without script.
    pub(super) fn path(&self) -> String {
        format!("/{}/settings/mailboxes", self.org)
    }

    /// Reads the page again.
    pub(super) fn read_again(&self) {
        let here = self.clone();
        spawn_local(async move {
            if let Ok(page) = mailbox_list(here.org).await {
                here.page.try_set(page);
            }
        });
    }

    /// Whether it was this form that came back.
    pub(super) fn is_back(&self, what: &str) -> bool {
        self.typed.value("do") == what
    }
}

/// The page.
#[component]
pub fn MailboxListPage() -> impl IntoView {
    let org = use_org();
    let (asked, typed) = (org.slug.clone(), Typed::of_request());
    let loaded = Resource::new_blocking(
        || (),
        move |()| {
            let (org, typed) = (asked.clone(), typed.clone());
            async move { Ok::<_, AppError>((mailbox_list(org).await?, typed)) }
        },
    );
    let slug = org.slug.clone();
    view! {
        <Title text=format!("{} · {}", text::TITLE, org.me.org.name)/>
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let org = slug.clone();
                loaded.get().map(|loaded| match loaded {
                    Ok((page, typed)) => view! { <Mailboxes here=Here { org, page: RwSignal::new(page), typed }/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

#[component]
fn Mailboxes(here: Here) -> impl IntoView {
    follow(&here);
    let (page, new) = (here.page, format!("{}/new", here.path()));
    let (navigate, target) = (use_navigate(), new.clone());
    use_keys().register(
        Command::new("mailbox-new", text::NEW, "c", text::TITLE, move || navigate(&target, Default::default()))
            .icon("plus"),
    );
    let done = use_query_map().with_untracked(|query| query.get("done")).and_then(|what| match what.as_str() {
        "saved" => Some(("Saved", "It holds for all mail from now on.")),
        "deleted" => Some(("Removed", text::DELETED)),
        "signed" => Some(("Nearly done", text::RECORD_WHY)),
        "unsigned" => Some(("Done", "Mail of this domain is signed no more.")),
        "replayed" => Some(("Done", text::REPLAYED)),
        "forgotten" => Some(("Done", text::FORGOTTEN)),
        "tested" => Some(("Test begun", "Look at this page again in a moment.")),
        _ => None,
    });
    let trouble = Some(here.typed.value("trouble")).filter(|words| !words.is_empty());
    let waiting = Memo::new(move |_| page.with(|page| page.waiting.clone()));
    let org = here.org.clone();
    let unplaced = move || {
        let (mails, org) = (waiting.get(), org.clone());
        (!mails.is_empty()).then(|| {
            view! {
                <section class="section mailbox-wide" aria-labelledby="waiting-title">
                    <div class="section-head"><h2 id="waiting-title">"Mail nobody could place"</h2><p>{text::WAITING_WHY}</p></div>
                    <div class="section-body"><Mails org mails acts=true/></div>
                </section>
            }
        })
    };
    view! {
        <div class="page">
            <header class="page-head">
                <div><h1>{text::TITLE}</h1><p>{text::WHAT}</p></div>
                <LinkButton href=new kind="primary" icon="plus">{text::NEW}</LinkButton>
            </header>
            <SettingsTabs/>
            {done.map(|(title, words)| view! { <Notice tone="green" icon="check" title=title text=words/> })}
            {trouble.map(|words| view! { <Notice tone="amber" icon="warning" title="Not now" text=words/> })}
            <All here=here.clone()/>
            {unplaced}
            <Settings here=here.clone()/>
            <Sites here=here.clone()/>
            <Domains here/>
        </div>
    }
}

/// The table, or the two ways to begin.
#[component]
fn All(here: Here) -> impl IntoView {
    let page = here.page;
    let empty = Memo::new(move |_| page.with(|page| page.mailboxes.is_empty()));
    let ids = move || page.with(|page| page.mailboxes.iter().map(|row| row.id).collect::<Vec<_>>());
    let new = format!("{}/new", here.path());
    let table = move || {
        if empty.get() {
            let (new, imap) = (new.clone(), format!("{new}?kind=imap"));
            return view! {
                <Empty icon="mail" title="No mailbox yet" text=text::NONE>
                    <div class="mailbox-ways">
                        <p><span>{text::RECEIVER_HOW}</span><LinkButton href=new icon="inbox">{text::RECEIVER}</LinkButton></p>
                        <p><span>{text::IMAP_HOW}</span><LinkButton href=imap icon="refresh">{text::IMAP}</LinkButton></p>
                    </div>
                </Empty>
            }
            .into_any();
        }
        let here = here.clone();
        view! {
            <div class="ui-table-frame">
                <table class="ui-table mailbox-table">
                    <thead><tr>
                        <th scope="col">"Mailbox"</th><th scope="col">"How it is doing"</th>
                        <th scope="col" data-align="end" data-hide="narrow">"Today"</th>
                        <th scope="col" data-fit=""><span class="visually-hidden">"Test"</span></th>
                    </tr></thead>
                    <tbody><For each=ids key=|id| *id let(id)><Line here=here.clone() id/></For></tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! { <section class="section mailbox-wide" aria-label="All mailboxes"><div class="section-body">{table}</div></section> }
}

/// A mailbox. Its words follow what is read again; the line itself, and the keyboard on it, stay.
#[component]
fn Line(here: Here, id: MailboxId) -> impl IntoView {
    let page = here.page;
    let row = Memo::new(move |_| page.with(|page| page.mailboxes.iter().find(|row| row.id == id).cloned()));
    let Some(first) = row.get_untracked() else { return ().into_any() };
    let (list, href, address) = (here.path(), format!("{}/{id}", here.path()), first.address.to_string());
    let facts = move || row.get().map(|row| facts(&row));
    let doing = move || {
        row.get().map(|row| {
            let (health, test, receives) = (row.health.clone(), row.health.test.clone(), row.direction.receives());
            view! { <State row=row.clone()/><Last health/><Test test receives/><StandIn row list=list.clone()/> }
        })
    };
    let today = move || row.get().map(|row| counted(row.health.today));
    view! {
        <tr>
            <td><span class="ui-cell-main"><a class="ui-cell-link" href=href>{address.clone()}</a><small>{facts}</small></span></td>
            <td><div class="mailbox-doing" role="status">{doing}</div></td>
            <td data-align="end" data-hide="narrow">{today}</td>
            <td data-fit=""><TestForm size="small" org=here.org.clone() path=here.path() id address on_done=Callback::new(move |()| here.read_again())/></td>
        </tr>
    }
    .into_any()
}

/// The button that begins a test. A plain form, so that it works without script.
#[component]
pub(super) fn TestForm(
    org: OrgSlug,
    path: String,
    id: MailboxId,
    address: String,
    on_done: Callback<()>,
    /// `small`, in a line.
    #[prop(optional)]
    size: Option<&'static str>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let org = org.clone();
        spawn_local(async move {
            let answer = mailbox_test(org, id).await;
            busy.try_set(false);
            match answer {
                Ok(_) => on_done.run(()),
                Err(error) => toasts.warn(error.message),
            }
        });
    };
    view! {
        <form method="post" action=path on:submit=submit>
            <input type="hidden" name="id" value=id.to_string()/>
            <button class="ui-button" data-size=size type="submit" name="do" value="test" aria-busy=move || busy.get().then_some("true")>
                "Test"<span class="visually-hidden">{format!(" {address}")}</span>
            </button>
        </form>
    }
}

/// Such as `Client A · Support · looked into elsewhere`.
fn facts(row: &MailboxRow) -> String {
    let way = match row.kind {
        MailboxKind::Receiver => "received here",
        MailboxKind::Imap => "looked into elsewhere",
    };
    let parts = [row.name.clone(), row.site.name.clone(), way.to_owned()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A count that stops at 1,000.
pub(super) fn counted(count: i64) -> String {
    if count > 1000 { "1,000+".to_owned() } else { count.to_string() }
}

/// Reads the page again when something happened to a mailbox, or mail became a ticket.
fn follow(here: &Here) {
    let live = use_live();
    let here = here.clone();
    Effect::new(move |_| {
        let Some(change) = live.last.get() else { return };
        let ours = matches!(change.kind.as_str(), "mailbox_changed" | "ticket_opened" | "site_changed");
        if change.org == here.org && ours {
            here.read_again();
        }
    });
}
