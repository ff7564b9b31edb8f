//! The fields of a team, the same for a new one and for one that is changed; read from the form as a browser would send it.

use super::text;
use crate::form::Typed;
use crate::ui::field::problem_of;
use crate::ui::{Invalid, TextArea};
use domain::team::{TeamEdit, TeamPage, TeamRow, TeamSeat};
use domain::{Field, Problems};
use leptos::prelude::*;

/// What the fields begin with.
#[derive(Clone, Debug, Default)]
pub(super) struct Begin {
    name: String,
    description: String,
    members: Vec<String>,
    leads: Vec<String>,
    sites: Vec<String>,
}

impl Begin {
    /// As the team is kept.
    pub(super) fn of(team: &TeamRow) -> Self {
        Self {
            name: team.name.clone(),
            description: team.description.clone(),
            members: team.members.iter().map(|member| member.id.to_string()).collect(),
            leads: team.members.iter().filter(|member| member.lead).map(|member| member.id.to_string()).collect(),
            sites: team.sites.iter().map(|site| site.slug.to_string()).collect(),
        }
    }

    /// As it was typed and refused, without script.
    pub(super) fn typed(typed: &Typed) -> Self {
        let all = |name: &str| {
            typed.values.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        Self {
            name: typed.value("name"),
            description: typed.value("description"),
            members: all("member"),
            leads: all("lead"),
            sites: all("site"),
        }
    }
}

/// Name, description, people and sites. Ids begin with `id`, because a page has several of these.
#[component]
pub(super) fn TeamFields(
    id: String,
    begin: Begin,
    page: RwSignal<TeamPage>,
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let (members, sites) = page.with_untracked(|page| (page.members.clone(), page.sites.clone()));
    let name_error = problem_of(problems, Field::Name);
    let (members_error, sites_error) = (problem_of(problems, Field::Members), problem_of(problems, Field::Sites));
    let (name_id, words_id) = (format!("{id}-name"), format!("{id}-description"));
    let description = RwSignal::new(begin.description.clone());
    let people = members.into_iter().map(|member| {
        let value = member.id.to_string();
        let (is_in, leads) = (begin.members.contains(&value), begin.leads.contains(&value));
        let lead = format!("{} leads it", member.name);
        view! {
            <li>
                <label class="ui-check"><input type="checkbox" name="member" value=value.clone() checked=is_in/><span>{member.name}</span></label>
                <label class="ui-check team-lead"><input type="checkbox" name="lead" value=value checked=leads aria-label=lead/><span aria-hidden="true">"leads"</span></label>
            </li>
        }
    });
    let people = people.collect_view();
    let covered = sites.into_iter().map(|site| {
        let value = site.slug.to_string();
        let is_in = begin.sites.contains(&value);
        view! { <li><label class="ui-check"><input type="checkbox" name="site" value=value checked=is_in/><span>{site.name}</span></label></li> }
    });
    let covered = covered.collect_view();
    view! {
        <div class="ui-field">
            <label class="ui-label" for=name_id.clone()>"Name"</label>
            <input class="ui-input" id=name_id.clone() name="name" value=begin.name required maxlength="80" autocomplete="off"
                aria-describedby=format!("{name_id}-error") aria-invalid=move || name_error.with(Option::is_some).then_some("true")/>
            <Invalid id=name_id error=name_error/>
        </div>
        <div class="ui-field">
            <label class="ui-label" for=words_id.clone()>"What it is for "<span class="ui-optional">"optional"</span></label>
            <TextArea value=description id=words_id name="description" rows=2/>
        </div>
        <fieldset class="team-choice">
            <legend class="ui-label">"People"</legend>
            <p class="ui-hint">{text::MEMBERS_HINT}</p>
            <ul role="list">{people}</ul>
            <Invalid id=format!("{id}-members") error=members_error/>
        </fieldset>
        <fieldset class="team-choice">
            <legend class="ui-label">"Sites"</legend>
            <p class="ui-hint">{text::SITES_HINT}</p>
            <ul role="list">{covered}</ul>
            <Invalid id=format!("{id}-sites") error=sites_error/>
        </fieldset>
    }
}

/// What stands in the form now.
pub(super) fn read(form: &web_sys::HtmlFormElement) -> TeamEdit {
    let data = web_sys::FormData::new_with_form(form).ok();
    let all = |name: &str| -> Vec<String> {
        data.as_ref()
            .map(|data| data.get_all(name).iter().filter_map(|value| value.as_string()).collect())
            .unwrap_or_default()
    };
    let first = |name: &str| all(name).into_iter().next().unwrap_or_default();
    let leads = all("lead");
    // Who leads is in it, whichever of the two boxes was ticked.
    let seats = all("member").into_iter().chain(leads.clone());
    let members = seats.filter_map(|id| Some(TeamSeat { id: id.parse().ok()?, lead: leads.contains(&id) })).collect();
    TeamEdit {
        name: Some(first("name")),
        description: Some(first("description")),
        members: Some(members),
        sites: Some(all("site")),
    }
}
