//! The domains of the addresses: the record of each one's key, and what receivers find when they look.

use super::calls::{mail_domain_check, mail_domain_sign, mail_domain_unsign};
use super::list::Here;
use super::text;
use crate::ui::toast::use_toasts;
use crate::ui::{Copy, Icon, Pill, Sent};
use domain::mailbox::{DkimRecord, DomainCheck, DomainRow, RecordCheck, RecordVerdict};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section; nothing while there is no address.
#[component]
pub(super) fn Domains(here: Here) -> impl IntoView {
    let page = here.page;
    let names =
        Memo::new(move |_| page.with(|page| page.domains.iter().map(|row| row.domain.clone()).collect::<Vec<_>>()));
    let lines = move || {
        let here = here.clone();
        view! { <For each=move || names.get() key=Clone::clone let(name)><Domain here=here.clone() name/></For> }
    };
    move || {
        names.with(|names| !names.is_empty()).then(|| {
            view! {
                <section class="section" id="domains" aria-labelledby="domains-title">
                    <div class="section-head"><h2 id="domains-title">{text::DOMAINS}</h2><p>{text::DOMAINS_WHY}</p></div>
                    <div class="section-body"><ul class="mailbox-domains" role="list">{lines.clone()}</ul></div>
                </section>
            }
        })
    }
}

#[component]
fn Domain(here: Here, name: String) -> impl IntoView {
    let (page, of) = (here.page, name.clone());
    let row = Memo::new(move |_| page.with(|page| page.domains.iter().find(|row| row.domain == of).cloned()));
    // What a check without script found comes with the page.
    let found = (here.is_back("check") && here.typed.value("domain") == name).then(|| here.typed.value("check"));
    let found: Option<DomainCheck> = found.and_then(|found| serde_json::from_str(&found).ok());
    let check = RwSignal::new(found);
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let (path, asked, domain) = (format!("{}#domains", here.path()), here.clone(), name.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let deed = event.submitter().and_then(|button| button.get_attribute("value")).unwrap_or_default();
        if busy.get_untracked() || Sent::of(&event).is_none() {
            return;
        }
        busy.set(true);
        let (here, domain) = (asked.clone(), domain.clone());
        spawn_local(async move {
            let (org, named) = (here.org.clone(), domain.clone());
            let answer = match deed.as_str() {
                "sign" => {
                    mail_domain_sign(org, domain).await.map(|_| Some(format!("{named} has a key: publish its record")))
                }
                "unsign" => {
                    mail_domain_unsign(org, domain).await.map(|()| Some(format!("Mail of {named} is signed no more")))
                }
                _ => mail_domain_check(org, domain).await.map(|found| {
                    check.try_set(Some(found));
                    None
                }),
            };
            busy.try_set(false);
            match answer {
                Ok(Some(done)) => {
                    check.try_set(None);
                    toasts.say(done);
                }
                Ok(None) => {}
                Err(error) => toasts.warn(error.message),
            }
            here.read_again();
        });
    };
    let signed = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.dkim.is_some())));
    let (word, tone) = (move || state(row.get().as_ref()).0, move || state(row.get().as_ref()).1);
    let key = move || row.get().and_then(|row| row.dkim).map(|record| view! { <Record record/> });
    let (named, said) = (name.clone(), name.clone());
    let deeds = move || {
        let (sign, check) = (name.clone(), name.clone());
        let deed = if signed.get() {
            view! {
                <details class="mailbox-unsign">
                    <summary class="ui-button" data-kind="quiet" data-size="small">"Stop signing…"<span class="visually-hidden">{format!(" mail of {sign}")}</span></summary>
                    <p class="ui-hint">{text::UNSIGN_WHY}</p>
                    <button class="ui-button" data-kind="danger" data-size="small" type="submit" name="do" value="unsign">{format!("Forget the key of {sign}")}</button>
                </details>
            }
            .into_any()
        } else {
            view! { <button class="ui-button" data-size="small" type="submit" name="do" value="sign">"Sign"<span class="visually-hidden">{format!(" mail of {sign}")}</span></button> }.into_any()
        };
        view! {
            <button class="ui-button" data-size="small" type="submit" name="do" value="check" aria-busy=move || busy.get().then_some("true")>"Check"<span class="visually-hidden">{format!(" {check}")}</span></button>
            {deed}
        }
    };
    view! {
        <li>
            <form method="post" action=path on:submit=submit>
                <input type="hidden" name="domain" value=named/>
                <div class="mailbox-domain">
                    <h3>{said}</h3>
                    {move || view! { <Pill label=word() color=tone()/> }}
                    <div class="ui-button-row">{deeds}</div>
                </div>
                {move || (!signed.get()).then(|| view! { <p class="ui-hint">{text::SIGN_WHY}</p> })}
                {key}
            </form>
            <div aria-live="polite">{move || check.get().map(|check| view! { <Checks check/> })}</div>
        </li>
    }
}

fn state(row: Option<&DomainRow>) -> (&'static str, &'static str) {
    match row.and_then(|row| row.dkim.as_ref()) {
        None => ("Not signed", "grey"),
        Some(record) if record.is_seen => ("Signed", "green"),
        Some(_) => ("Record to be published", "amber"),
    }
}

/// What to publish for the key.
#[component]
fn Record(record: DkimRecord) -> impl IntoView {
    let DkimRecord { name, text: wanted, is_seen } = record;
    view! {
        {(!is_seen).then(|| view! { <p class="ui-hint">{text::RECORD_WHY}</p> })}
        <dl class="mailbox-record">
            <div><dt>"Name"</dt><dd><Copy text=name what="the record's name"/></dd></div>
            <div><dt>"TXT"</dt><dd><Copy text=wanted what="the record's text"/></dd></div>
        </dl>
    }
}

/// What was found, with what to do about it.
#[component]
fn Checks(check: DomainCheck) -> impl IntoView {
    let lines = check.checks.into_iter().map(|check| view! { <Check check/> }).collect_view();
    view! { <ul class="mailbox-checks" role="list">{lines}</ul> }
}

#[component]
fn Check(check: RecordCheck) -> impl IntoView {
    let RecordCheck { what, name, found, verdict, said, wanted } = check;
    let (tone, icon, word) = match verdict {
        RecordVerdict::Good => ("green", "check-circle", "good"),
        RecordVerdict::Weak => ("amber", "info", "could be better"),
        RecordVerdict::Bad => ("red", "warning", "missing or wrong"),
        RecordVerdict::Unknown => ("grey", "clock", "not known"),
    };
    // The record of the key stands above already.
    let wanted = wanted.filter(|_| what != "DKIM").map(|wanted| {
        view! {
            <dl class="mailbox-record">
                <div><dt>"Name"</dt><dd><Copy text=name what=format!("the name of the {what} record")/></dd></div>
                <div><dt>"TXT"</dt><dd><Copy text=wanted what=format!("the text of the {what} record")/></dd></div>
            </dl>
        }
    });
    view! {
        <li data-tone=tone>
            <Icon name=icon/>
            <div>
                <p><strong>{what.clone()}</strong>", "{word}": "{said}</p>
                {found.map(|found| view! { <p class="ui-hint">"There now: "<code>{found}</code></p> })}
                {wanted}
            </div>
        </li>
    }
}
