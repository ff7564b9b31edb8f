//! What a list shows, as its address says it; and the form that changes the address (it works without a script too).

use super::text;
use crate::layout::use_org;
use domain::member::MemberTag;
use domain::priority::PriorityTag;
use domain::site::SiteTag;
use domain::team::TeamTag;
use domain::ticket::{AssigneeFilter, Place, Sort, Tab, TeamFilter, TicketFilter};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use leptos_router::params::ParamsMap;

/// Characters of a search that are looked at.
const SEARCH_MAX: usize = 200;

/// The filter an address asks for. What it cannot mean is left out, so an old or mistyped link still shows tickets.
#[must_use]
pub fn filter_from_query(query: &ParamsMap) -> TicketFilter {
    let value = |name: &str| query.get(name).filter(|value| !value.is_empty());
    TicketFilter {
        tab: value("tab").and_then(|tab| Tab::parse(&tab)).unwrap_or_default(),
        site: value("site").and_then(|site| site.parse().ok()),
        assignee: value("assignee").map(|who| assignee_from(&who)).unwrap_or_default(),
        team: value("team").map(|team| team_from(&team)).unwrap_or_default(),
        priority: value("priority").and_then(|id| id.parse().ok()),
        sort: if value("sort").as_deref() == Some("oldest") { Sort::Oldest } else { Sort::Newest },
        search: value("q").map(|text| text.chars().take(SEARCH_MAX).collect()).unwrap_or_default(),
        place: match (value("after"), value("before")) {
            (Some(cursor), _) => Place::After(cursor),
            (None, Some(cursor)) => Place::Before(cursor),
            (None, None) => Place::Start,
        },
    }
}

/// The query of an address that asks for this filter: empty, or with its question mark. What is usual is left out.
#[must_use]
pub fn filter_query(filter: &TicketFilter) -> String {
    let mut query = ParamsMap::new();
    if filter.tab != Tab::default() {
        query.insert("tab", filter.tab.as_str().to_owned());
    }
    if let Some(site) = &filter.site {
        query.insert("site", site.to_string());
    }
    if filter.assignee != AssigneeFilter::Any {
        query.insert("assignee", assignee_word(filter.assignee));
    }
    if filter.team != TeamFilter::Any {
        query.insert("team", team_word(filter.team));
    }
    if let Some(priority) = &filter.priority {
        query.insert("priority", priority.to_string());
    }
    if filter.sort == Sort::Oldest {
        query.insert("sort", "oldest".to_owned());
    }
    if !filter.search.is_empty() {
        query.insert("q", filter.search.clone());
    }
    match &filter.place {
        Place::Start => {}
        Place::After(cursor) => query.insert("after", cursor.clone()),
        Place::Before(cursor) => query.insert("before", cursor.clone()),
    }
    query.to_query_string()
}

/// The assignee's word in an address: `me`, `nobody`, a member's id; empty for anybody.
fn assignee_word(who: AssigneeFilter) -> String {
    match who {
        AssigneeFilter::Any => String::new(),
        AssigneeFilter::Me => "me".to_owned(),
        AssigneeFilter::Nobody => "nobody".to_owned(),
        AssigneeFilter::Member(user) => user.to_string(),
    }
}

fn assignee_from(word: &str) -> AssigneeFilter {
    match word {
        "me" => AssigneeFilter::Me,
        "nobody" => AssigneeFilter::Nobody,
        word => word.parse().map_or(AssigneeFilter::Any, AssigneeFilter::Member),
    }
}

/// The team's word in an address: `none`, a team's id; empty for any.
fn team_word(team: TeamFilter) -> String {
    match team {
        TeamFilter::Any => String::new(),
        TeamFilter::Unrouted => "none".to_owned(),
        TeamFilter::Team(team) => team.to_string(),
    }
}

fn team_from(word: &str) -> TeamFilter {
    match word {
        "none" => TeamFilter::Unrouted,
        word => word.parse().map_or(TeamFilter::Any, TeamFilter::Team),
    }
}

/// Whether anything but the tab is narrowed.
#[must_use]
pub fn is_narrowed(filter: &TicketFilter) -> bool {
    filter.site.is_some()
        || filter.assignee != AssigneeFilter::Any
        || filter.team != TeamFilter::Any
        || filter.priority.is_some()
        || !filter.search.is_empty()
}

/// The id of the search field, which `/` goes to.
pub const SEARCH_FIELD: &str = "f-search";

/// The strip of filters under the tabs.
#[component]
pub fn Filters(
    /// What is shown now.
    filter: TicketFilter,
    /// The sites to choose from.
    sites: Vec<SiteTag>,
    /// The members to choose from.
    members: Vec<MemberTag>,
    /// The teams to choose from; without any there is nothing to choose.
    teams: Vec<TeamTag>,
    /// The priorities to choose from.
    priorities: Vec<PriorityTag>,
) -> impl IntoView {
    let slug = use_org().slug;
    let action = format!("/{slug}/tickets");
    let navigate = use_navigate();
    let form = NodeRef::<html::Form>::new();
    let target = action.clone();
    let tab = filter.tab;
    let apply = move || {
        let Some(form) = form.get_untracked() else { return };
        let field = |name: &str| field_of(&form, name);
        let filter = TicketFilter {
            tab,
            site: field("site").parse().ok(),
            assignee: match field("assignee") {
                word if word.is_empty() => AssigneeFilter::Any,
                word => assignee_from(&word),
            },
            team: team_from(&field("team")),
            priority: field("priority").parse().ok(),
            sort: if field("sort") == "oldest" { Sort::Oldest } else { Sort::Newest },
            search: field("q").trim().to_owned(),
            place: Place::Start,
        };
        navigate(&format!("{target}{}", filter_query(&filter)), NavigateOptions::default());
    };
    let submit = {
        let apply = apply.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            apply();
        }
    };
    let narrowed = is_narrowed(&filter);
    let all = format!("{action}{}", filter_query(&TicketFilter { tab, ..TicketFilter::default() }));
    let chosen = assignee_word(filter.assignee);
    let site_chosen = filter.site.as_ref().map(ToString::to_string).unwrap_or_default();
    let site_options = std::iter::once((String::new(), text::ANY_SITE.to_owned()))
        .chain(sites.into_iter().map(|site| (site.slug.to_string(), site.name)))
        .collect();
    let fixed = [("", text::ANYONE), ("me", text::ME), ("nobody", text::NOBODY)]
        .map(|(word, name)| (word.to_owned(), name.to_owned()));
    let assignee_options =
        fixed.into_iter().chain(members.into_iter().map(|member| (member.id.to_string(), member.name))).collect();
    let team_chosen = team_word(filter.team);
    let team_choice = (!teams.is_empty()).then(|| {
        let fixed =
            [("", text::ANY_TEAM), ("none", text::NO_TEAM)].map(|(word, name)| (word.to_owned(), name.to_owned()));
        let options = fixed.into_iter().chain(teams.into_iter().map(|team| (team.id.to_string(), team.name))).collect();
        view! { <Choice id="f-team" name="team" label="Team" options chosen=team_chosen/> }
    });
    let priority_chosen = filter.priority.map(|priority| priority.to_string()).unwrap_or_default();
    // The most urgent first: that is what one looks for.
    let priority_options = std::iter::once((String::new(), text::ANY_PRIORITY.to_owned()))
        .chain(priorities.into_iter().rev().map(|priority| (priority.id.to_string(), priority.name)))
        .collect();
    let sort_chosen = if filter.sort == Sort::Oldest { "oldest" } else { "" };
    let sort_options = [("", Sort::Newest), ("oldest", Sort::Oldest)]
        .map(|(word, sort)| (word.to_owned(), text::sort(sort).to_owned()));
    view! {
        <form class="filters" method="get" action=action role="search" aria-label="Filter tickets" node_ref=form on:submit=submit on:change=move |_| apply()>
            <input type="hidden" name="tab" value=tab.as_str()/>
            <label class="visually-hidden" for=SEARCH_FIELD>"Search these tickets"</label>
            <input class="ui-input" id=SEARCH_FIELD type="search" name="q" value=filter.search.clone() placeholder="Search ( / )" autocomplete="off" aria-keyshortcuts="/"/>
            <Choice id="f-site" name="site" label="Site" options=site_options chosen=site_chosen/>
            <Choice id="f-assignee" name="assignee" label="Assignee" options=assignee_options chosen=chosen/>
            {team_choice}
            <Choice id="f-priority" name="priority" label="Priority" options=priority_options chosen=priority_chosen/>
            <Choice id="f-sort" name="sort" label="Sort" options=sort_options.to_vec() chosen=sort_chosen/>
            <button class="visually-hidden" type="submit">"Apply"</button>
            {narrowed.then(|| view! { <a class="ui-button" data-kind="quiet" data-size="small" href=all><span>"Clear"</span></a> })}
            <p class="filters-end"><kbd>"j"</kbd><kbd>"k"</kbd><span>" move "</span><kbd>"x"</kbd><span>" select "</span><kbd>"Enter"</kbd><span>" open"</span></p>
        </form>
    }
}

#[component]
fn Choice(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    #[prop(into)] chosen: String,
) -> impl IntoView {
    let set = (!chosen.is_empty()).then_some("");
    let options = options
        .into_iter()
        .map(|(word, words)| {
            let selected = word == chosen;
            view! { <option value=word selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <label class="visually-hidden" for=id>{label}</label>
        <select class="ui-select" id=id name=name data-set=set>{options}</select>
    }
}

/// What a form's field says now.
pub(super) fn field_of(form: &web_sys::HtmlFormElement, name: &str) -> String {
    web_sys::FormData::new_with_form(form).ok().and_then(|data| data.get(name).as_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{filter_from_query, filter_query};
    use domain::ticket::{AssigneeFilter, Place, Sort, Tab, TeamFilter, TicketFilter};
    use leptos_router::params::ParamsMap;

    const PRIORITY: &str = "01935b2c-7d4e-7f00-8a0b-1c2d3e4f5061";

    fn query(pairs: &[(&'static str, &str)]) -> ParamsMap {
        let mut map = ParamsMap::new();
        for (name, value) in pairs {
            map.insert(*name, (*value).to_owned());
        }
        map
    }

    #[test]
    fn the_usual_list_has_a_bare_address() {
        assert_eq!(filter_query(&TicketFilter::default()), "");
        assert_eq!(filter_from_query(&query(&[])), TicketFilter::default());
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        let filter = filter_from_query(&query(&[
            ("tab", "lost"),
            ("site", "No Slug"),
            ("assignee", "x"),
            ("team", "blue"),
            ("priority", "high"),
            ("sort", "up"),
            ("q", ""),
            ("after", ""),
        ]));
        assert_eq!(filter, TicketFilter::default());
    }

    #[test]
    fn a_filter_comes_back_from_its_address() {
        let filter = TicketFilter {
            tab: Tab::Pending,
            site: "shop".parse().ok(),
            assignee: AssigneeFilter::Me,
            team: TeamFilter::Unrouted,
            priority: PRIORITY.parse().ok(),
            sort: Sort::Oldest,
            search: "printer".to_owned(),
            place: Place::After("abc".to_owned()),
        };
        // How much of an address is escaped differs between browser and server; both read it back alike.
        assert_eq!(
            filter_query(&filter).replace("%2D", "-"),
            format!("?tab=pending&site=shop&assignee=me&team=none&priority={PRIORITY}&sort=oldest&q=printer&after=abc")
        );
        let pairs = [
            ("tab", "pending"),
            ("site", "shop"),
            ("assignee", "me"),
            ("team", "none"),
            ("priority", PRIORITY),
            ("sort", "oldest"),
            ("q", "printer"),
            ("after", "abc"),
        ];
        assert_eq!(filter_from_query(&query(&pairs)), filter);
        let back = TicketFilter { place: Place::Before("abc".to_owned()), ..TicketFilter::default() };
        assert_eq!(filter_query(&back), "?before=abc");
        assert_eq!(filter_from_query(&query(&[("before", "abc")])), back);
    }
}
