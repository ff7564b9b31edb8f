//! One team: its line, and behind it the forms that change it and take it away. Plain forms that work without script.

use super::calls::{team_create, team_delete, team_edit};
use super::fields::{Begin, TeamFields, read};
use super::list::Here;
use super::text;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Notice, browser};
use domain::team::TeamRow;
use domain::{Field, Problems};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

/// The form that sent the event.
fn form_of(event: &SubmitEvent) -> Option<web_sys::HtmlFormElement> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// A line of the list that opens into its forms.
#[component]
pub(super) fn TeamCard(here: Here, team: TeamRow) -> impl IntoView {
    let id = format!("team-{}", team.id);
    let refused = here.typed.value("team") == team.id.to_string() && !here.typed.problems.is_empty();
    let sites = team.sites.iter().map(|site| site.name.as_str()).collect::<Vec<_>>().join(", ");
    let facts = [text::people(team.members.len()), text::open(team.open)].into_iter();
    let facts = facts.chain((!sites.is_empty()).then_some(sites)).collect::<Vec<_>>().join(" · ");
    let names = team
        .members
        .iter()
        .map(|member| if member.lead { format!("{} (leads)", member.name) } else { member.name.clone() })
        .collect::<Vec<_>>()
        .join(", ");
    let line = view! {
        <span class="ui-cell-main">
            <strong>{team.name.clone()}</strong>
            <small>{facts}</small>
        </span>
    };
    if !here.may_edit {
        let words = [team.description, names].into_iter().filter(|words| !words.is_empty());
        let words = words.map(|words| view! { <p>{words}</p> }).collect_view();
        return view! { <li class="team"><div class="team-line">{line}</div><div class="team-words">{words}</div></li> }.into_any();
    }
    let summary = format!("{id}-summary");
    view! {
        <li class="team">
            <details open=refused>
                <summary class="team-line" id=summary>{line}<Icon name="chevron-down"/></summary>
                <div class="team-forms">
                    <EditForm here=here.clone() team=team.clone() refused/>
                    <DeleteForm here team refused/>
                </div>
            </details>
        </li>
    }
    .into_any()
}

#[component]
fn EditForm(here: Here, team: TeamRow, refused: bool) -> impl IntoView {
    let typed_here = refused && here.typed.value("do") != "delete";
    let begin = if typed_here { Begin::typed(&here.typed) } else { Begin::of(&team) };
    let problems = RwSignal::new(if typed_here { here.typed.problems.clone() } else { Problems::default() });
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let (id, path, page) = (format!("team-{}", team.id), here.path(), here.page);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(form) = form_of(&event).filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let (here, edit) = (here.clone(), read(&form));
        spawn_local(async move {
            let answer = team_edit(here.org.clone(), team.id, edit).await;
            busy.try_set(false);
            match answer {
                Ok(_) => {
                    problems.try_set(Problems::default());
                    toasts.say(text::SAVED);
                    here.read_again(format!("team-{}-summary", team.id)).await;
                }
                Err(error) if error.fields.is_empty() => toasts.warn(error.message),
                Err(error) => {
                    if error.fields.of(Field::Name).is_some() {
                        browser::focus_soon(format!("team-{}-name", team.id));
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    view! {
        <form class="ui-form" method="post" action=path on:submit=submit>
            <input type="hidden" name="team" value=team.id.to_string()/>
            <TeamFields id begin page problems/>
            <div class="ui-form-foot">
                <button class="ui-button" data-kind="primary" type="submit" name="do" value="save"
                    aria-busy=move || busy.get().then_some("true")>"Save team"</button>
            </div>
        </form>
    }
}

#[component]
fn DeleteForm(here: Here, team: TeamRow, refused: bool) -> impl IntoView {
    let problem = RwSignal::new(here.typed.problems.of(Field::Team).filter(|_| refused).map(str::to_owned));
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let path = here.path();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(form) = form_of(&event).filter(|_| !busy.get_untracked()) else { return };
        let data = web_sys::FormData::new_with_form(&form).ok();
        let unroute = data.is_some_and(|data| data.has("unroute"));
        busy.set(true);
        let here = here.clone();
        spawn_local(async move {
            let answer = team_delete(here.org.clone(), team.id, unroute).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    toasts.say(text::DELETED);
                    here.read_again("teams-title".to_owned()).await;
                }
                Err(error) => {
                    problem.try_set(Some(error.message));
                }
            }
        });
    };
    let confirm = (team.open > 0).then(|| {
        view! { <label class="ui-check"><input type="checkbox" name="unroute" value="yes" required/><span>{text::unroute(team.open)}</span></label> }
    });
    let label = format!("Delete the team {}", team.name);
    view! {
        <form class="danger" method="post" action=path on:submit=submit aria-label=label>
            <input type="hidden" name="team" value=team.id.to_string()/>
            <div>
                <h3>"Delete this team"</h3>
                <p>{text::DELETE_WHY}</p>
                {confirm}
                <div role="alert">{move || problem.get().map(|words| view! { <p class="ui-error"><Icon name="warning"/><span>{words}</span></p> })}</div>
            </div>
            <button class="ui-button" data-kind="danger" type="submit" name="do" value="delete" aria-busy=move || busy.get().then_some("true")>"Delete team"</button>
        </form>
    }
}

/// The form that makes one.
#[component]
pub(super) fn NewTeam(here: Here) -> impl IntoView {
    let refused = here.typed.value("do") == "create" && !here.typed.problems.is_empty();
    let begin = if refused { Begin::typed(&here.typed) } else { Begin::default() };
    let problems = RwSignal::new(if refused { here.typed.problems.clone() } else { Problems::default() });
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let (path, page) = (here.path(), here.page);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(form) = form_of(&event).filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let (here, new) = (here.clone(), read(&form));
        spawn_local(async move {
            let answer = team_create(here.org.clone(), new).await;
            busy.try_set(false);
            match answer {
                Ok(team) => {
                    problems.try_set(Problems::default());
                    form.reset();
                    toasts.say(text::CREATED);
                    here.read_again(format!("team-{}-summary", team.id)).await;
                }
                Err(error) if error.fields.is_empty() => toasts.warn(error.message),
                Err(error) => {
                    if error.fields.of(Field::Name).is_some() {
                        browser::focus_soon("new-name");
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    view! {
        <form class="ui-form" method="post" action=path on:submit=submit>
            {refused.then(|| view! { <Notice tone="red" icon="warning" title="One thing to change" text="All else is kept."/> })}
            <TeamFields id="new".to_owned() begin page problems/>
            <div class="ui-form-foot">
                <button class="ui-button" data-kind="primary" type="submit" name="do" value="create"
                    aria-busy=move || busy.get().then_some("true")><Icon name="plus"/><span>"Create team"</span></button>
            </div>
        </form>
    }
}
