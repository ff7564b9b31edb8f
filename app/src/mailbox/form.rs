//! The fields of a mailbox, the same for a new one and for one that is changed. What does not belong to the chosen way is hidden by
//! the style sheet, so that the form works without script.

use super::presets::{Preset, of_address};
use super::servers::ServerFields;
use super::text;
use crate::ui::field::problem_of;
use crate::ui::{Choice, Icon, Invalid, Line, Notice};
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
) -> AnyView {
    let preset = RwSignal::new(of_address(&begin.address));
    let (kept_imap, kept_smtp) = (kept && has_user(begin.imap.as_ref()), kept && has_user(begin.smtp.as_ref()));
    let smtp = begin.smtp.clone().unwrap_or_default();
    let has_smtp = !smtp.is_empty();
    let smtp_wrong =
        move || problems.with(|all| ServerUse::Sending.fields().iter().any(|field| all.of(*field).is_some()));
    let begun = if begin.interval == 0 { INTERVAL } else { begin.interval };
    let mut often: Vec<_> = OFTEN.map(|(seconds, words)| (seconds.to_string(), words.to_owned())).into();
    if !OFTEN.iter().any(|(seconds, _)| *seconds == begun) {
        often.push((begun.to_string(), format!("every {begun} seconds")));
    }
    view! {
        <Kinds chosen=begin.kind receiver=choices.receiver.clone() problems/>
        <Names begin=begin.clone() kept preset problems/>
        <fieldset class="mailbox-imap">
            <legend class="ui-label">"The mailbox elsewhere"</legend>
            <ServerFields what=ServerUse::Folder begin=begin.imap.clone().unwrap_or_default() kept=kept_imap preset problems/>
            <div class="ui-form-pair">
                <Line label="Folder" name="folder" value=begin.folder.clone() placeholder="INBOX" most=200 error=problem_of(problems, Field::Folder)/>
                <Choice label="We look" name="interval" options=often chosen=begun.to_string() error=problem_of(problems, Field::Interval)/>
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
    .into_any()
}

fn has_user(server: Option<&ServerTyped>) -> bool {
    server.is_some_and(|server| !server.user.is_empty())
}

/// The choice that comes first.
#[component]
fn Kinds(chosen: MailboxKind, receiver: Option<String>, problems: RwSignal<Problems>) -> AnyView {
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
    .into_any()
}

/// The address, and the name beside it.
#[component]
fn Names(
    begin: MailboxTyped,
    kept: bool,
    preset: RwSignal<Option<&'static Preset>>,
    problems: RwSignal<Problems>,
) -> AnyView {
    let typed = Callback::new(move |address: String| preset.set(of_address(&address)));
    let hint = if kept { text::ADDRESS_STAYS } else { text::ADDRESS };
    view! {
        <Line label="Address" name="address" kind="email" value=begin.address placeholder="support@example.com" hint required=!kept readonly=kept
            error=problem_of(problems, Field::Address) on_typed=typed/>
        <Line label="Name beside it" name="name" value=begin.name hint=text::NAME most=80 optional=true error=problem_of(problems, Field::Name)/>
    }
    .into_any()
}

/// Where its mail goes.
#[component]
fn Places(begin: MailboxTyped, choices: MailboxChoices, problems: RwSignal<Problems>) -> AnyView {
    let with_none = |none: &str, rest: Vec<(String, String)>| {
        std::iter::once((String::new(), none.to_owned())).chain(rest).collect::<Vec<_>>()
    };
    let id = |id: Option<String>| id.unwrap_or_default();
    let sites = choices.sites.into_iter().map(|site| (site.slug.to_string(), site.name)).collect();
    let teams = choices.teams.into_iter().map(|team| (team.id.to_string(), team.name)).collect();
    let priorities = choices.priorities.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    let directions = [
        (Direction::Both, "Takes mail in and sends replies"),
        (Direction::In, "Takes mail in only"),
        (Direction::Out, "Sends replies only"),
    ];
    let directions = directions.map(|(direction, words)| (direction.as_str().to_owned(), words.to_owned()));
    let (team, priority) = (id(begin.team.map(|id| id.to_string())), id(begin.priority.map(|id| id.to_string())));
    let error = |field| problem_of(problems, field);
    view! {
        <div class="ui-form-pair">
            <Choice label="Site" name="site" options=sites chosen=begin.site error=error(Field::Site)/>
            <Choice label="What it is for" name="direction" options=directions.into() chosen=begin.direction.as_str()/>
            <Choice label="Team of its tickets" name="team" options=with_none("As for its site", teams) chosen=team error=error(Field::Team)/>
            <Choice label="Priority of its tickets" name="priority" options=with_none("The usual one", priorities) chosen=priority error=error(Field::Priority)/>
        </div>
    }
    .into_any()
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
