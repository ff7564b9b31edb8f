//! What the log is narrowed to: a plain form, whose address is the filter.

use crate::ui::LinkButton;
use domain::audit::{AuditAction, AuditFilter};
use domain::currency::TimeZoneName;
use domain::member::MemberTag;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// The form.
#[component]
pub(super) fn Filters(
    /// The page's own address.
    action: String,
    filter: AuditFilter,
    /// Who can be chosen.
    members: Vec<MemberTag>,
    /// In which days begin and end.
    timezone: TimeZoneName,
) -> impl IntoView {
    let narrowed = filter.narrows();
    let actions = AuditAction::ALL.iter().map(|action| {
        view! { <option value=action.as_str() selected=filter.action == Some(*action)>{action.words()}</option> }
    });
    let members = members.into_iter().map(|member| {
        view! { <option value=member.id.to_string() selected=filter.actor == Some(member.id)>{member.name}</option> }
    });
    let day = |day: &Option<domain::day::Day>| day.as_ref().map(|day| day.to_string());
    let (from, to, zone) = (day(&filter.from), day(&filter.to), format!("Days in the time zone {timezone}"));
    view! {
        <form class="filters audit-filters" method="get" action=action.clone()>
            <label class="visually-hidden" for="audit-action">"What"</label>
            <select class="ui-select" id="audit-action" name="action"><option value="">"Any change"</option>{actions.collect_view()}</select>
            <label class="visually-hidden" for="audit-actor">"Who"</label>
            <select class="ui-select" id="audit-actor" name="actor"><option value="">"Anybody"</option>{members.collect_view()}</select>
            <label class="audit-day" title=zone.clone()>"From"<input class="ui-input" type="date" name="from" min="1970-01-01" max="9998-12-31" value=from/></label>
            <label class="audit-day" title=zone>"To"<input class="ui-input" type="date" name="to" min="1970-01-01" max="9998-12-31" value=to/></label>
            <label class="visually-hidden" for="audit-text">"Words in the log"</label>
            <input class="ui-input audit-text" id="audit-text" type="search" name="text" maxlength="200" placeholder="Words in the log" autocomplete="off" value=filter.text.clone()/>
            <button class="ui-button" type="submit">"Show"</button>
            {narrowed.then(|| view! { <LinkButton kind="quiet" href=action.clone()>"Clear"</LinkButton> })}
        </form>
    }
}

/// What an address asks for; what it cannot mean is left out.
pub(super) fn filter_from_query(query: &ParamsMap) -> AuditFilter {
    let value = |name: &str| query.get(name).filter(|value| !value.is_empty());
    AuditFilter {
        action: value("action").and_then(|action| action.parse().ok()),
        actor: value("actor").and_then(|actor| actor.parse().ok()),
        from: value("from").and_then(|day| day.parse().ok()),
        to: value("to").and_then(|day| day.parse().ok()),
        text: value("text").unwrap_or_default().trim().to_owned(),
        before: value("before").and_then(|before| before.parse().ok()),
    }
}

/// The same as an address; what is not asked for is not said.
pub(super) fn filter_query(filter: &AuditFilter) -> String {
    let mut query = ParamsMap::new();
    if let Some(action) = filter.action {
        query.insert("action", action.to_string());
    }
    if let Some(actor) = filter.actor {
        query.insert("actor", actor.to_string());
    }
    for (name, day) in [("from", &filter.from), ("to", &filter.to)] {
        if let Some(day) = day {
            query.insert(name, day.to_string());
        }
    }
    if !filter.text.is_empty() {
        query.insert("text", filter.text.clone());
    }
    if let Some(before) = filter.before {
        query.insert("before", before.to_string());
    }
    query.to_query_string()
}

#[cfg(test)]
mod tests {
    use super::{AuditAction, filter_from_query, filter_query};
    use leptos_router::params::ParamsMap;

    #[test]
    fn an_address_reads_back_and_nonsense_is_left_out() {
        let mut query = ParamsMap::new();
        query.insert("action", "site.created".to_owned());
        query.insert("from", "2026-11-01".to_owned());
        query.insert("to", "2026-11-26".to_owned());
        query.insert("text", " Print & copy ".to_owned());
        query.insert("before", "40".to_owned());
        let filter = filter_from_query(&query);
        assert_eq!((filter.action, filter.before), (Some(AuditAction::SiteCreated), Some(40)));
        assert_eq!(filter.text, "Print & copy");
        let address = filter_query(&filter).replace("%2D", "-");
        assert!(address.starts_with("?action=site") && address.ends_with("&before=40"), "{address}");
        assert!(address.contains("&from=2026-11-01&to=2026-11-26&text=Print"), "{address}");
        let mut nonsense = ParamsMap::new();
        nonsense.insert("action", "site.exploded".to_owned());
        nonsense.insert("actor", "me".to_owned());
        nonsense.insert("from", "yesterday".to_owned());
        nonsense.insert("text", " ".to_owned());
        assert_eq!(filter_query(&filter_from_query(&nonsense)), "");
    }
}
