//! The fields of a mailbox, the same for a new one and for one that is changed. What does not belong to the chosen way is hidden by
//! the style sheet, so that the form works without script.

use super::presets::{Preset, of_address};
use super::servers::ServerFields;
use super::text;
use crate::ui::field::problem_of;
use crate::ui::{Icon, Invalid, Notice};
use domain::mail_server::ServerUse;
use domain::mailbox::{Direction, INTERVAL, MailboxChoices, MailboxKind, MailboxTyped, ServerTyped};
use domain::{Field, Problems};
use leptos::prelude::*;

/// Seconds between two looks that are offered, and how people say them.
const OFTEN: [(i64, &str); 6] = [
    (30, "every 30 seconds"),
    (60, "every minute"),
    (INTERVAL, "every 2 minutes"),
    (300, "every 5 minutes"),
    (900, "every 15 minutes"),
    (3600, "every hour"),
];

/// The fields.
#[component]
pub(super) fn MailboxFields(
    /// What they begin with.
    begin: MailboxTyped,
    /// What there is to choose from.
    choices: MailboxChoices,
    /// Whether the mailbox is there already: then its address stays.
    kept: bool,
    /// What is wrong.
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let preset = RwSignal::new(of_address(&begin.address));
    let (kept_imap, kept_smtp) = (kept && has_user(begin.imap.as_ref()), kept && has_user(begin.smtp.as_ref()));
    let smtp = begin.smtp.clone().unwrap_or_default();
    let has_smtp = !smtp.is_empty();
    let smtp_wrong =
        move || problems.with(|all| ServerUse::Sending.fields().iter().any(|field| all.of(*field).is_some()));
    let folder_error = problem_of(problems, Field::Folder);
    let interval_error = problem_of(problems, Field::Interval);
    let begun = if begin.interval == 0 { INTERVAL } else { begin.interval };
    let other = (!OFTEN.iter().any(|(seconds, _)| *seconds == begun)).then(|| {
        view! { <option value=begun.to_string() selected=true>{format!("every {begun} seconds")}</option> }
    });
    let often = OFTEN
        .map(|(seconds, words)| view! { <option value=seconds.to_string() selected=seconds == begun>{words}</option> });
    view! {
        <Kinds chosen=begin.kind receiver=choices.receiver.clone() problems/>
        <Names begin=begin.clone() kept preset problems/>
        <fieldset class="mailbox-imap">
            <legend class="ui-label">"The mailbox elsewhere"</legend>
            <ServerFields what=ServerUse::Folder begin=begin.imap.clone().unwrap_or_default() kept=kept_imap preset problems/>
            <div class="ui-form-pair">
                <div class="ui-field">
                    <label class="ui-label" for="folder">"Folder"</label>
                    <input class="ui-input" id="folder" name="folder" value=begin.folder.clone() placeholder="INBOX" autocomplete="off" spellcheck="false" maxlength="200"
                        aria-describedby="folder-error" aria-invalid=move || folder_error.with(Option::is_some).then_some("true")/>
                    <Invalid id="folder" error=folder_error/>
                </div>
                <div class="ui-field">
                    <label class="ui-label" for="interval">"We look"</label>
                    <select class="ui-input" id="interval" name="interval" aria-describedby="interval-error">{often}{other}</select>
                    <Invalid id="interval" error=interval_error/>
                </div>
            </div>
            <p class="ui-hint">{text::LEFT_THERE}</p>
        </fieldset>
        <Places begin choices problems/>
        <details class="ui-more" open=move || has_smtp || smtp_wrong()>
            <summary><Icon name="chevron-right"/><span>"Send by its own server"</span><span class="ui-hint">"optional"</span></summary>
            <fieldset class="mailbox-smtp">
                <legend class="visually-hidden">"Its own server for sending"</legend>
                <p class="ui-hint">{text::OWN_SERVER}</p>
                <ServerFields what=ServerUse::Sending begin=smtp kept=kept_smtp preset problems/>
            </fieldset>
        </details>
    }
}

fn has_user(server: Option<&ServerTyped>) -> bool {
    server.is_some_and(|server| !server.user.is_empty())
}

/// The choice that comes first.
#[component]
fn Kinds(chosen: MailboxKind, receiver: Option<String>, problems: RwSignal<Problems>) -> impl IntoView {
    let error = problem_of(problems, Field::Kind);
    let kinds = [
        (MailboxKind::Receiver, "kind", text::RECEIVER, text::RECEIVER_HOW),
        (MailboxKind::Imap, "kind-imap", text::IMAP, text::IMAP_HOW),
    ];
    let kinds = kinds.map(|(kind, id, words, how)| {
        let none = (kind == MailboxKind::Receiver && receiver.is_none()).then(|| view! { <small>{text::NO_RECEIVER}</small> });
        view! {
            <label class="mailbox-kind">
                <input type="radio" id=id name="kind" value=kind.as_str() checked=kind == chosen aria-describedby="kind-error"/>
                <span><strong>{words}</strong><small>{how}</small>{none}</span>
            </label>
        }
    });
    view! {
        <fieldset class="mailbox-kinds">
            <legend class="ui-label">"How its mail gets here"</legend>
            {kinds}
            <Invalid id="kind" error/>
        </fieldset>
    }
}

/// The address, and the name beside it.
#[component]
fn Names(
    begin: MailboxTyped,
    kept: bool,
    preset: RwSignal<Option<&'static Preset>>,
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let (address_error, name_error) = (problem_of(problems, Field::Address), problem_of(problems, Field::Name));
    let typed = move |event| preset.set(of_address(&event_target_value(&event)));
    let hint = if kept { text::ADDRESS_STAYS } else { text::ADDRESS };
    view! {
        <div class="ui-field">
            <label class="ui-label" for="address">"Address"</label>
            <input class="ui-input" id="address" name="address" type="email" value=begin.address required=!kept readonly=kept autocomplete="off" spellcheck="false"
                placeholder="support@example.com" aria-describedby="address-hint address-error"
                aria-invalid=move || address_error.with(Option::is_some).then_some("true") on:input=typed/>
            <p class="ui-hint" id="address-hint">{hint}</p>
            <Invalid id="address" error=address_error/>
        </div>
        <div class="ui-field">
            <label class="ui-label" for="name">"Name beside it "<span class="ui-optional">"optional"</span></label>
            <input class="ui-input" id="name" name="name" value=begin.name maxlength="80" autocomplete="off" aria-describedby="name-hint name-error"
                aria-invalid=move || name_error.with(Option::is_some).then_some("true")/>
            <p class="ui-hint" id="name-hint">{text::NAME}</p>
            <Invalid id="name" error=name_error/>
        </div>
    }
}

/// Where its mail goes.
#[component]
fn Places(begin: MailboxTyped, choices: MailboxChoices, problems: RwSignal<Problems>) -> impl IntoView {
    let (site_error, team_error) = (problem_of(problems, Field::Site), problem_of(problems, Field::Team));
    let priority_error = problem_of(problems, Field::Priority);
    let sites = choices.sites.into_iter().map(|site| {
        let slug = site.slug.to_string();
        view! { <option value=slug.clone() selected=slug == begin.site>{site.name}</option> }
    });
    let sites = sites.collect_view();
    let teams = choices.teams.into_iter().map(|team| {
        view! { <option value=team.id.to_string() selected=begin.team == Some(team.id)>{team.name}</option> }
    });
    let teams = teams.collect_view();
    let priorities = choices.priorities.into_iter().map(|priority| {
        view! { <option value=priority.id.to_string() selected=begin.priority == Some(priority.id)>{priority.name}</option> }
    });
    let priorities = priorities.collect_view();
    let directions = [
        (Direction::Both, "Takes mail in and sends replies"),
        (Direction::In, "Takes mail in only"),
        (Direction::Out, "Sends replies only"),
    ];
    let directions = directions.map(|(direction, words)| {
        view! { <option value=direction.as_str() selected=direction == begin.direction>{words}</option> }
    });
    view! {
        <div class="ui-form-pair">
            <div class="ui-field">
                <label class="ui-label" for="site">"Site"</label>
                <select class="ui-input" id="site" name="site" aria-describedby="site-error">{sites}</select>
                <Invalid id="site" error=site_error/>
            </div>
            <div class="ui-field">
                <label class="ui-label" for="direction">"What it is for"</label>
                <select class="ui-input" id="direction" name="direction">{directions}</select>
            </div>
            <div class="ui-field">
                <label class="ui-label" for="team">"Team of its tickets"</label>
                <select class="ui-input" id="team" name="team" aria-describedby="team-error"><option value="">"As for its site"</option>{teams}</select>
                <Invalid id="team" error=team_error/>
            </div>
            <div class="ui-field">
                <label class="ui-label" for="priority">"Priority of its tickets"</label>
                <select class="ui-input" id="priority" name="priority" aria-describedby="priority-error"><option value="">"The usual one"</option>{priorities}</select>
                <Invalid id="priority" error=priority_error/>
            </div>
        </div>
    }
}

/// How many things are to be changed, over a form that was refused.
pub(super) fn summary(problems: RwSignal<Problems>) -> impl IntoView {
    move || {
        let title = match problems.with(|problems| problems.0.len()) {
            0 => return None,
            1 => "One thing to change".to_owned(),
            count => format!("{count} things to change"),
        };
        Some(view! { <Notice tone="red" icon="warning" title=title text="All else is kept, except for passwords."/> })
    }
}
