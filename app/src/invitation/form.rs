//! Whom to invite, as what, and what became of each address. A plain form that works without script.

use super::calls::invitation_create;
use super::list::Here;
use super::text;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Invalid, Notice, TextArea, browser};
use domain::invitation::{InvitationLine, InvitationNew, InvitationOutcome};
use domain::role::{BuiltInRole, RoleTag};
use domain::team::TeamTag;
use domain::{Field, Problem, Problems};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The form. What could not be invited stays in it, to be mended.
#[component]
pub(super) fn InviteForm(here: Here) -> impl IntoView {
    let page = here.page;
    let (emails, role) = (RwSignal::new(here.typed.value("emails")), RwSignal::new(first_role(&here)));
    let ticked = here.typed.values.iter().filter(|(name, _)| name == "team").map(|(_, id)| id.clone());
    let chosen = RwSignal::new(ticked.collect::<Vec<_>>());
    let teams = page.with_untracked(|page| page.teams.clone());
    let problems = RwSignal::new(here.typed.problems.clone());
    let lines = RwSignal::new(lines_of(&here.typed.value("lines")));
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let full = Memo::new(move |_| page.with(|page| !page.seats.has_free()));
    let path = here.path();
    let roles = Memo::new(move |_| page.with(|page| page.roles.clone()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (emails_now, role_now) = (vec![emails.get_untracked()], role.get_untracked());
        let new = InvitationNew { emails: emails_now, role: role_now, teams: chosen.get_untracked() };
        let here = here.clone();
        spawn_local(async move {
            let answer = invitation_create(here.org.clone(), new).await;
            busy.try_set(false);
            match answer {
                Ok(answered) => {
                    problems.try_set(Problems::default());
                    emails.try_set(still_open(&answered));
                    if let Some(words) = all_went(&answered) {
                        toasts.say(words);
                    }
                    lines.try_set(answered);
                    here.read_again();
                }
                Err(error) => {
                    let fields = if error.fields.is_empty() {
                        Problem::new(Field::Email, error.message).into()
                    } else {
                        error.fields
                    };
                    if let Some(problem) = fields.0.first() {
                        browser::focus_soon(if problem.field == Field::Role { "role" } else { "emails" });
                    }
                    problems.try_set(fields);
                    here.read_again();
                }
            }
        });
    };
    let (email_error, role_error) = (problem_of(problems, Field::Email), problem_of(problems, Field::Role));
    let team_error = problem_of(problems, Field::Team);
    let options = move || {
        let chosen = role.get_untracked();
        roles.get().into_iter().map(|one| option(one, &chosen)).collect_view()
    };
    view! {
        <section class="section" aria-labelledby="invite-title">
            <div class="section-head"><h2 id="invite-title">"Invite"</h2><p>{text::ROLE_WHY}</p></div>
            <div class="section-body">
                {move || full.get().then(|| view! { <Notice tone="amber" icon="warning" title="All seats are taken" text=text::FULL/> })}
                <div aria-live="polite">{move || (!lines.with(Vec::is_empty)).then(|| view! { <Results lines=lines.get()/> })}</div>
                <form class="ui-form" method="post" action=path on:submit=submit>
                    <fieldset class="invitation-form" disabled=move || full.get()>
                        <div class="ui-field">
                            <label class="ui-label" for="emails">"Mail addresses"</label>
                            <TextArea value=emails id="emails" name="emails" rows=3 required=true described_by="emails-hint emails-error"
                                invalid=Signal::derive(move || email_error.with(Option::is_some))/>
                            <p class="ui-hint" id="emails-hint">{text::ADDRESSES_HINT}</p>
                            <Invalid id="emails" error=email_error/>
                        </div>
                        <div class="ui-field">
                            <label class="ui-label" for="role">"Role"</label>
                            <select class="ui-input" id="role" name="role" aria-describedby="role-error"
                                aria-invalid=move || role_error.with(Option::is_some).then_some("true")
                                on:change=move |event| role.set(event_target_value(&event))>{options}</select>
                            <Invalid id="role" error=role_error/>
                        </div>
                        {(!teams.is_empty()).then(|| view! { <TeamBoxes teams chosen error=team_error/> })}
                        <div class="ui-form-foot">
                            <button class="ui-button" data-kind="primary" type="submit" name="do" value="invite"
                                aria-busy=move || busy.get().then_some("true")><Icon name="mail"/><span>"Send invitations"</span></button>
                        </div>
                    </fieldset>
                </form>
            </div>
        </section>
    }
}

/// The teams they come into. Only those whose tickets the inviter sees.
#[component]
fn TeamBoxes(teams: Vec<TeamTag>, chosen: RwSignal<Vec<String>>, error: Signal<Option<String>>) -> impl IntoView {
    let boxes = teams.into_iter().map(|team| {
        let id = team.id.to_string();
        let begin = chosen.with_untracked(|chosen| chosen.contains(&id));
        let value = id.clone();
        let tick = move |event| {
            let on = event_target_checked(&event);
            chosen.update(|chosen| {
                chosen.retain(|one| *one != id);
                if on {
                    chosen.push(id.clone());
                }
            });
        };
        view! { <li><label class="ui-check"><input type="checkbox" name="team" value=value checked=begin on:change=tick/><span>{team.name}</span></label></li> }
    });
    view! {
        <fieldset class="team-choice">
            <legend class="ui-label">"Teams"</legend>
            <p class="ui-hint">{text::TEAMS_HINT}</p>
            <ul role="list">{boxes.collect_view()}</ul>
            <Invalid id="teams" error/>
        </fieldset>
    }
}

fn option(role: RoleTag, chosen: &str) -> impl IntoView + use<> {
    let key = role.key.to_string();
    let selected = key == chosen;
    view! { <option value=key selected=selected>{role.name}</option> }
}

/// What was chosen before, else agent, else whatever may be given.
fn first_role(here: &Here) -> String {
    let typed = here.typed.value("role");
    if !typed.is_empty() {
        return typed;
    }
    here.page.with_untracked(|page| {
        let agent = page.roles.iter().find(|role| role.key == BuiltInRole::Agent.into());
        agent.or(page.roles.first()).map(|role| role.key.to_string()).unwrap_or_default()
    })
}

/// The answer to a form that was posted without script.
fn lines_of(json: &str) -> Vec<InvitationLine> {
    serde_json::from_str(json).unwrap_or_default()
}

/// What the field holds afterwards: the addresses that have to be looked at again.
fn still_open(lines: &[InvitationLine]) -> String {
    lines.iter().filter(|line| line.is_open()).map(|line| line.typed.as_str()).collect::<Vec<_>>().join("\n")
}

/// A sentence when there is nothing else to say.
fn all_went(lines: &[InvitationLine]) -> Option<String> {
    let all = lines.iter().all(|line| line.outcome == InvitationOutcome::Invited);
    all.then(|| match lines {
        [one] => format!("{} is invited", one.typed),
        many => format!("{} people are invited", many.len()),
    })
}

/// Each address and what became of it.
#[component]
fn Results(lines: Vec<InvitationLine>) -> impl IntoView {
    let rows = lines.into_iter().map(|line| {
        let (tone, icon) = match line.outcome {
            InvitationOutcome::Invited => ("green", "check"),
            InvitationOutcome::AlreadyMember | InvitationOutcome::AlreadyInvited => ("blue", "info"),
            _ => ("red", "warning"),
        };
        view! {
            <li data-tone=tone data-outcome=line.outcome.code()>
                <Icon name=icon/>
                <div><strong>{line.typed}</strong><small>{line.message}</small></div>
            </li>
        }
    });
    view! { <ul class="invitation-results" role="list" aria-label="What became of each address">{rows.collect_view()}</ul> }
}
