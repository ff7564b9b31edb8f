//! Words about teams.

/// The page.
pub const TITLE: &str = "Teams";
/// Under its heading.
pub const WHAT: &str = "A team decides which tickets an agent sees. Without teams, everybody sees all of them.";
/// When there are none.
pub const NONE: &str =
    "Everybody sees every ticket. With the first team, agents see the tickets of their own teams, and those they have.";
/// At the form of a new one.
pub const NEW_WHY: &str = "Owners and admins see all tickets, in a team or not.";
/// At the people.
pub const MEMBERS_HINT: &str = "They see its tickets from the moment you save.";
/// At the sites.
pub const SITES_HINT: &str = "New tickets of a site come to its only team. With several, or none, they are in no team.";
/// At the switch.
pub const UNROUTED_TITLE: &str = "Tickets in no team";
/// At the switch.
pub const UNROUTED_WHY: &str = "New tickets of sites that no team, or more than one, covers.";
/// Beside the switch.
pub const UNROUTED_SEEN: &str = "Everybody sees tickets that are in no team";
/// Before a team goes.
pub const DELETE_WHY: &str = "Its people stay. Its tickets stay too, in no team.";
/// Said after.
pub const SAVED: &str = "Saved. What everybody sees follows at once.";
/// Said after.
pub const CREATED: &str = "The team is there. What its people see follows at once.";
/// Said after.
pub const DELETED: &str = "The team is deleted. Its tickets are in no team.";

/// Such as `3 people`.
#[must_use]
pub fn people(count: usize) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

/// Such as `12 open tickets`.
#[must_use]
pub fn open(count: i64) -> String {
    match count {
        1 => "1 open ticket".to_owned(),
        1001.. => "1,000+ open tickets".to_owned(),
        count => format!("{count} open tickets"),
    }
}

/// What has to be confirmed before a team with open tickets goes (D9).
#[must_use]
pub fn unroute(count: i64) -> String {
    if count == 1 {
        "Leave its open ticket in no team".to_owned()
    } else {
        format!("Leave its {} in no team", open(count))
    }
}
