//! How replies leave, and what may be done by mail. A plain form that works without script.

use super::calls::mail_settings_set;
use super::list::Here;
use super::{settings_typed, text};
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Choice, Invalid, Line, Sent, browser};
use domain::mailbox::{MailSettings, OutboundMode};
use domain::{Field, Problems};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section.
#[component]
pub(super) fn Settings(here: Here) -> impl IntoView {
    let back = here.is_back("settings");
    let begin = if back {
        settings_typed(|name| here.typed.value(name))
    } else {
        here.page.with_untracked(|page| page.settings.clone())
    };
    // What was typed, also where it is no number.
    let number = |name: &str, kept: i64| if back { here.typed.value(name) } else { kept.to_string() };
    let numbers = [number("ack_limit", begin.ack_limit), number("day_limit", begin.day_limit)];
    let withheld = here.page.with_untracked(|page| page.withheld);
    let problems = RwSignal::new(if back { here.typed.problems.clone() } else { Problems::default() });
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let (path, asked) = (here.path(), here.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(sent) = Sent::of(&event).filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let (here, settings) = (asked.clone(), settings_typed(|name| sent.text(name)));
        spawn_local(async move {
            let answer = mail_settings_set(here.org.clone(), settings).await;
            busy.try_set(false);
            match answer {
                Ok(_) => {
                    problems.try_set(Problems::default());
                    toasts.say(text::SAVED);
                    here.read_again();
                }
                Err(error) => {
                    match error.fields.0.first() {
                        Some(problem) => browser::focus_soon(format!("mail-{}", problem.field.name())),
                        None => toasts.warn(error.message),
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    view! {
        <section class="section" id="leaves" aria-labelledby="leaves-title">
            <div class="section-head"><h2 id="leaves-title">{text::LEAVES}</h2><p>{text::LEAVES_WHY}</p></div>
            <div class="section-body">
                <form class="ui-form mailbox-leaves" method="post" action=path on:submit=submit>
                    <Modes here begin=begin.clone() problems/>
                    <Limits begin numbers withheld problems/>
                    <div class="ui-form-foot">
                        <button class="ui-button" data-kind="primary" type="submit" name="do" value="settings" aria-busy=move || busy.get().then_some("true")>"Save"</button>
                    </div>
                </form>
            </div>
        </section>
    }
}

/// From which address.
#[component]
fn Modes(here: Here, begin: MailSettings, problems: RwSignal<Problems>) -> AnyView {
    let (page, mode, fixed) = (here.page, begin.mode, begin.fixed);
    let mode_error = problem_of(problems, Field::Mode);
    let platform = page.with_untracked(|page| page.platform.to_string());
    // Those that were there when the page was read; who connects another one comes from another page.
    let senders = page.with_untracked(|page| {
        let sending = page.mailboxes.iter().filter(|row| row.direction.sends());
        let sending = sending.map(|row| (row.id.to_string(), row.address.to_string()));
        std::iter::once((String::new(), "Choose a mailbox".to_owned())).chain(sending).collect::<Vec<_>>()
    });
    let chosen = fixed.map(|id| id.to_string()).unwrap_or_default();
    let pick = view! {
        <div class="mailbox-fixed">
            <Choice label="The one mailbox" name="mailbox" id="mail-mailbox" options=senders chosen error=problem_of(problems, Field::Mailbox) unlabelled=true/>
        </div>
    };
    let mut pick = Some(pick);
    let modes = OutboundMode::ALL.iter().map(|one| {
        let (words, means) = text::mode(*one);
        let id = (*one == OutboundMode::Original).then_some("mail-mode");
        let address = (*one == OutboundMode::Platform).then(|| view! { " ("<code>{platform.clone()}</code>")" });
        let pick = if *one == OutboundMode::Fixed { pick.take() } else { None };
        view! {
            <li>
                <label class="mailbox-kind">
                    <input type="radio" id=id name="mode" value=one.as_str() checked=*one == mode/>
                    <span><strong>{words}{address}</strong><small>{means}</small></span>
                </label>
                {pick}
            </li>
        }
    });
    let modes = modes.collect_view();
    view! {
        <fieldset class="mailbox-kinds">
            <legend class="ui-label">"From which address"</legend>
            <ul role="list">{modes}</ul>
            <Invalid id="mail-mode" error=mode_error/>
        </fieldset>
    }
    .into_any()
}

/// What is sent by itself, how much of it, and who may answer.
#[component]
fn Limits(begin: MailSettings, numbers: [String; 2], withheld: i64, problems: RwSignal<Problems>) -> AnyView {
    let error = |field| problem_of(problems, field);
    let [acks, mails] = numbers;
    view! {
        <label class="ui-check"><input type="checkbox" name="acknowledges" value="yes" checked=begin.acknowledges/><span>{text::ACKNOWLEDGES}</span></label>
        <div class="ui-form-pair">
            <Line label="Of these at most, an hour" name="ack_limit" id="mail-ack_limit" value=acks digits=true most=6 error=error(Field::AckLimit)/>
            <Line label="Mails at most, a day" name="day_limit" id="mail-day_limit" value=mails digits=true most=6 error=error(Field::DayLimit)/>
        </div>
        <p class="ui-hint">{text::LIMITS}{text::withheld(withheld)}</p>
        <label class="ui-check">
            <input type="checkbox" name="agents" value="yes" checked=begin.agents aria-describedby="mail-agents"/>
            <span>{text::AGENTS}<small class="ui-hint mailbox-means" id="mail-agents">{text::AGENTS_WHY}</small></span>
        </label>
    }
    .into_any()
}
